/** Access tokens: opaque bearer tokens (RFC 6750) that name a link. The bank keeps their digests alone. */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from './random-source.ts';

/** 256 random bits: nothing to guess, so a plain digest is as good as a slow one. */
const tokenBytes = 32;

/** SHA-256 of a token, base64url: what is stored and looked up. */
export function digestToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}

/**
 * Issues an access token for a customer's link with a platform.
 *
 * @returns The token, which cannot be read again later; null when the customer is not linked there.
 */
export async function issueAccessToken(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly platform: string;
    readonly now: number;
    readonly random: RandomSource;
    readonly ttlMs: number;
  },
): Promise<string | null> {
  const token = Buffer.from(options.random(tokenBytes)).toString('base64url');
  // One statement: a link that is taken back at this moment either has the token deleted with it or gets none.
  const issued = await database
    .insertInto('access_token')
    .columns(['token_digest', 'customer_id', 'link_id', 'expires_at'])
    .expression(eb =>
      eb
        .selectFrom('link')
        .where('customer_id', '=', options.customerId)
        .where('platform', '=', options.platform)
        .where('unlinked_at', 'is', null)
        .select(link => [
          link.cast<string>(link.val(digestToken(token)), 'text').as('token_digest'),
          'customer_id',
          'link_id',
          link.cast<number>(link.val(options.now + options.ttlMs), 'bigint').as('expires_at'),
        ]),
    )
    .executeTakeFirst();
  return issued.numInsertedOrUpdatedRows === 1n ? token : null;
}
