/** Opens the bank's data, whatever the engine. */
import { Kysely } from 'kysely';
import { migrate, readSchemaStatus, schemaProblem, type Engine } from './migrate.ts';
import type { PoolUse, PostgresLimits } from './postgres-pool.ts';
import { postgresDialect, postgresUnusable } from './postgres.ts';
import type { BankSchema } from './schema.ts';
import { sqliteDialect, sqliteUnusable } from './sqlite.ts';
import { toldOfStatements, type OnStatement } from './statements.ts';
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
      /** Patient ones where nothing is said. */
      limits?: PostgresLimits;
    };

/**
 * What is done about a schema that is not this program's: `migrate` brings it up to date, `expect` refuses to work with
 * it, `leave` opens it all the same, for who migrates it or tells how it stands.
 */
export type SchemaOnOpen = 'migrate' | 'expect' | 'leave';

/**
 * The bank's data, open. On SQLite there is one connection: inside a transaction every query must go through the
 * transaction's own handle, or it waits for itself.
 */
export interface BankDatabase {
  readonly kysely: Kysely<BankSchema>;
  readonly engine: Engine;
  /** How the connections to a server are used; null: there is none. */
  readonly poolUse: (() => PoolUse) | null;
  /** What went wrong here, as an error for the person who runs the bank where it is theirs to solve. */
  readonly asUnusable: (error: unknown) => unknown;
  close(): Promise<void>;
}

/**
 * Opens the data, and brings its schema up to date unless `onOpen` says otherwise: two programs may do so at the same
 * time.
 *
 * @param onStatement told of every statement; measuring it costs some two microseconds each
 * @throws DatabaseUnusable with a message that says what to do: a damaged file, a folder that cannot be read, a
 * server that cannot be reached, a schema of another version.
 */
export async function openDatabase(
  location: DatabaseLocation,
  onOpen: SchemaOnOpen = 'migrate',
  onStatement?: OnStatement,
): Promise<BankDatabase> {
  const engine = location.kind;
  const { dialect, pool } =
    location.kind === 'sqlite'
      ? { dialect: sqliteDialect(location.file), pool: null }
      : postgresDialect(location.url, location.limits);
  const kysely = new Kysely<BankSchema>({ dialect, ...toldOfStatements(engine, onStatement) });
  try {
    if (onOpen === 'migrate') await migrate(kysely, engine);
    if (onOpen === 'expect') {
      const problem = schemaProblem(await readSchemaStatus(kysely));
      if (problem !== undefined) throw problem;
    }
  } catch (error) {
    await kysely.destroy();
    throw asUnusable(error, location);
  }
  return {
    kysely,
    engine,
    poolUse: pool === null ? null : pool.use,
    asUnusable: error => asUnusable(error, location),
    close: () => kysely.destroy(),
  };
}

/** What went wrong on the way to a database, as an error for the person who runs the bank where it is theirs to solve. */
export function asUnusable(error: unknown, location: DatabaseLocation): unknown {
  const cause = error instanceof DatabaseUnusable && error.cause !== undefined ? error.cause : error;
  const told =
    location.kind === 'sqlite' ? sqliteUnusable(cause, location.file) : postgresUnusable(cause, location.url);
  return told ?? error;
}
