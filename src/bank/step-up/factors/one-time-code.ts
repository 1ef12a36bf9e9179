/**
 * A code of six digits that the bank's app shows a customer who is signed in there: for whoever has forgotten the PIN,
 * or is not alone. It lasts five minutes, works once, and is counted by the same lock as the PIN.
 */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../database/schema.ts';
import type { RandomSource } from '../../link/random-source.ts';
import { draw } from '../draw.ts';
import { isSameTag, keyedTag, nobodysTag } from '../keyed-tag.ts';
import type { Factor } from './factor.ts';

/** How long a code lasts. */
const codeTtlMs = 5 * 60_000;

const tagOf = (
  code: string,
  of: { readonly customerId: string; readonly issuedAt: number; readonly pepper: Uint8Array },
): string => keyedTag(of.pepper, 'one-time-code', [of.customerId, String(of.issuedAt), code]);

/**
 * Issues a code, in place of an earlier one. Only the bank's own side calls this, for a customer who has signed in.
 *
 * @param options.pepper what keys the hashes of voice PINs
 * @param options.now milliseconds since 1970 UTC
 * @returns The code, which cannot be read again later, and the first instant at which it does not work any more; null
 * when there is no such customer.
 */
export async function issueOneTimeCode(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly pepper: Uint8Array;
    readonly now: number;
    readonly random: RandomSource;
  },
): Promise<{ readonly code: string; readonly expiresAt: number } | null> {
  const { customerId, pepper, now: issuedAt } = options;
  // It does not begin with a zero: platforms hear it as a number, and drop one.
  const code = String(100_000 + draw(options.random, 900_000));
  const expiresAt = issuedAt + codeTtlMs;
  const stored = {
    tag: tagOf(code, { customerId, issuedAt, pepper }),
    issued_at: issuedAt,
    expires_at: expiresAt,
  };
  const customer = await database
    .selectFrom('customer')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (customer === undefined) return null;
  await database
    .insertInto('one_time_code')
    .values({ customer_id: customerId, ...stored })
    .onConflict(conflict => conflict.column('customer_id').doUpdateSet(stored))
    .execute();
  return { code, expiresAt };
}

/** The customer's code, if it still works; a clock that was set back does not lengthen it. */
const inForce = (database: Kysely<BankSchema>, customerId: string, now: number) =>
  database
    .selectFrom('one_time_code')
    .where('customer_id', '=', customerId)
    .where('issued_at', '<=', now)
    .where('expires_at', '>', now)
    .select(['tag', 'issued_at'])
    .executeTakeFirst();

export const oneTimeCode: Factor<'one-time-code'> = {
  async check({ code }, { customerId }, { database, now, pepper }) {
    const stored = await inForce(database, customerId, now);
    const said = tagOf(code, { customerId, issuedAt: stored?.issued_at ?? now, pepper });
    if (!isSameTag(said, stored?.tag ?? nobodysTag) || stored === undefined) return null;
    return async transaction => {
      const { numDeletedRows } = await transaction
        .deleteFrom('one_time_code')
        .where('customer_id', '=', customerId)
        .where('tag', '=', stored.tag)
        .executeTakeFirst();
      return numDeletedRows > 0n;
    };
  },

  async challenge({ customerId }, { database, now }) {
    return (await inForce(database, customerId, now)) === undefined ? null : { kind: 'one-time-code' };
  },
};
