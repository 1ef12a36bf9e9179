/** Opens the bank's data, whatever the engine, with its schema brought up to date. */
import { Kysely, Migrator } from 'kysely';
import { migrationsFor } from './migrations/index.ts';
import { postgresDialect, postgresUnusable } from './postgres.ts';
import type { BankSchema } from './schema.ts';
import { sqliteDialect, sqliteUnusable } from './sqlite.ts';
import { DatabaseUnusable } from './unusable.ts';

/** Where the bank's data is. */
export type DatabaseLocation =
  | {
      kind: 'sqlite';
      /** A path, or `:memory:` for a database that dies with the process. */
      file: string;
    }
  | {
      kind: 'postgres';
      /** `postgres://user:password@host:port/database`. */
      url: string;
    };

/**
 * The bank's data, open. On SQLite there is one connection: inside a transaction every query must go through the
 * transaction's own handle, or it waits for itself.
 */
export interface BankDatabase {
  readonly kysely: Kysely<BankSchema>;
  readonly engine: 'sqlite' | 'postgres';
  close(): Promise<void>;
}

/**
 * Opens the data and migrates it: two programs may do so at the same time.
 *
 * @throws DatabaseUnusable with a message that says what to do: a damaged file, a folder that cannot be read, a
 * server that cannot be reached, a schema of a later version.
 */
export async function openDatabase(location: DatabaseLocation): Promise<BankDatabase> {
  const engine = location.kind;
  const kysely = new Kysely<BankSchema>({
    dialect: location.kind === 'sqlite' ? sqliteDialect(location.file) : postgresDialect(location.url),
  });
  const unusable = (error: unknown): DatabaseUnusable | undefined =>
    location.kind === 'sqlite' ? sqliteUnusable(error, location.file) : postgresUnusable(error, location.url);
  try {
    const failure = await migrate(kysely, engine);
    if (failure !== undefined) throw unusable(failure.cause) ?? failure;
  } catch (error) {
    await kysely.destroy();
    throw unusable(error) ?? error;
  }
  return { kysely, engine, close: () => kysely.destroy() };
}

/** Brings the schema up to date; what went wrong, in words for the person who runs the bank, otherwise. */
async function migrate(
  kysely: Kysely<BankSchema>,
  engine: BankDatabase['engine'],
): Promise<DatabaseUnusable | undefined> {
  const migrations = migrationsFor(engine);
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve(migrations) },
    // The order is the names'. Kysely would check it against the clock too, which may have been set back in between.
    allowUnorderedMigrations: true,
  });
  const { error: cause, results } = await migrator.migrateToLatest();
  if (cause === undefined) return undefined;
  const applied = await appliedMigrations(kysely);
  const unknown = applied.find(name => !(name in migrations));
  if (unknown !== undefined) {
    return new DatabaseUnusable(
      `The bank's data was written by a later version of this program (schema ${unknown}). Use that version, or restore the data from before the update.`,
      { cause },
    );
  }
  const failed =
    results?.find(result => result.status === 'Error')?.migrationName ?? '0000 (the record of the steps)';
  return new DatabaseUnusable(
    `The bank's data could not be brought up to date: step ${failed} failed and was undone, so the data is as it was. Check that the database holds nothing but the bank's tables, then try again.`,
    { cause },
  );
}

async function appliedMigrations(kysely: Kysely<BankSchema>): Promise<string[]> {
  try {
    // Kysely keeps this table itself; it is no part of the bank's schema.
    const rows = await kysely
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .execute();
    return rows.map(row => row.name);
  } catch {
    // The table cannot be read: the migration's own error tells more.
    return [];
  }
}
