// "Have I been paid this month?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { namePeriod } from '../src/conversation/period-names.ts';
import { counted } from '../src/conversation/wording.ts';

/** What came in from others. */
export const income = defineQuestion({
  name: 'IncomeIntent',
  question: 'income',
  slots: ['account', 'date', 'duration', 'since'],
  defaultWindow: 'this-month',
  ask: ({ account, window }) => ({ name: 'income', account, window }),
  tell: (answer, { say, today }) =>
    say.income({
      period: namePeriod(answer.question.window, today),
      account: answer.question.account ?? null,
      received: counted(answer.received, answer),
    }),
});
