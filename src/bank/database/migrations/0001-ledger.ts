/** Customers, their accounts, the ledger and its rollups, and alerts. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const ledger = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('customer')
      .addColumn('customer_id', 'text', column => column.notNull().primaryKey())
      .addColumn('name', 'text', column => column.notNull())
      .addColumn('birth_date', 'text', column => column.check(sql`length(birth_date) = 10`))
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('account')
      .addColumn('customer_id', 'text', column => column.notNull().references('customer.customer_id'))
      .addColumn('account_id', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('nickname', 'text', column => column.notNull().check(sql`length(nickname) between 1 and 40`))
      .addColumn('currency', 'text', column => column.notNull().check(sql`length(currency) = 3`))
      .addColumn('account_number', 'text')
      .addColumn('opening_minor', types.wholeNumber, column => column.notNull())
      .addColumn('credit_limit_minor', types.wholeNumber, column =>
        column.notNull().check(sql`credit_limit_minor >= 0`),
      )
      .addPrimaryKeyConstraint('account_pk', ['customer_id', 'account_id'])
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('ledger_transaction')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('account_id', 'text', column => column.notNull())
      .addColumn('transaction_id', 'text', column => column.notNull())
      .addColumn('status', 'text', column => column.notNull().check(sql`status in ('booked', 'pending')`))
      .addColumn('day', 'text', column => column.notNull().check(sql`length(day) = 10`))
      .addColumn('direction', 'text', column => column.notNull().check(sql`direction in ('in', 'out')`))
      .addColumn('category', 'text', column => column.notNull())
      .addColumn('amount_minor', types.wholeNumber, column => column.notNull().check(sql`amount_minor >= 0`))
      .addColumn('merchant', 'text')
      .addColumn('counterparty', 'text')
      .addColumn('counterparty_account', 'text')
      .addColumn('description', 'text')
      .addPrimaryKeyConstraint('ledger_transaction_pk', ['customer_id', 'account_id', 'transaction_id'])
      .addForeignKeyConstraint('ledger_transaction_account', ['customer_id', 'account_id'], 'account', [
        'customer_id',
        'account_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();

    // The only rows of the ledger that an answer reads; there are a handful at any time. The index holds all that an
    // answer reads of them: otherwise SQLite takes the table's key, and reads every transaction of the account.
    await database.schema
      .createIndex('ledger_transaction_pending')
      .on('ledger_transaction')
      .columns(['customer_id', 'account_id', 'day', 'direction', 'category', 'amount_minor'])
      .where(sql.ref('status'), '=', sql.lit('pending'))
      .execute();

    for (const [table, period, length] of [
      ['rollup_day', 'day', 10],
      ['rollup_month', 'month', 7],
    ] as const) {
      await database.schema
        .createTable(table)
        .addColumn('customer_id', 'text', column => column.notNull())
        .addColumn('account_id', 'text', column => column.notNull())
        .addColumn(period, 'text', column =>
          column.notNull().check(sql`length(${sql.ref(period)}) = ${sql.lit(length)}`),
        )
        .addColumn('direction', 'text', column => column.notNull().check(sql`direction in ('in', 'out')`))
        .addColumn('category', 'text', column => column.notNull())
        .addColumn('entry_count', types.wholeNumber, column => column.notNull().check(sql`entry_count > 0`))
        .addColumn('sum_minor', types.wholeNumber, column => column.notNull().check(sql`sum_minor >= 0`))
        .addPrimaryKeyConstraint(`${table}_pk`, [
          'customer_id',
          'account_id',
          period,
          'direction',
          'category',
        ])
        .addForeignKeyConstraint(`${table}_account`, ['customer_id', 'account_id'], 'account', [
          'customer_id',
          'account_id',
        ])
        .modifyEnd(types.tableOptions)
        .execute();
    }

    await database.schema
      .createTable('alert')
      .addColumn('customer_id', 'text', column => column.notNull().references('customer.customer_id'))
      .addColumn('alert_id', 'text', column => column.notNull())
      .addColumn('severity', 'text', column =>
        column.notNull().check(sql`severity in ('low', 'medium', 'high')`),
      )
      .addColumn('opened_on', 'text', column => column.notNull().check(sql`length(opened_on) = 10`))
      .addColumn('closed_on', 'text', column => column.check(sql`closed_on >= opened_on`))
      .addColumn('description', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('alert_pk', ['customer_id', 'alert_id'])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
