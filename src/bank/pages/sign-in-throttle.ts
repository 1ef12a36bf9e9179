/**
 * Slows guessing of passwords without giving anyone the means to lock a customer out. Failures are counted in buckets:
 * one for each name as strangers try it, and one for each browser in which the customer has signed in before (a
 * "device cookie", OWASP "Slow Down Online Guessing Attacks with Device Cookies"). Who fills the strangers' bucket
 * does not touch the customer's own.
 */
import { createHash } from 'node:crypto';
import { sql, type Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';

/** How long a bucket remembers, from its first failure. */
export const throttleWindowMs = 15 * 60_000;

/** Where attempts come from, and how many failures each kind may have in a window. */
// prettier-ignore
const maxFailures = {
  name:     5,
  browser:  5,
  // Households and offices share one.
  address: 60,
} as const;

export interface Bucket {
  readonly kind: keyof typeof maxFailures;
  readonly of: string;
}

/**
 * Counts an attempt as failed before it is made, so that attempts at the same moment cannot slip through together.
 *
 * @returns null when it may be made, else how many milliseconds to wait. What is refused does not prolong the wait.
 */
export async function countAttempt(
  database: Kysely<BankSchema>,
  buckets: readonly Bucket[],
  now: number,
): Promise<{ waitMs: number } | null> {
  let waitMs = 0;
  for (const bucket of buckets) {
    const { failures, window_started_at: startedAt } = await database
      .insertInto('sign_in_throttle')
      .values({ bucket_digest: digestOf(bucket), failures: 1, window_started_at: now })
      .onConflict(conflict =>
        conflict.column('bucket_digest').doUpdateSet(row => {
          const failures = row.ref('sign_in_throttle.failures');
          const startedAt = row.ref('sign_in_throttle.window_started_at');
          const isOver = sql<boolean>`${startedAt} <= ${now - throttleWindowMs}`;
          return {
            failures: sql<number>`case when ${isOver} then 1 else ${failures} + 1 end`,
            window_started_at: sql<number>`case when ${isOver} then ${now} else ${startedAt} end`,
          };
        }),
      )
      .returning(['failures', 'window_started_at'])
      .executeTakeFirstOrThrow();
    if (failures > maxFailures[bucket.kind]) waitMs = Math.max(waitMs, startedAt + throttleWindowMs - now);
  }
  return waitMs === 0 ? null : { waitMs };
}

/** The attempt was right after all: the customer's buckets are emptied, a shared address gets its one back. */
export async function forgiveAttempt(
  database: Kysely<BankSchema>,
  buckets: readonly Bucket[],
): Promise<void> {
  for (const bucket of buckets) {
    const bucketDigest = digestOf(bucket);
    if (bucket.kind === 'address') {
      await database
        .updateTable('sign_in_throttle')
        .set(row => ({ failures: row('failures', '-', 1) }))
        .where('bucket_digest', '=', bucketDigest)
        .where('failures', '>', 0)
        .execute();
    } else {
      await database.deleteFrom('sign_in_throttle').where('bucket_digest', '=', bucketDigest).execute();
    }
  }
}

/** Forgets buckets whose window is over. */
export async function forgetOldAttempts(database: Kysely<BankSchema>, now: number): Promise<void> {
  await database
    .deleteFrom('sign_in_throttle')
    .where('window_started_at', '<=', now - throttleWindowMs)
    .execute();
}

/** A name that was tried may be a password typed into the wrong field: only its digest is kept. */
function digestOf({ kind, of }: Bucket): string {
  return createHash('sha256').update(`${kind}\n${of}`).digest('base64url');
}
