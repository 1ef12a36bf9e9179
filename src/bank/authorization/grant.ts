/**
 * The OAuth grant of a link. A link has at most one in force, and a token works only while its grant is the one that
 * the link names: that comparison, not the deletion of tokens, is what ends them.
 */
import type { Kysely } from 'kysely';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { RandomSource } from '../link/random-source.ts';
import { randomUuid } from '../link/random-uuid.ts';

/**
 * Takes up a customer's link with a platform. There is one for a customer and a platform: linking again takes up the
 * same one, with its counter of wrong PINs and its lock, so that nobody gets out of a lock by linking again. Whatever
 * it could be used with before (grant, tokens, step-ups) ends.
 *
 * @param transaction the caller's: what else belongs to linking (consent, PIN) happens with it or not at all
 * @throws Error when there is no such customer
 */
export async function takeUpLink(
  transaction: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly platform: string;
    readonly now: number;
    readonly random: RandomSource;
  },
): Promise<LinkKey> {
  const { customerId, platform, now } = options;
  const { link_id: linkId } = await transaction
    .insertInto('link')
    .values({
      customer_id: customerId,
      link_id: randomUuid(options.random),
      platform,
      created_at: now,
      unlinked_at: null,
      failed_step_ups: 0,
      locked_at: null,
    })
    .onConflict(conflict =>
      conflict.columns(['customer_id', 'platform']).doUpdateSet({ created_at: now, unlinked_at: null }),
    )
    .returning('link_id')
    .executeTakeFirstOrThrow();
  const link = { customerId, linkId };
  await endUse(transaction, link);
  return link;
}

/** Takes up a link under a new grant; the grant before ends with all its tokens. */
export async function linkUnderGrant(
  transaction: Kysely<BankSchema>,
  options: Parameters<typeof takeUpLink>[1] & { readonly grantDigest: string },
): Promise<LinkKey> {
  const link = await takeUpLink(transaction, options);
  await transaction
    .updateTable('link')
    .set({ grant_digest: options.grantDigest })
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .execute();
  return link;
}

/**
 * Unlinks: from now on no token of the link works, whatever its expiry. May be repeated, and in any order with other
 * events.
 *
 * @returns whether it was linked until now
 */
export async function unlink(
  database: Kysely<BankSchema>,
  link: LinkKey,
  now: number,
): Promise<{ unlinked: boolean }> {
  if (!database.isTransaction) {
    return transact(database, transaction => unlink(transaction, link, now));
  }
  const { numUpdatedRows } = await database
    .updateTable('link')
    .set({ unlinked_at: now })
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .where('unlinked_at', 'is', null)
    .executeTakeFirst();
  await endUse(database, link);
  return { unlinked: numUpdatedRows > 0n };
}

/** Ends a grant wherever it is used: its codes and tokens go, and no link names it any more. */
export async function endGrant(database: Kysely<BankSchema>, grantDigest: string): Promise<void> {
  await database
    .updateTable('link')
    .set({ grant_digest: null })
    .where('grant_digest', '=', grantDigest)
    .execute();
  await database
    .deleteFrom('oauth_artifact')
    .where(artifact =>
      artifact.or([artifact('grant_digest', '=', grantDigest), artifact('id_digest', '=', grantDigest)]),
    )
    .execute();
}

/** Everything that a link could be used with: grant, tokens, step-ups. */
async function endUse(transaction: Kysely<BankSchema>, link: LinkKey): Promise<void> {
  const { grant_digest: grantDigest } = (await transaction
    .selectFrom('link')
    .select('grant_digest')
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .executeTakeFirst()) ?? { grant_digest: null };
  if (grantDigest !== null) await endGrant(transaction, grantDigest);
  for (const table of ['access_token', 'step_up_grant'] as const) {
    await transaction
      .deleteFrom(table)
      .where('customer_id', '=', link.customerId)
      .where('link_id', '=', link.linkId)
      .execute();
  }
}
