/** Whether this process should get requests: `/readyz`. Whether it lives at all is `/healthz`, which asks nobody. */
import type { Kysely } from 'kysely';
import { readSchemaStatus } from '../database/migrate.ts';
import type { BankSchema } from '../database/schema.ts';

/** A database that takes longer to say what schema it has will not answer a customer in time either. */
const usualBoundMs = 2_000;

export interface Readiness {
  /** Resolves within the bound, never rejects. Looks anew each time, so what has passed is seen at once. */
  readonly isReady: () => Promise<boolean>;
  /** From now on it is not. */
  readonly stop: () => void;
}

/**
 * Ready: the database answers, its schema has every step that this program needs, and nobody has asked it to stop.
 *
 * Steps that this program does not know are no reason: an update begins with them, while this version serves on, and what
 * a step takes away the version before it no longer uses (docs/deploy-bank.md). It does not start with them.
 */
export function createReadiness(database: Kysely<BankSchema>, boundMs = usualBoundMs): Readiness {
  let isStopping = false;
  let underWay: Promise<boolean> | null = null;
  const look = async (): Promise<boolean> => {
    try {
      return (await readSchemaStatus(database)).missing.length === 0;
    } catch {
      // Why is told by the requests that fail; who asks here wants to know whether.
      return false;
    } finally {
      underWay = null;
    }
  };
  return {
    isReady: async () => {
      if (isStopping) return false;
      // Whoever asks while the database hangs waits for the same reply: they take one connection, and not all of them.
      underWay ??= look();
      return (await within(boundMs, underWay)) && !isStopping;
    },
    stop: () => {
      isStopping = true;
    },
  };
}

async function within(boundMs: number, promised: Promise<boolean>): Promise<boolean> {
  const { promise: tooLate, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(resolve, boundMs, false);
  try {
    return await Promise.race([promised, tooLate]);
  } finally {
    clearTimeout(timer);
  }
}
