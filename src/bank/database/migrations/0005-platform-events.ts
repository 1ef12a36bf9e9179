/** The platform's user on a link, so that the platform's own events find it, and what was forgotten because of one. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const platformEvents = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema.alterTable('link').addColumn('platform_user', 'text').execute();
    await database.schema.createIndex('link_platform_user').on('link').column('platform_user').execute();

    await database.schema
      .createTable('erasure_event')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('event_id', 'text', column => column.notNull())
      .addColumn('kind', 'text', column => column.notNull().check(sql`kind in ('disabled', 'unlinked')`))
      .addColumn('happened_at', types.wholeNumber, column => column.notNull())
      .addColumn('erased_at', types.wholeNumber, column => column.notNull())
      .addPrimaryKeyConstraint('erasure_event_pk', ['customer_id', 'link_id', 'event_id'])
      .addForeignKeyConstraint('erasure_event_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
