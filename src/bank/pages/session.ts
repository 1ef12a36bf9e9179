/** Who is signed in to the bank's pages in which browser. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from '../link/random-source.ts';

/** What RTS (EU) 2018/389 Art. 4(3)(d) allows a session without activity. */
const sessionIdleMs = 5 * 60_000;

/** However active: after so long the customer signs in again. */
const sessionAbsoluteMs = 60 * 60_000;

const sessionBytes = 32;

export interface CustomerSession {
  /** The cookie's value. */
  readonly id: string;
  readonly customerId: string;
  readonly customerName: string;
}

const digestOf = (id: string): string => createHash('sha256').update(`session:${id}`).digest('base64url');

/** Signs a customer in. @returns the value of the cookie, which is not stored */
export async function beginSession(
  database: Kysely<BankSchema>,
  { customerId, now, random }: { customerId: string; now: number; random: RandomSource },
): Promise<string> {
  const id = Buffer.from(random(sessionBytes)).toString('base64url');
  await database
    .deleteFrom('customer_session')
    .where('last_used_at', '<=', now - sessionAbsoluteMs)
    .execute();
  await database
    .insertInto('customer_session')
    .values({ session_digest: digestOf(id), customer_id: customerId, created_at: now, last_used_at: now })
    .execute();
  return id;
}

/** The session of a cookie, which lives on from now; null when it is over or none. */
export async function useSession(
  database: Kysely<BankSchema>,
  id: string | null,
  now: number,
): Promise<CustomerSession | null> {
  if (id === null) return null;
  const used = await database
    .updateTable('customer_session')
    .set({ last_used_at: now })
    .where('session_digest', '=', digestOf(id))
    .where('last_used_at', '>', now - sessionIdleMs)
    .where('created_at', '>', now - sessionAbsoluteMs)
    .returning('customer_id')
    .executeTakeFirst();
  if (used === undefined) return null;
  const customer = await database
    .selectFrom('customer')
    .select('name')
    .where('customer_id', '=', used.customer_id)
    .executeTakeFirst();
  return customer === undefined ? null : { id, customerId: used.customer_id, customerName: customer.name };
}

export async function endSession(database: Kysely<BankSchema>, id: string): Promise<void> {
  await database.deleteFrom('customer_session').where('session_digest', '=', digestOf(id)).execute();
}
