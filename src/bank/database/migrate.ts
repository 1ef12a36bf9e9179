/** The steps of the schema: which of them a database has, and taking those that it has not. */
import { Migrator, type Kysely, type Migration } from 'kysely';
import { givingWay, mayPass } from './giving-way.ts';
import { migrationsFor } from './migrations/index.ts';
import type { BankSchema } from './schema.ts';
import { DatabaseUnusable } from './unusable.ts';

export type Engine = 'sqlite' | 'postgres';

/** How a database's schema stands to the one that this program works with. */
export interface SchemaStatus {
  /** Steps that it has, in their order. */
  readonly applied: readonly string[];
  /** Steps of this program that it has not. */
  readonly missing: readonly string[];
  /** Steps that it has and this program does not know: a later version took them. */
  readonly unknown: readonly string[];
}

/** Reads how the schema stands; of an empty database, that all steps are missing. */
export async function readSchemaStatus(kysely: Kysely<BankSchema>): Promise<SchemaStatus> {
  // The steps have the same names on every engine.
  const known = Object.keys(migrationsFor('sqlite')).toSorted();
  const applied = await readApplied(kysely);
  return {
    applied,
    missing: known.filter(name => !applied.includes(name)),
    unknown: applied.filter(name => !known.includes(name)),
  };
}

async function readApplied(kysely: Kysely<BankSchema>): Promise<string[]> {
  try {
    // Kysely keeps this table itself; it is no part of the bank's schema.
    const rows = await kysely
      .withTables<{ kysely_migration: { name: string } }>()
      .selectFrom('kysely_migration')
      .select('name')
      .orderBy('name')
      .execute();
    return rows.map(row => row.name);
  } catch (error) {
    const tables = await kysely.introspection.getTables({ withInternalKyselyTables: true });
    if (tables.some(({ name }) => name === 'kysely_migration')) throw error;
    return [];
  }
}

/**
 * Whether this program may work with a schema that stands so.
 *
 * @returns undefined when it may; otherwise an error that says what to do
 */
export function schemaProblem({ missing, unknown }: SchemaStatus): DatabaseUnusable | undefined {
  if (unknown[0] !== undefined) return laterSchema(unknown[0]);
  const [next] = missing;
  if (next === undefined) return undefined;
  const steps = missing.length === 1 ? 'one step' : `${missing.length} steps`;
  return new DatabaseUnusable(
    `The bank's schema is behind this program by ${steps} (the next is ${next}). Bring it up to date with "bank migrate", then start again.`,
  );
}

const laterSchema = (unknown: string): DatabaseUnusable =>
  new DatabaseUnusable(
    `The bank's data was written by a later version of this program (schema ${unknown}). Use that version, or restore the data from before the update.`,
  );

/**
 * Takes all steps that are missing, in one transaction: a step that fails leaves nothing half done. Two programs may do so
 * at the same time: the second waits, and finds nothing left to do.
 *
 * While others serve from the database, open it with a short `lockTimeoutMs`: a step that waits for a table holds up
 * everybody who comes after it, so it gives way and tries again.
 *
 * @returns the steps that were taken
 * @throws DatabaseUnusable, in words for the person who runs the bank, with the engine's own error as its cause
 */
export async function migrate(
  kysely: Kysely<BankSchema>,
  engine: Engine,
  {
    migrations = migrationsFor(engine),
    pauseMs,
  }: { readonly migrations?: Readonly<Record<string, Migration>>; readonly pauseMs?: number } = {},
): Promise<readonly string[]> {
  const migrator = new Migrator({
    db: kysely,
    provider: { getMigrations: () => Promise.resolve({ ...migrations }) },
    // The order is the names'. Kysely would check it against the clock too, which may have been set back in between.
    allowUnorderedMigrations: true,
  });
  let failed: string | undefined;
  try {
    return await givingWay(async () => {
      const { error, results = [] } = await migrator.migrateToLatest();
      if (error === undefined) return results.map(({ migrationName }) => migrationName);
      failed = results.find(({ status }) => status === 'Error')?.migrationName;
      throw error instanceof Error ? error : new Error('a step failed', { cause: error });
    }, pauseMs);
  } catch (cause) {
    throw await whyNot(kysely, { migrations, cause, failed });
  }
}

async function whyNot(
  kysely: Kysely<BankSchema>,
  {
    migrations,
    cause,
    failed = '0000 (the record of the steps)',
  }: {
    readonly migrations: Readonly<Record<string, Migration>>;
    readonly cause: unknown;
    readonly failed: string | undefined;
  },
): Promise<DatabaseUnusable> {
  // Where the record cannot be read, the step's own error tells more.
  const applied = await readApplied(kysely).catch(() => []);
  const unknown = applied.find(name => !(name in migrations));
  if (unknown !== undefined) return laterSchema(unknown);
  return new DatabaseUnusable(
    mayPass(cause)
      ? `The bank's data could not be brought up to date: others held what step ${failed} needs, again and again. Nothing was changed. Try again when there is less going on.`
      : `The bank's data could not be brought up to date: step ${failed} failed and was undone, so the data is as it was. Check that the database holds nothing but the bank's tables, then try again.`,
    { cause },
  );
}
