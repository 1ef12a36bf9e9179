/** A consent says of totals and of balances how precisely, each on its own. */
import { sql, type Kysely, type Migration } from 'kysely';

export const precision = (): Migration => ({
  async up(database: Kysely<never>) {
    await database.schema.alterTable('consent_event').renameColumn('precision', 'totals_precision').execute();
    // The default is for the rows that are there already: SQLite adds no column that they would break the check of.
    await database.schema
      .alterTable('consent_event')
      .addColumn('balances_precision', 'text', column =>
        column
          .defaultTo('fresh')
          .check(
            sql`balances_precision in ('fresh', 'sealed', 'exact') and (kind = 'withdrawn' or balances_precision is not null)`,
          ),
      )
      .execute();
    await sql`update consent_event set balances_precision = case
      when kind = 'withdrawn' then null
      when totals_precision = 'exact' then 'exact'
      else 'fresh' end`.execute(database);
  },
});
