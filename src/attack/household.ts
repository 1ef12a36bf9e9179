/** A customer's ledger as the attack needs it: in memory, with the minute at which each thing happens. */
import { belongs, seriesKey, type Series, type SeriesKey } from '../bank/disclosure/series.ts';
import type { Day, Window } from '../bank/disclosure/day.ts';
import type { AccountKind } from '../facade/contract.ts';
import type { Direction } from '../bank/database/schema.ts';
import type { LedgerCategory } from '../bank/ledger/category.ts';

/** Minutes since 1970-01-01 by the bank's wall clock: `day * 1440` and the minute of the day. */
export type Minute = number;

export const minutesPerDay = 1_440;

/** The amount of each is an unknown to the attacker; everything else about it is known. */
export interface Transaction {
  readonly accountId: string;
  readonly direction: Direction;
  readonly category: LedgerCategory;
  readonly amountMinor: number;
  readonly day: Day;
  /** When it lowers what is available. */
  readonly occurredAt: Minute;
  /** When it is booked, and in totals from then on. */
  readonly bookedAt: Minute;
}

export interface Account {
  readonly accountId: string;
  readonly kind: AccountKind;
  readonly openingMinor: number;
  readonly creditLimitMinor: number;
  /** It was opened with nothing on it, and the ledger has all that was booked since: so its balance is a total. */
  readonly beganEmpty: boolean;
}

export interface Household {
  /** Numbered from 0 in the whole run. */
  readonly index: number;
  readonly seed: string;
  readonly currency: string;
  readonly accounts: readonly Account[];
  /** By day, some from before the period, because windows reach back. */
  readonly transactions: readonly Transaction[];
  /** The days on which questions are asked, and whose transactions are the targets. */
  readonly period: Window;
}

/** Which transactions a total holds, as ascending indices into a household's. */
export type Members = readonly number[];

/** What some transactions of a household come to. */
export function sumMinor({ transactions }: Household, members: Members): number {
  return members.reduce((sum, index) => sum + transactionAt(transactions, index).amountMinor, 0);
}

/** Finds the members of totals; each series is sorted out once. */
export class Totals {
  readonly #transactions: readonly Transaction[];
  readonly #bySeries = new Map<SeriesKey, Members>();

  constructor({ transactions }: Household) {
    this.#transactions = transactions;
  }

  /** The transactions of a series in a window that are booked at an instant. */
  booked(series: Series, { from, until }: Window, at: Minute): number[] {
    return this.#membersOf(series).filter(index => {
      const { day, bookedAt } = transactionAt(this.#transactions, index);
      return day >= from && day < until && bookedAt <= at;
    });
  }

  #membersOf(series: Series): Members {
    const key = seriesKey(series);
    let members = this.#bySeries.get(key);
    if (members === undefined) {
      members = this.#transactions.flatMap((transaction, index) =>
        belongs(transaction, series) ? [index] : [],
      );
      this.#bySeries.set(key, members);
    }
    return members;
  }
}

/** The transaction of an index that came from the same list. */
export function transactionAt(transactions: readonly Transaction[], index: number): Transaction {
  const transaction = transactions[index];
  if (transaction === undefined) throw new RangeError(`there is no transaction ${index}`);
  return transaction;
}
