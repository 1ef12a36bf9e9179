// "What can you tell me?"
import { defineQuestion } from '../src/conversation/intent.ts';
import type { ConsentClass } from '../src/facade/contract.ts';

/** What the customer lets us say: which questions, on which accounts, how precisely, until when. */
export const sharing = defineQuestion({
  name: 'SharingIntent',
  question: 'sharing',
  slots: [],
  ask: () => ({ name: 'sharing' }),
  tell: ({ questions, accounts, precision, validUntil }, { say, today }) =>
    say.sharing({
      classes: questions,
      amounts: questions.some(name => amountsOf[name] !== null)
        ? {
            nicknames: accounts.map(({ nickname }) => nickname),
            totals: questions.some(name => amountsOf[name] === 'total') ? precision.totals : null,
            balances: questions.some(name => amountsOf[name] === 'balance') ? precision.balances : null,
          }
        : null,
      until: validUntil,
      sameYear: validUntil.slice(0, 4) === today.slice(0, 4),
    }),
});

/** Which of the two precisions is about it. Alerts are the customer's, not an account's, and hold no amount. */
const amountsOf: Readonly<Record<ConsentClass, 'balance' | 'total' | null>> = {
  balance: 'balance',
  funds: 'balance',
  bill: 'balance',
  activity: 'total',
  spending: 'total',
  income: 'total',
  alerts: null,
};
