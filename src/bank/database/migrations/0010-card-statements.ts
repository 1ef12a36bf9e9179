/** Statements of credit cards. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const cardStatements = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('card_statement')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('account_id', 'text', column => column.notNull())
      .addColumn('closed_on', 'text', column => column.notNull().check(sql`length(closed_on) = 10`))
      .addColumn('due_on', 'text', column => column.notNull().check(sql`due_on > closed_on`))
      .addColumn('balance_minor', types.wholeNumber, column =>
        column.notNull().check(sql`balance_minor >= 0`),
      )
      .addColumn('minimum_minor', types.wholeNumber, column =>
        column.notNull().check(sql`minimum_minor between 0 and balance_minor`),
      )
      .addPrimaryKeyConstraint('card_statement_pk', ['customer_id', 'account_id', 'closed_on'])
      .addForeignKeyConstraint('card_statement_account', ['customer_id', 'account_id'], 'account', [
        'customer_id',
        'account_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
