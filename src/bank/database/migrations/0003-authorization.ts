/** The authorization server, the record of consents, and signing in to the bank's pages. */
import { sql, type Kysely, type Migration } from 'kysely';
import type { ColumnTypes } from './column-types.ts';

export const authorization = (types: ColumnTypes): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema.alterTable('link').addColumn('grant_digest', 'text').execute();
    await database.schema.createIndex('link_grant').unique().on('link').column('grant_digest').execute();

    await database.schema
      .createTable('oauth_artifact')
      .addColumn('id_digest', 'text', column => column.notNull().primaryKey())
      .addColumn('kind', 'text', column => column.notNull())
      .addColumn('grant_digest', 'text')
      .addColumn('sealed', 'text', column => column.notNull())
      .addColumn('expires_at', types.wholeNumber, column => column.notNull())
      .addColumn('consumed_at', types.wholeNumber)
      .modifyEnd(types.tableOptions)
      .execute();
    await database.schema
      .createIndex('oauth_artifact_of_grant')
      .on('oauth_artifact')
      .column('grant_digest')
      .execute();
    await database.schema
      .createIndex('oauth_artifact_by_expiry')
      .on('oauth_artifact')
      .column('expires_at')
      .execute();

    await database.schema
      .createTable('consent_event')
      .addColumn('customer_id', 'text', column => column.notNull())
      .addColumn('link_id', 'text', column => column.notNull())
      .addColumn('sequence', types.wholeNumber, column => column.notNull().check(sql`sequence > 0`))
      .addColumn('kind', 'text', column => column.notNull().check(sql`kind in ('given', 'withdrawn')`))
      .addColumn('at', types.wholeNumber, column => column.notNull())
      .addColumn('platform', 'text', column => column.notNull())
      .addColumn('questions', 'text', column => column.notNull())
      .addColumn('accounts', 'text', column => column.notNull())
      .addColumn('precision', 'text', column => column.check(sql`precision in ('about', 'exact')`))
      .addColumn('valid_until', types.wholeNumber)
      .addColumn('via', 'text', column =>
        column.notNull().check(sql`via in ('page', 'voice', 'platform-event', 'seed')`),
      )
      .addPrimaryKeyConstraint('consent_event_pk', ['customer_id', 'link_id', 'sequence'])
      .addForeignKeyConstraint('consent_event_link', ['customer_id', 'link_id'], 'link', [
        'customer_id',
        'link_id',
      ])
      // A consent that is given says how precisely and until when; a row that does not is refused here already.
      .addCheckConstraint(
        'consent_event_complete',
        sql`kind = 'withdrawn' or (precision is not null and valid_until is not null)`,
      )
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('customer_login')
      .addColumn('customer_id', 'text', column =>
        column.notNull().primaryKey().references('customer.customer_id'),
      )
      .addColumn('login_name', 'text', column => column.notNull().unique())
      .addColumn('password_hash', 'text', column => column.notNull())
      .addColumn('set_at', types.wholeNumber, column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('customer_session')
      .addColumn('session_digest', 'text', column => column.notNull().primaryKey())
      .addColumn('customer_id', 'text', column => column.notNull().references('customer.customer_id'))
      .addColumn('created_at', types.wholeNumber, column => column.notNull())
      .addColumn('last_used_at', types.wholeNumber, column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();

    await database.schema
      .createTable('sign_in_throttle')
      .addColumn('bucket_digest', 'text', column => column.notNull().primaryKey())
      .addColumn('failures', types.wholeNumber, column => column.notNull())
      .addColumn('window_started_at', types.wholeNumber, column => column.notNull())
      .modifyEnd(types.tableOptions)
      .execute();
  },
});
