// "How much did I spend on groceries last month?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { nameComparedPeriod, namePeriod } from '../src/conversation/period-names.ts';
import { type Comparison, counted } from '../src/conversation/wording.ts';
import type { AnswerOf } from '../src/facade/contract.ts';

/** What was spent, on everything or on one category, and how that compares with the period before. */
export const spending = defineQuestion({
  name: 'SpendingIntent',
  question: 'spending',
  slots: ['category', 'account', 'date', 'duration', 'since'],
  defaultWindow: 'this-month',
  ask: ({ account, category, window }) => ({ name: 'spending', account, category, window }),
  tell: (answer, { say, today }) =>
    say.spending({
      period: namePeriod(answer.question.window, today),
      account: answer.question.account ?? null,
      category: answer.question.category ?? null,
      spent: counted(answer.spent, answer),
      comparison: compare(answer, today),
    }),
});

/** Sums that differ by less than this share of the earlier one are about the same to a listener. */
const sameWithin = 0.05;

/** Beyond a month of days, "in the 327 days before" tells a listener nothing. */
const maxComparedDays = 31;

/** Null when nothing was spent, or when the time before is not told or has no name that a listener could picture. */
function compare(answer: AnswerOf<'spending'>, today: string): Comparison | null {
  const { spent, before, currency, precision, question } = answer;
  if (spent.count === 0 || before === null) return null;
  const to = nameComparedPeriod(before.window, question.window, today);
  if (to.kind === 'days-before' && to.count > maxComparedDays) return null;
  if (before.spent.count === 0) return { kind: 'nothing-before', to };
  const differenceMinor = spent.sumMinor - before.spent.sumMinor;
  if (Math.abs(differenceMinor) <= sameWithin * before.spent.sumMinor) return { kind: 'same', to };
  return {
    kind: differenceMinor > 0 ? 'more' : 'less',
    difference: { amountMinor: Math.abs(differenceMinor), currency, precision },
    to,
  };
}
