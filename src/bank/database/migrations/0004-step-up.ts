/** Stepping up by more than the whole PIN, failures of a day, and what the customer is told of them. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const stepUp = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('voice_pin_pair')
      .addColumn('customer_id', 'text', column =>
        // Without its PIN a pair means nothing.
        column.notNull().references('voice_pin.customer_id').onDelete('cascade'),
      )
      .addColumn('positions', 'text', column => column.notNull().check(sql`length(positions) = 2`))
      .addColumn('tag', 'text', column => column.notNull())
      .addPrimaryKeyConstraint('voice_pin_pair_pk', ['customer_id', 'positions'])
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .alterTable('link')
      .addColumn('asked_positions', 'text', column => column.check(sql`length(asked_positions) = 2`))
      .execute();

    await database.schema
      .createTable('one_time_code')
      .addColumn('customer_id', 'text', column =>
        column.notNull().primaryKey().references('customer.customer_id').onDelete('cascade'),
      )
      .addColumn('tag', 'text', column => column.notNull())
      .addColumn('issued_at', types.wholeNumber, column => column.notNull())
      .addColumn('expires_at', types.wholeNumber, column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('step_up_day')
      // No reference: the empty name is nobody's.
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('day', 'text', column => column.notNull().check(sql`length(day) = 10`))
      .addColumn('failures', types.wholeNumber, column => column.notNull().check(sql`failures >= 0`))
      .addColumn('last_refused_at', types.wholeNumber)
      .addPrimaryKeyConstraint('step_up_day_pk', ['customer_id', 'day'])
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('customer_notice')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('at', types.wholeNumber, column => column.notNull())
      .addColumn('kind', 'text', column =>
        column.notNull().check(sql`kind in ('two-wrong', 'locked', 'day-used-up')`),
      )
      .addPrimaryKeyConstraint('customer_notice_pk', ['customer_id', 'link_id', 'at', 'kind'])
      .addForeignKeyConstraint('customer_notice_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
