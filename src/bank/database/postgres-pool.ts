/** The pool of connections: how many, how long each may take, and which are not used again. */
import type { PostgresPool, PostgresPoolClient, PostgresQueryResult } from 'kysely';
import pg, { type CustomTypesConfig, type PoolClient } from 'pg';
import { DatabaseAway } from './away.ts';

/** How much of a server the bank takes, and how long it waits for it. Times in milliseconds; 0 is without end. */
export interface PostgresLimits {
  /** Connections at most. */
  readonly connections: number;
  /** For a connection: until one of ours is free, or a new one stands. */
  readonly connectTimeoutMs: number;
  readonly statementTimeoutMs: number;
  /** For a row or table that another transaction holds. */
  readonly lockTimeoutMs: number;
  /** A transaction in which nothing happens is ended by the server, so that what it holds is free again. */
  readonly idleInTransactionTimeoutMs: number;
}

/** For work that nobody waits for: an import, a migration. */
export const patientLimits: PostgresLimits = {
  connections: 20,
  connectTimeoutMs: 5_000,
  statementTimeoutMs: 0,
  lockTimeoutMs: 0,
  idleInTransactionTimeoutMs: 0,
};

/** What the server's own timeout gets on top before we give the connection up: only a dead one takes longer. */
const readGraceMs = 1_000;

/** How much of a pool is in use. */
export interface PoolUse {
  readonly used: number;
  readonly idle: number;
  /** Requests that wait for a connection. */
  readonly waiting: number;
}

/** A pool as Kysely wants one, which tells how it is doing. */
export interface BankPool extends PostgresPool {
  readonly use: () => PoolUse;
}

/** Opens a pool. Nothing is connected yet. */
export function postgresPool(url: string, limits: PostgresLimits): BankPool {
  const { statementTimeoutMs } = limits;
  const pool = new pg.Pool({
    connectionString: url,
    application_name: 'sottovoce-bank',
    max: limits.connections,
    connectionTimeoutMillis: limits.connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: limits.lockTimeoutMs,
    idle_in_transaction_session_timeout: limits.idleInTransactionTimeoutMs,
    // The server's timeout says nothing where the network between is dead.
    query_timeout: statementTimeoutMs === 0 ? 0 : statementTimeoutMs + readGraceMs,
    keepAlive: true,
    types: { getTypeParser },
  });
  // An idle connection that breaks is replaced at the next query; without a listener it would end the process.
  pool.on('error', ignore);
  return {
    connect: async () => {
      try {
        return new GuardedClient(await pool.connect());
      } catch (error) {
        throw new DatabaseAway(error);
      }
    },
    end: () => pool.end(),
    use: () => ({
      used: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waiting: pool.waitingCount,
    }),
  };
}

const ignore = (): void => undefined;

/**
 * A connection that is given up as soon as anything but the server's own word goes wrong on it: after a timeout nobody
 * knows which reply the next one on the wire is for. The pool would hand it out again, and a rollback on it would wait
 * for as long once more.
 */
class GuardedClient implements PostgresPoolClient {
  readonly #client: PoolClient;
  /** What broke it. */
  #broken: DatabaseAway | null = null;
  readonly #onError = (error: unknown): void => {
    this.#broken ??= new DatabaseAway(error);
  };

  constructor(client: PoolClient) {
    this.#client = client;
    // Between two queries a connection that the server closes has nobody else to tell: it would end the process.
    client.on('error', this.#onError);
  }

  query<Row>(sql: string, parameters: readonly unknown[]): Promise<PostgresQueryResult<Row>>;
  query(): never;
  async query<Row>(sql?: string, parameters?: readonly unknown[]): Promise<PostgresQueryResult<Row>> {
    if (sql === undefined || parameters === undefined) throw new Error('the bank uses no cursors');
    if (this.#broken !== null) throw this.#broken;
    try {
      // pg's type of a result is wider; Kysely knows what it has asked for.
      return (await this.#client.query(sql, [...parameters])) as unknown as PostgresQueryResult<Row>;
    } catch (error) {
      if (!isOfConnection(error)) throw error;
      this.#broken ??= new DatabaseAway(error);
      throw this.#broken;
    }
  }

  release(): void {
    // A broken one may yet say so a second time.
    if (this.#broken === null) this.#client.off('error', this.#onError);
    this.#client.release(this.#broken !== null);
  }
}

/** pg has classes for what the server says and what does not fit; for a connection that broke, plain errors. */
const isOfConnection = (error: unknown): boolean => error instanceof Error && error.constructor === Error;

/** pg's own parsers, but for numbers of eight bytes. */
const getTypeParser: CustomTypesConfig['getTypeParser'] = (type, format) =>
  format !== 'binary' && (type === pg.types.builtins.INT8 || type === pg.types.builtins.NUMERIC)
    ? wholeNumber
    : // pg declares the parsers of all types as one that returns any.
      (pg.types.getTypeParser(type, format) as (text: string) => unknown);

/**
 * Numbers of eight bytes (and sums of them, which are `numeric`) come from the server as text, because they may not
 * fit a double. Ours do, or the query fails.
 */
function wholeNumber(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError('a whole number from the database is out of range');
  return number;
}
