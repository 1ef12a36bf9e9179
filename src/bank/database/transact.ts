/** Transactions that are begun again where the engine has undone them for another one's sake. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Kysely } from 'kysely';
import type { BankSchema } from './schema.ts';

/**
 * SQLSTATEs that say: undone, and the same may go through the next time (PostgreSQL, appendix A: serialization failure,
 * deadlock detected). On PostgreSQL they are rare; engines that do not wait for locks say it in place of waiting.
 */
const undone: ReadonlySet<unknown> = new Set(['40001', '40P01']);

/** Before each further try. A person waits for the answer, so there is not much of it. */
const pausesMs: readonly number[] = [5, 20, 80, 200];

/** Whether the engine says that a transaction was undone, whole, for another one's sake. */
export const isUndone = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && undone.has(error.code);

/**
 * Does something in one transaction (the caller's, when `database` is one), and once more from the start where the engine
 * undid it. So `work` must leave no trace outside of the database, and read again what it needs of it.
 *
 * A connection that breaks is not tried again: nobody knows then whether the commit went through.
 */
export async function transact<Result>(
  database: Kysely<BankSchema>,
  work: (transaction: Kysely<BankSchema>) => Promise<Result>,
): Promise<Result> {
  if (database.isTransaction) return work(database);
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await database.transaction().execute(work);
    } catch (error) {
      const pauseMs = pausesMs[attempt];
      if (pauseMs === undefined || !isUndone(error)) throw error;
      await sleep(pauseMs);
    }
  }
}
