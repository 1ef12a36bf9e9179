/** Reads a customer's ledger as disclosure control sees it: figures by leaf, from the rollups. */
import { sql, type Kysely } from 'kysely';
import { splitSpan } from '../answers/split-window.ts';
import type { BankSchema } from '../database/schema.ts';
import { dateOf, type Window } from './day.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import type { ReadFigures } from './intervals.ts';
import { leafKey, type LeafKey } from './series.ts';

/**
 * The figures of all accounts of a customer. Months are read by month and the ends of a window by day, so that the cost
 * grows neither with the number of transactions nor, much, with the length of the window. The accounts are named, as the
 * primary keys of the rollups have them before the period: without them all periods of a customer would be gone through.
 */
export function figureReader(database: Kysely<BankSchema>, customerId: string): ReadFigures {
  return async (window: Window) => {
    const { months, days } = splitSpan({ from: dateOf(window.from), through: dateOf(window.until - 1) });
    const columns = [
      'account_id',
      'direction',
      'category',
      'entry_count',
      'sum_minor',
      'largest_minor',
      'second_minor',
    ] as const;
    const accounts = database
      .selectFrom('account')
      .where('customer_id', '=', customerId)
      .select('account_id');
    let parts = database
      .selectFrom('rollup_month')
      .where('customer_id', '=', customerId)
      .where('account_id', 'in', accounts)
      .where('month', '>=', months?.from ?? '')
      .where('month', '<=', months?.through ?? '')
      .$if(months === null, query => query.where(sql.lit(false)))
      .select(columns);
    for (const { from, through } of days) {
      parts = parts.unionAll(
        database
          .selectFrom('rollup_day')
          .where('customer_id', '=', customerId)
          .where('account_id', 'in', accounts)
          .where('day', '>=', from)
          .where('day', '<=', through)
          .select(columns),
      );
    }

    const figures = new Map<LeafKey, Figures>();
    for (const row of await parts.execute()) {
      const key = leafKey({
        accountId: row.account_id,
        direction: row.direction,
        category: row.category,
      });
      figures.set(
        key,
        addFigures(figures.get(key) ?? noFigures, {
          count: row.entry_count,
          sumMinor: row.sum_minor,
          largestMinor: row.largest_minor,
          secondMinor: row.second_minor,
        }),
      );
    }
    return figures;
  };
}
