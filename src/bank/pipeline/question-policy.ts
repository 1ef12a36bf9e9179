import type { QuestionName } from '../../facade/contract.ts';

/** What a question takes of the customer, and which limit of the day its answers count towards (`disclosure/budget.ts`). */
interface QuestionPolicy {
  readonly stepUp: 'fresh' | 'none';
  readonly budget: 'answer' | 'funds' | 'none';
}

/**
 * What a question takes. A privacy officer reads this table; a question that is not in it is not answered. With what a
 * customer steps up is in `step-up/factors/factors.ts`.
 *
 * Alerts need no voice PIN: a count and an urgency tell nothing about money, and whoever may be robbed should not
 * have to remember four digits to hear of it. What is shared and what was told need none either: they tell of no money,
 * and whoever wants to know what an assistant may say and has said has a right to hear it (GDPR, Article 12(2)).
 */
// prettier-ignore
export const questionPolicy: Readonly<Record<QuestionName, QuestionPolicy>> = {
  //             step-up          a day's limit
  balance:     { stepUp: 'fresh', budget: 'answer' },
  funds:       { stepUp: 'fresh', budget: 'funds'  },
  activity:    { stepUp: 'fresh', budget: 'answer' },
  spending:    { stepUp: 'fresh', budget: 'answer' },
  income:      { stepUp: 'fresh', budget: 'answer' },
  bill:        { stepUp: 'fresh', budget: 'answer' },
  alerts:      { stepUp: 'none',  budget: 'none'   },
  sharing:     { stepUp: 'none',  budget: 'none'   },
  disclosures: { stepUp: 'none',  budget: 'none'   },
};
