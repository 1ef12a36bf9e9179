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
      amounts: questions.some(isAboutAmounts)
        ? {
            nicknames: accounts.map(({ nickname }) => nickname),
            totals: questions.some(isTotal) ? precision.totals : null,
            balances: questions.includes('balance') ? precision.balances : null,
          }
        : null,
      until: validUntil,
      sameYear: validUntil.slice(0, 4) === today.slice(0, 4),
    }),
});

/** Alerts are the customer's, not an account's, and hold no amount. */
const isAboutAmounts = (name: ConsentClass): boolean => name !== 'alerts';
const isTotal = (name: ConsentClass): boolean => isAboutAmounts(name) && name !== 'balance';
