/** Sums by day and month, kept in the transaction that books the entries, so that an answer reads days. */
import { sql, type Kysely } from 'kysely';
import type { BankSchema, RollupDayTable, RollupMonthTable } from '../database/schema.ts';
import type { LedgerEntry } from './entry.ts';

/** Rows of one statement: seven columns each, well below both engines' limits of parameters. */
const rowsPerStatement = 1_000;

/** Adds booked entries to the rollups. Each must be added once: the caller knows which are new. */
export async function addToRollups(
  transaction: Kysely<BankSchema>,
  booked: readonly LedgerEntry[],
): Promise<void> {
  const days = new Map<string, RollupDayTable>();
  const months = new Map<string, RollupMonthTable>();
  for (const { customer_id, account_id, day, direction, category, amount_minor } of booked) {
    const month = day.slice(0, 7);
    const cell = { customer_id, account_id, direction, category, entry_count: 1, sum_minor: amount_minor };
    const place = [customer_id, account_id, direction, category];
    accumulate(days, JSON.stringify([...place, day]), { ...cell, day });
    accumulate(months, JSON.stringify([...place, month]), { ...cell, month });
  }

  for (const rows of chunks(inOrder(days))) {
    await transaction
      .insertInto('rollup_day')
      .values(rows)
      .onConflict(conflict =>
        conflict
          .columns(['customer_id', 'account_id', 'day', 'direction', 'category'])
          .doUpdateSet(addExcluded('rollup_day')),
      )
      .execute();
  }
  for (const rows of chunks(inOrder(months))) {
    await transaction
      .insertInto('rollup_month')
      .values(rows)
      .onConflict(conflict =>
        conflict
          .columns(['customer_id', 'account_id', 'month', 'direction', 'category'])
          .doUpdateSet(addExcluded('rollup_month')),
      )
      .execute();
  }
}

const addExcluded = (table: 'rollup_day' | 'rollup_month') => ({
  entry_count: sql<number>`${sql.ref(`${table}.entry_count`)} + excluded.entry_count`,
  sum_minor: sql<number>`${sql.ref(`${table}.sum_minor`)} + excluded.sum_minor`,
});

interface Cell {
  entry_count: number;
  sum_minor: number;
}

function accumulate<Row extends Cell>(cells: Map<string, Row>, place: string, row: Row): void {
  const cell = cells.get(place);
  if (cell === undefined) {
    cells.set(place, row);
  } else {
    cell.entry_count += row.entry_count;
    cell.sum_minor += row.sum_minor;
  }
}

/** Always in the same order, so that two ingests side by side wait for each other and never in a circle. */
const inOrder = <Row>(cells: ReadonlyMap<string, Row>): Row[] =>
  [...cells].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);

function* chunks<Row>(rows: Row[]): Generator<Row[]> {
  for (let start = 0; start < rows.length; start += rowsPerStatement) {
    yield rows.slice(start, start + rowsPerStatement);
  }
}
