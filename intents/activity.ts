// "What are my recent transactions?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { namePeriod } from '../src/conversation/period-names.ts';
import { counted } from '../src/conversation/wording.ts';

/** What went out and what came in, in a few figures: the transactions themselves stay at the bank. */
export const activity = defineQuestion({
  name: 'ActivityIntent',
  question: 'activity',
  slots: ['account', 'date', 'duration', 'since'],
  defaultWindow: 'last-seven-days',
  ask: ({ account, window }) => ({ name: 'activity', account, window }),
  tell: (answer, { say, today }) =>
    say.activity({
      period: namePeriod(answer.question.window, today),
      account: answer.question.account ?? null,
      out: counted(answer.moneyOut, answer),
      in: answer.moneyIn === null ? 'untold' : counted(answer.moneyIn, answer),
      largest: answer.largestCategory,
      pendingCount: answer.pendingCount ?? 0,
    }),
});
