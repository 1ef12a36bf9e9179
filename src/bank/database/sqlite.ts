/**
 * SQLite in the process, by `node:sqlite`: Kysely's own dialect over a thin wrapper, and the two places where a bank
 * wants more than Kysely's defaults (transactions that take the write lock at once, schema changes in a transaction).
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import {
  CompiledQuery,
  SqliteAdapter,
  SqliteDialect,
  SqliteDriver,
  type DatabaseConnection,
  type DialectAdapter,
  type Driver,
  type QueryResult,
  type SqliteDatabase,
  type SqliteDialectConfig,
  type SqliteStatement,
} from 'kysely';
import { DatabaseUnusable } from './unusable.ts';

/** How long a writer waits for another one that holds the write lock: tries, and the pause between two. */
const busyTries = 250;
const busyPauseMs = 20;

/** Prepared statements kept; beyond it the one unused for longest goes. The bank has some fifty. */
const maxCachedStatements = 200;

/** Longer than any single-row statement: the text of a multi-row insert differs with its number of rows. */
const maxCachedSqlLength = 4_000;

/**
 * Opens a file (`:memory:` for a database of its own that dies with the process).
 *
 * @throws DatabaseUnusable when the file cannot be opened or is no database.
 */
export function sqliteDialect(file: string): SqliteDialect {
  return new BankSqliteDialect({ database: open(file) });
}

function open(file: string): SqliteDatabase {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(file, {
      timeout: busyTries * busyPauseMs,
      enableForeignKeyConstraints: true,
    });
    // Readers (`bank customers`) do not wait for the writer. `synchronous` stays FULL: a lock that a customer has
    // caused must outlive a power cut.
    if (file !== ':memory:') database.exec('pragma journal_mode = wal');
    // From here on the connection waits (see PatientConnection): SQLite's own waiting stops the whole process.
    database.exec('pragma busy_timeout = 0');
    return wrap(database);
  } catch (error) {
    if (database?.isOpen === true) database.close();
    throw sqliteUnusable(error, file) ?? error;
  }
}

const busy = 5;

/** SQLite's primary result codes that a person can do something about (https://www.sqlite.org/rescode.html). */
const remedies: Readonly<Record<number, string>> = {
  [busy]: 'another program holds it. Stop that program and try again.',
  6: 'another program holds it. Stop that program and try again.',
  8: 'it is read-only. Give this user the right to write the file and its folder.',
  10: 'the disk cannot be read or written. Check the disk.',
  11: 'it is damaged. Restore it from a backup, or move it away to start with an empty bank.',
  13: 'the disk is full. Free some space and try again.',
  14: 'it cannot be opened. Check that the folder exists and that this user may read and write it.',
  23: 'access to it is denied. Give this user the right to read and write it.',
  26: 'it is no SQLite database. Restore it from a backup, or move it away to start with an empty bank.',
};

/** An error of SQLite as an error for the person who runs the bank; undefined when it is not theirs to solve. */
export function sqliteUnusable(error: unknown, file: string): DatabaseUnusable | undefined {
  if (!(error instanceof Error) || !('errcode' in error) || typeof error.errcode !== 'number')
    return undefined;
  const remedy = remedies[error.errcode & 0xff];
  return remedy === undefined
    ? undefined
    : new DatabaseUnusable(`The bank's data in ${file} cannot be used: ${remedy}`, { cause: error });
}

/** The primary result code: the lowest byte of the extended one. */
function resultCode(error: unknown): number | undefined {
  return error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;
}

/** The part of better-sqlite3's interface that Kysely asks for, over `node:sqlite`. */
function wrap(database: DatabaseSync): SqliteDatabase {
  const cache = new Map<string, SqliteStatement>();
  return {
    close: () => {
      cache.clear();
      database.close();
    },
    prepare(sql) {
      const cached = cache.get(sql);
      if (cached !== undefined) {
        cache.delete(sql);
        cache.set(sql, cached);
        return cached;
      }
      const statement = wrapStatement(database.prepare(sql));
      if (sql.length <= maxCachedSqlLength) {
        cache.set(sql, statement);
        const [oldest] = cache.keys();
        if (cache.size > maxCachedStatements && oldest !== undefined) cache.delete(oldest);
      }
      return statement;
    },
  };
}

function wrapStatement(statement: StatementSync): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: parameters => statement.all(...parameters.map(bindable)),
    run: parameters => statement.run(...parameters.map(bindable)),
    iterate: parameters => statement.iterate(...parameters.map(bindable)),
  };
}

/**
 * `node:sqlite` binds every number as a double, and SQLite then divides and adds doubles. Money is whole: a whole
 * number is bound as an integer, as PostgreSQL does.
 */
function bindable(parameter: unknown): SQLInputValue {
  if (typeof parameter === 'number') {
    return Number.isSafeInteger(parameter) ? BigInt(parameter) : parameter;
  }
  if (parameter === null || typeof parameter === 'string' || typeof parameter === 'bigint') return parameter;
  if (parameter instanceof Uint8Array) return parameter;
  throw new TypeError(`SQLite cannot hold a ${typeof parameter}`);
}

class BankSqliteDialect extends SqliteDialect {
  readonly #config: SqliteDialectConfig;

  constructor(config: SqliteDialectConfig) {
    super(config);
    this.#config = config;
  }

  override createDriver(): Driver {
    return new ImmediateSqliteDriver(this.#config);
  }

  override createAdapter(): DialectAdapter {
    return new TransactionalDdlAdapter();
  }
}

/**
 * A transaction that reads first and writes later fails at once when another process wrote in between, however long
 * the busy timeout is (https://www.sqlite.org/lang_transaction.html). Taking the write lock at the start waits instead.
 */
class ImmediateSqliteDriver extends SqliteDriver {
  override async acquireConnection(): Promise<DatabaseConnection> {
    return new PatientConnection(await super.acquireConnection());
  }

  override async beginTransaction(connection: DatabaseConnection): Promise<void> {
    await connection.executeQuery(CompiledQuery.raw('begin immediate'));
  }
}

/**
 * Tries again, without stopping the process, while another process holds the write lock. Only a statement that takes
 * the lock can find it held, so nothing is done twice.
 */
class PatientConnection implements DatabaseConnection {
  readonly #connection: DatabaseConnection;

  constructor(connection: DatabaseConnection) {
    this.#connection = connection;
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#connection.executeQuery<Row>(query);
      } catch (error) {
        if (resultCode(error) !== busy || attempt === busyTries) throw error;
        await sleep(busyPauseMs);
      }
    }
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#connection.streamQuery<Row>(query, chunkSize);
  }
}

/** SQLite does change the schema in a transaction: a migration that fails leaves nothing half done. */
class TransactionalDdlAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}
