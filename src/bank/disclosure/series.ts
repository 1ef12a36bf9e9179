/**
 * What totals are told of. A series is a set of leaves; a leaf is what every entry has exactly one of: an account, a
 * direction and a category. A total is a series over a window.
 */
import type { Direction } from '../database/schema.ts';
import { isSpending, type LedgerCategory } from '../ledger/category.ts';

/** Entries of one account that go one way, for one purpose. */
export interface Leaf {
  readonly accountId: string;
  readonly direction: Direction;
  readonly category: LedgerCategory;
}

/** A leaf as a map's key. */
export type LeafKey = string;

export function leafKey({ accountId, direction, category }: Leaf): LeafKey {
  return `${direction} ${category} ${accountId}`;
}

/** The leaf of a key; an account's id may hold spaces. */
export function readLeafKey(key: LeafKey): Leaf {
  const afterDirection = key.indexOf(' ');
  const afterCategory = key.indexOf(' ', afterDirection + 1);
  return {
    // `leafKey` has put both there.
    direction: key.slice(0, afterDirection) as Direction,
    category: key.slice(afterDirection + 1, afterCategory) as LedgerCategory,
    accountId: key.slice(afterCategory + 1),
  };
}

/**
 * - `spending`: what went out, or one category of it; the same for activity and for spending, so that their difference
 *   tells nothing.
 * - `income`: what came in from others, without refunds; the same for activity and for income.
 * - `balance`: what moved an account's balance. A sealed balance less the one before it is such a total, with signs.
 */
export interface Series {
  readonly kind: 'spending' | 'income' | 'balance';
  /** Null: every category. */
  readonly category: LedgerCategory | null;
  readonly accountIds: readonly string[];
}

/** A series as a map's key: the same for equal series, whatever the order of their accounts. */
export type SeriesKey = string;

export function seriesKey({ kind, category, accountIds }: Series): SeriesKey {
  return JSON.stringify([kind, category, ...accountIds.toSorted()]);
}

/** The series of a key that `seriesKey` has made. */
export function readSeriesKey(key: SeriesKey): Series {
  const [kind, category, ...accountIds] = JSON.parse(key) as [
    Series['kind'],
    Series['category'],
    ...string[],
  ];
  return { kind, category, accountIds };
}

/** Whether the entries of a leaf belong to a series. */
export function belongs({ accountId, direction, category }: Leaf, series: Series): boolean {
  if (!series.accountIds.includes(accountId)) return false;
  switch (series.kind) {
    case 'balance':
      return true;
    case 'income':
      return direction === 'in' && category !== 'refund' && category !== 'transfer';
    case 'spending':
      return (
        direction === 'out' &&
        isSpending(category) &&
        (series.category === null || series.category === category)
      );
  }
}
