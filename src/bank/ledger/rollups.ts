/** Sums by day and month, kept in the transaction that books the entries, so that an answer reads days. */
import { sql, type Kysely, type RawBuilder } from 'kysely';
import type { BankSchema, RollupDayTable, RollupMonthTable } from '../database/schema.ts';
import type { LedgerEntry } from './entry.ts';

/** Rows of one statement: nine columns each, well below both engines' limits of parameters. */
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
    const cell = {
      customer_id,
      account_id,
      direction,
      category,
      entry_count: 1,
      sum_minor: amount_minor,
      largest_minor: amount_minor,
      second_minor: 0,
    };
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

/** Old and new values, added up. Written with `case`, since the engines' words for the larger of two differ. */
function addExcluded(table: 'rollup_day' | 'rollup_month') {
  const [count, sum, largest, second] = (
    ['entry_count', 'sum_minor', 'largest_minor', 'second_minor'] as const
  ).map(column => sql.ref<number>(`${table}.${column}`)) as [
    RawBuilder<number>,
    RawBuilder<number>,
    RawBuilder<number>,
    RawBuilder<number>,
  ];
  return {
    entry_count: sql<number>`${count} + excluded.entry_count`,
    sum_minor: sql<number>`${sum} + excluded.sum_minor`,
    largest_minor: sql<number>`case when ${largest} > excluded.largest_minor then ${largest} else excluded.largest_minor end`,
    // Of the two largest that are left when the largest of all is taken away, the larger.
    second_minor: sql<number>`case
      when ${largest} > excluded.largest_minor
        then case when ${second} > excluded.largest_minor then ${second} else excluded.largest_minor end
      else case when ${largest} > excluded.second_minor then ${largest} else excluded.second_minor end
    end`,
  };
}

interface Cell {
  entry_count: number;
  sum_minor: number;
  largest_minor: number;
  second_minor: number;
}

function accumulate<Row extends Cell>(cells: Map<string, Row>, place: string, row: Row): void {
  const cell = cells.get(place);
  if (cell === undefined) {
    cells.set(place, row);
  } else {
    cell.entry_count += row.entry_count;
    cell.sum_minor += row.sum_minor;
    cell.second_minor = Math.max(
      Math.min(cell.largest_minor, row.largest_minor),
      cell.second_minor,
      row.second_minor,
    );
    cell.largest_minor = Math.max(cell.largest_minor, row.largest_minor);
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
