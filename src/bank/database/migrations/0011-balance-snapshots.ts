/** Balances as they were told: of a quarter of a day, and as of the close of a day. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const balanceSnapshots = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    for (const { table, moment, length } of [
      { table: 'balance_snapshot', moment: 'slot', length: 13 },
      { table: 'balance_seal', moment: 'day', length: 10 },
    ]) {
      await database.schema
        .createTable(table)
        .addColumn('customer_id', 'text', column => column.notNull())
        .addColumn('account_id', 'text', column => column.notNull())
        .addColumn(moment, 'text', column =>
          column.notNull().check(sql`length(${sql.ref(moment)}) = ${sql.lit(length)}`),
        )
        .addColumn('booked_minor', types.wholeNumber, column => column.notNull())
        .addColumn('available_minor', types.wholeNumber, column => column.notNull())
        .addPrimaryKeyConstraint(`${table}_pk`, ['customer_id', 'account_id', moment])
        .addForeignKeyConstraint(
          `${table}_account`,
          ['customer_id', 'account_id'],
          'account',
          ['customer_id', 'account_id'],
          // Without its account a balance means nothing.
          constraint => constraint.onDelete('cascade'),
        )
        .modifyEnd(types.tableOptions)
        .execute();
    }
  },
});
