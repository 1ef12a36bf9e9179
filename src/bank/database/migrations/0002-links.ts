/** Links with platforms: tokens, the voice PIN, step-up grants and the disclosure record. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const links = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema
      .createTable('link')
      .addColumn('customer_id', 'text', column => column.notNull().references('customer.customer_id'))
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('platform', 'text', column => column.notNull())
      .addColumn('created_at', types.wholeNumber, column => column.notNull())
      .addColumn('unlinked_at', types.wholeNumber)
      .addColumn('failed_step_ups', types.wholeNumber, column =>
        column
          .notNull()
          .defaultTo(0)
          .check(sql`failed_step_ups >= 0`),
      )
      .addColumn('locked_at', types.wholeNumber)
      .addPrimaryKeyConstraint('link_pk', ['customer_id', 'link_id'])
      // Linking again takes up the same row, so that nobody resets a lock by unlinking.
      .addUniqueConstraint('link_platform', ['customer_id', 'platform'])
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('access_token')
      .addColumn('token_digest', 'text', column => column.notNull().primaryKey())
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('expires_at', types.wholeNumber)
      .addForeignKeyConstraint('access_token_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createIndex('access_token_of_link')
      .on('access_token')
      .columns(['customer_id', 'link_id'])
      .execute();

    await database.schema
      .createTable('voice_pin')
      .addColumn('customer_id', 'text', column =>
        column.notNull().primaryKey().references('customer.customer_id'),
      )
      .addColumn('pin_hash', 'text', column => column.notNull())
      .addColumn('set_at', types.wholeNumber, column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('step_up_grant')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('conversation', 'text', column => column.notNull())
      .addColumn('device', 'text')
      .addColumn('speaker', 'text')
      .addColumn('granted_at', types.wholeNumber, column => column.notNull())
      .addColumn('last_used_at', types.wholeNumber, column => column.notNull())
      .addPrimaryKeyConstraint('step_up_grant_pk', ['customer_id', 'link_id', 'conversation'])
      .addForeignKeyConstraint('step_up_grant_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('disclosure')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('answer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('platform', 'text', column => column.notNull())
      .addColumn('answered_at', types.wholeNumber, column => column.notNull())
      .addColumn('question', 'text', column => column.notNull())
      .addColumn('precision', 'text', column => column.notNull().check(sql`precision in ('about', 'exact')`))
      .addPrimaryKeyConstraint('disclosure_pk', ['customer_id', 'answer_id'])
      .addForeignKeyConstraint('disclosure_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createIndex('disclosure_of_link')
      .on('disclosure')
      .columns(['customer_id', 'link_id', 'answered_at'])
      .execute();
  },
});
