// "How much is in savings?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { nameAsOf } from '../src/conversation/as-of.ts';
import type { AccountStanding, Amount } from '../src/conversation/wording.ts';
import type { AnswerOf } from '../src/facade/contract.ts';

/** What is in one account, or in all that the customer shares. */
export const balance = defineQuestion({
  name: 'BalanceIntent',
  question: 'balance',
  slots: ['account'],
  ask: ({ account }) => ({ name: 'balance', account }),
  tell: ({ accounts, precision }, { say, today }) =>
    say.balance(
      [...Map.groupBy(accounts, ({ asOfDay }) => asOfDay)].map(([asOfDay, ofDay]) => ({
        asOf: nameAsOf(asOfDay, today),
        accounts: ofDay.map(account => standingOf(account, precision, accounts.length === 1)),
      })),
    ),
});

type Account = AnswerOf<'balance'>['accounts'][number];

/**
 * What can be spent comes first: it is what people mean by a balance. On a credit card it is what is owed. Asked
 * about a single account there is time for a second figure.
 */
function standingOf(account: Account, precision: Amount['precision'], isOnlyOne: boolean): AccountStanding {
  const { kind, nickname, currency, bookedMinor, availableMinor } = account;
  const amountOf = (amountMinor: number): Amount => ({
    amountMinor: Math.abs(amountMinor),
    currency,
    precision,
  });

  if (kind === 'credit-card') {
    const leftToSpend = { kind: 'left-to-spend', amount: amountOf(availableMinor) } as const;
    return {
      nickname,
      standing: bookedMinor < 0 ? 'owes' : bookedMinor > 0 ? 'in-credit' : 'owes-nothing',
      amount: amountOf(bookedMinor),
      note: isOnlyOne && availableMinor > 0 ? leftToSpend : null,
    };
  }

  const isHeldBack = bookedMinor !== availableMinor;
  const hasNote = isOnlyOne && isHeldBack && bookedMinor >= 0;
  return {
    nickname,
    standing:
      availableMinor < 0
        ? 'overdrawn'
        : availableMinor === 0
          ? 'empty'
          : isHeldBack
            ? 'holds-available'
            : 'holds',
    amount: amountOf(availableMinor),
    note: hasNote ? { kind: 'booked', amount: amountOf(bookedMinor) } : null,
  };
}
