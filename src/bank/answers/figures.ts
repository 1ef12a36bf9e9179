/** Reads what an answer is made of: sums of entries by account, direction and category. */
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Total } from '../../facade/contract.ts';
import type { BankSchema, Direction } from '../database/schema.ts';
import type { LedgerCategory } from '../ledger/category.ts';
import { splitSpan, type Span } from './split-window.ts';

/** Entries of one account that have status, direction and category in common. */
export interface EntrySum {
  readonly accountId: string;
  readonly status: 'booked' | 'pending';
  readonly direction: Direction;
  readonly category: LedgerCategory;
  readonly count: number;
  readonly sumMinor: number;
}

/**
 * Sums the entries of some accounts in a span: booked ones from the rollups (whole months by month, the ends by
 * day), pending ones from the ledger by its index of pending entries. One statement, so that an entry which is
 * booked at this moment is counted once; its cost does not grow with the number of transactions.
 */
export async function readEntrySums(
  database: Kysely<BankSchema>,
  customerId: string,
  accountIds: readonly string[],
  span: Span,
): Promise<EntrySum[]> {
  const { months, days } = splitSpan(span);

  let parts = database
    .selectFrom('ledger_transaction')
    // The status is written out, not bound: only so do both engines see that the partial index fits.
    .where('status', '=', sql.lit('pending'))
    .where('customer_id', '=', customerId)
    .where('account_id', 'in', accountIds)
    .$if(span.from !== null, query => query.where('day', '>=', span.from))
    .where('day', '<=', span.through)
    .groupBy(['account_id', 'direction', 'category'])
    .select(({ fn }) => [
      'account_id',
      sql.lit<'booked' | 'pending'>('pending').as('status'),
      'direction',
      'category',
      fn.countAll<number>().as('entry_count'),
      fn.sum<number>('amount_minor').as('sum_minor'),
    ]);

  if (months !== null) {
    parts = parts.unionAll(
      database
        .selectFrom('rollup_month')
        .where('customer_id', '=', customerId)
        .where('account_id', 'in', accountIds)
        .$if(months.from !== null, query => query.where('month', '>=', months.from))
        .where('month', '<=', months.through)
        .select([
          'account_id',
          sql.lit<'booked' | 'pending'>('booked').as('status'),
          'direction',
          'category',
          'entry_count',
          'sum_minor',
        ]),
    );
  }
  for (const { from, through } of days) {
    parts = parts.unionAll(
      database
        .selectFrom('rollup_day')
        .where('customer_id', '=', customerId)
        .where('account_id', 'in', accountIds)
        .where('day', '>=', from)
        .where('day', '<=', through)
        .select([
          'account_id',
          sql.lit<'booked' | 'pending'>('booked').as('status'),
          'direction',
          'category',
          'entry_count',
          'sum_minor',
        ]),
    );
  }

  return await database
    .selectFrom(parts.as('part'))
    .groupBy(['account_id', 'status', 'direction', 'category'])
    .select(({ fn }) => [
      'account_id as accountId',
      'status',
      'direction',
      'category',
      fn.sum<number>('entry_count').as('count'),
      fn.sum<number>('sum_minor').as('sumMinor'),
    ])
    .execute();
}

/** Adds up the sums that a condition holds for. */
export function totalOf(sums: readonly EntrySum[], belongs: (sum: EntrySum) => boolean): Total {
  const total = { count: 0, sumMinor: 0 };
  for (const sum of sums) {
    if (!belongs(sum)) continue;
    total.count += sum.count;
    total.sumMinor += sum.sumMinor;
  }
  return total;
}
