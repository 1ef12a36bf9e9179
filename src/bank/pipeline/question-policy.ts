import type { QuestionName } from '../../facade/contract.ts';

/**
 * What a question takes. A privacy officer reads this table; a question that is not in it is not answered.
 *
 * Alerts need no voice PIN: a count and an urgency tell nothing about money, and whoever may be robbed should not
 * have to remember four digits to hear of it. What is shared needs none either: it tells of no money, and whoever
 * wants to know what an assistant may say has a right to hear it (GDPR, Article 12(2)).
 */
// prettier-ignore
export const questionPolicy: Readonly<Record<QuestionName, { readonly factor: 'voice-pin' | 'none' }>> = {
  //          factor
  balance:  { factor: 'voice-pin' },
  activity: { factor: 'voice-pin' },
  spending: { factor: 'voice-pin' },
  income:   { factor: 'voice-pin' },
  alerts:   { factor: 'none'      },
  sharing:  { factor: 'none'      },
};
