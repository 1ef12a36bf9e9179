/** What disclosure control judges by (the two largest amounts of a rollup), and what it remembers. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const disclosureControl = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    for (const [table, period, length] of [
      ['rollup_day', 'day', 10],
      ['rollup_month', 'month', 7],
    ] as const) {
      for (const column of ['largest_minor', 'second_minor']) {
        await database.schema
          .alterTable(table)
          .addColumn(column, types.wholeNumber, added => added.notNull().defaultTo(0))
          .execute();
      }
      // One pass over the ledger, whatever its size.
      const [rollup, periodOf] = [sql.table(table), sql.ref(period)];
      await sql`
        with ranked as (
          select customer_id, account_id, substr(day, 1, ${sql.lit(length)}) as period, direction, category, amount_minor,
            row_number() over (
              partition by customer_id, account_id, substr(day, 1, ${sql.lit(length)}), direction, category
              order by amount_minor desc
            ) as place
          from ledger_transaction
          where status = 'booked'
        ), top as (
          select customer_id, account_id, period, direction, category,
            max(case when place = 1 then amount_minor else 0 end) as largest,
            max(case when place = 2 then amount_minor else 0 end) as second
          from ranked
          where place <= 2
          group by customer_id, account_id, period, direction, category
        )
        update ${rollup}
        set largest_minor = top.largest, second_minor = top.second
        from top
        where top.customer_id = ${rollup}.customer_id
          and top.account_id = ${rollup}.account_id
          and top.period = ${rollup}.${periodOf}
          and top.direction = ${rollup}.direction
          and top.category = ${rollup}.category
      `.execute(database);
    }

    await database.schema
      .createTable('disclosure_state')
      .addColumn('customer_id', 'text', column =>
        column.notNull().primaryKey().references('customer.customer_id'),
      )
      .addColumn('decisions', types.wholeNumber, column => column.notNull())
      .addColumn('state', 'text', column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createTable('moved_window')
      .addColumn('customer_id', 'text', column => column.notNull().references('customer.customer_id'))
      .addColumn('series', 'text', column => column.notNull())
      .addColumn('asked_from', types.wholeNumber, column => column.notNull())
      .addColumn('asked_until', types.wholeNumber, column => column.notNull())
      .addColumn('told_from', types.wholeNumber, column => column.notNull())
      .addColumn('told_until', types.wholeNumber, column => column.notNull())
      .addPrimaryKeyConstraint('moved_window_pk', ['customer_id', 'series', 'asked_from', 'asked_until'])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
