// "When is my credit card bill due?"
import { defineQuestion } from '../src/conversation/intent.ts';
import { nearDay } from '../src/conversation/near-day.ts';
import type { BillStanding } from '../src/conversation/wording.ts';
import type { AnswerOf } from '../src/facade/contract.ts';

/** When the bill of each credit card is due, how much it is, and the least that has to be paid. */
export const bill = defineQuestion({
  name: 'BillIntent',
  question: 'bill',
  slots: [],
  ask: () => ({ name: 'bill' }),
  tell: ({ cards, precision }, { say, today }) =>
    cards.length === 0
      ? say.noCard
      : say.bill(
          cards.map(card => ({
            nickname: cards.length === 1 ? null : card.nickname,
            bill: standingOf(card, precision, today),
          })),
        ),
});

type Answer = AnswerOf<'bill'>;

function standingOf(
  { statement, currency }: Answer['cards'][number],
  precision: Answer['precision'],
  today: string,
): BillStanding['bill'] {
  if (statement === null) return { kind: 'none' };
  const { dueOn, paid, amounts } = statement;
  if (paid) return { kind: amounts?.balanceMinor === 0 ? 'nothing-due' : 'paid' };
  const amountOf = (amountMinor: number) => ({ amountMinor, currency, precision });
  return {
    kind: dueOn < today ? 'overdue' : 'due',
    on: nearDay(dueOn, today),
    amounts: amounts && {
      balance: amountOf(amounts.balanceMinor),
      minimum: amounts.minimumMinor < amounts.balanceMinor ? amountOf(amounts.minimumMinor) : null,
    },
  };
}
