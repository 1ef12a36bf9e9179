/** The balance of an account over time: what enters it, and when. */
import { transactionAt, type Household, type Minute, type Transaction } from './household.ts';
import type { Entry } from './told.ts';

/** A balance at an instant: what has entered, in its order, and what it comes to. */
export interface BalanceAt {
  readonly entries: readonly Entry[];
  readonly changeMinor: number;
}

export class Balance {
  readonly #entries: readonly (Entry & { readonly at: Minute; readonly changeMinor: number })[];
  #last: BalanceAt = { entries: [], changeMinor: 0 };

  constructor(household: Household, accountId: string, entersAt: (transaction: Transaction) => Minute) {
    const { transactions } = household;
    const entering = transactions
      .flatMap((transaction, index) =>
        transaction.accountId === accountId ? [{ index, at: entersAt(transaction) }] : [],
      )
      .sort((one, other) => one.at - other.at || one.index - other.index);
    let changeMinor = 0;
    this.#entries = entering.map(({ index, at }) => {
      const entry = entryOf(transactions, index);
      changeMinor += entry.sign * transactionAt(transactions, index).amountMinor;
      return { ...entry, at, changeMinor };
    });
  }

  /** The same object as long as nothing enters. */
  at(minute: Minute): BalanceAt {
    let count = this.#last.entries.length;
    while ((this.#entries[count]?.at ?? Infinity) <= minute) count += 1;
    while ((this.#entries[count - 1]?.at ?? -Infinity) > minute) count -= 1;
    if (count !== this.#last.entries.length) {
      this.#last = {
        entries: this.#entries.slice(0, count),
        changeMinor: this.#entries[count - 1]?.changeMinor ?? 0,
      };
    }
    return this.#last;
  }
}

/** How a transaction moves the balance of its account. */
export const entryOf = (transactions: readonly Transaction[], index: number): Entry => ({
  index,
  sign: transactionAt(transactions, index).direction === 'in' ? 1 : -1,
});
