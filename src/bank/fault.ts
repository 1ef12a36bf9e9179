/** What threw: a bug, or a database that was away, which calls for somebody else. */
import type { Kysely } from 'kysely';
import { DatabaseAway } from './database/away.ts';
import type { BankSchema } from './database/schema.ts';
import { isUndone } from './database/transact.ts';
import { codeLocationOf, type LogRecord } from './log.ts';

/** SQLSTATE classes of a server that is not there for us: connection, resources, operator, system (appendix A). */
const sqlStates = /^(08|53|57|58)[0-9A-Z]{3}$/;
/** Further ones that pass: a lock that was not to be had in time, a transaction that was ended for doing nothing. */
const passing: ReadonlySet<string> = new Set(['55P03', '25P03']);
/** Errors of the socket. */
const socketErrors: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/** SQLite's primary result codes: busy, locked, no memory, I/O, full, cannot open (https://www.sqlite.org/rescode.html). */
const sqliteCodes: ReadonlySet<number> = new Set([5, 6, 7, 10, 13, 14]);

/**
 * Whether something was thrown because the database is away, so that trying again later may help. Drivers do not
 * give every such error a code: when in doubt the database is asked.
 */
export async function isDatabaseUnavailable(thrown: unknown, ping: () => Promise<void>): Promise<boolean> {
  if (!(thrown instanceof Error)) return false;
  if (thrown instanceof DatabaseAway || isUndone(thrown)) return true;
  if ('code' in thrown && typeof thrown.code === 'string') {
    if (sqlStates.test(thrown.code) || passing.has(thrown.code) || socketErrors.has(thrown.code)) return true;
  }
  if ('errcode' in thrown && typeof thrown.errcode === 'number' && sqliteCodes.has(thrown.errcode & 0xff)) {
    return true;
  }
  try {
    await ping();
    return false;
  } catch {
    return true;
  }
}

/** Reads something from the database; rejects when it cannot. */
export const pingOf = (database: Kysely<BankSchema>) => async (): Promise<void> => {
  await database.selectFrom('customer').select('customer_id').limit(1).execute();
};

/**
 * What was thrown, for the log.
 *
 * @param trace of the request in which it happened; null where it is not known
 */
export async function faultOf(
  thrown: unknown,
  ping: () => Promise<void>,
  trace: string | null,
): Promise<Extract<LogRecord, { event: 'fault' }>> {
  const isAway = await isDatabaseUnavailable(thrown, ping);
  const kind = isAway ? 'database_unavailable' : 'bug';
  return { event: 'fault', kind, at: codeLocationOf(thrown), trace };
}
