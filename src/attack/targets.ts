/** What the attacker is after. */
import { k } from '../bank/disclosure/audit.ts';
import { mondayOf, monthStart } from '../bank/disclosure/day.ts';
import { isSpending } from '../bank/ledger/category.ts';
import type { Household, Members, Transaction } from './household.ts';

export interface Targets {
  /** Every transaction of the period. */
  readonly transactions: Members;
  /** What was spent on each day of the period on which something was. */
  readonly days: readonly Members[];
  /**
   * Cells of 1 to k - 1 transactions: an account's on a day; a direction's or a category's on a day, in a week and in a
   * month, on one account and on all. Each set of transactions counts once, and single ones not at all: they are above.
   */
  readonly smallCells: readonly Members[];
}

export function targetsOf({ transactions, period }: Household): Targets {
  const inPeriod = transactions.flatMap((transaction, index) =>
    transaction.day >= period.from && transaction.day < period.until ? [index] : [],
  );
  const group = (keysOf: (transaction: Transaction) => readonly string[]): Members[] => {
    const groups = new Map<string, number[]>();
    for (const index of inPeriod) {
      const transaction = transactions[index];
      for (const key of transaction === undefined ? [] : keysOf(transaction)) {
        const members = groups.get(key);
        if (members === undefined) groups.set(key, [index]);
        else members.push(index);
      }
    }
    return [...groups.values()];
  };

  const days = group(({ direction, category, day }) =>
    direction === 'out' && isSpending(category) ? [String(day)] : [],
  );
  const cells = group(({ accountId, direction, category, day }) => {
    const times = [`day ${day}`, `week ${mondayOf(day)}`, `month ${monthStart(day)}`];
    const kinds = [direction, `${direction} ${category}`];
    return [
      `day ${day} ${accountId}`,
      ...times.flatMap(time => kinds.flatMap(kind => [`${time} ${kind}`, `${time} ${kind} ${accountId}`])),
    ];
  });
  const smallCells = new Map(
    cells.filter(({ length }) => length > 1 && length < k).map(members => [members.join(), members]),
  );
  return { transactions: inPeriod, days, smallCells: [...smallCells.values()] };
}
