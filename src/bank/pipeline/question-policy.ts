import type { QuestionName } from '../../facade/contract.ts';

/**
 * What a question takes. A privacy officer reads this table; a question that is not in it is not answered. With what a
 * customer steps up is in `step-up/factors/factors.ts`.
 *
 * Alerts need no voice PIN: a count and an urgency tell nothing about money, and whoever may be robbed should not
 * have to remember four digits to hear of it. What is shared needs none either: it tells of no money, and whoever
 * wants to know what an assistant may say has a right to hear it (GDPR, Article 12(2)).
 */
// prettier-ignore
export const questionPolicy: Readonly<Record<QuestionName, { readonly stepUp: 'fresh' | 'none' }>> = {
  //          step-up
  balance:  { stepUp: 'fresh' },
  funds:    { stepUp: 'fresh' },
  activity: { stepUp: 'fresh' },
  spending: { stepUp: 'fresh' },
  income:   { stepUp: 'fresh' },
  bill:     { stepUp: 'fresh' },
  alerts:   { stepUp: 'none'  },
  sharing:  { stepUp: 'none'  },
};
