/** What a platform tells of a link: that its user has linked, has unlinked there, or has switched the skill off. */
import type { Kysely } from 'kysely';
import type { LinkEvent } from '../../facade/contract.ts';
import { unlink } from '../authorization/grant.ts';
import { withdrawConsent, type LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import { authenticateLink } from '../pipeline/authenticate-link.ts';
import { isRefusal, type Circumstances } from '../pipeline/step.ts';
import { rememberUser } from './platform-user.ts';

/**
 * Takes an event, as often as it comes and in any order with others: a link that was made after the event happened is
 * another one and stays. The link is found by the platform's user, and by the token where one came along; there may be
 * none, or one for each customer who shares that user, and nobody is told which it was.
 *
 * Who has unlinked or switched off wants to be forgotten: the consent is withdrawn, tokens and step-ups end, the user's
 * name is deleted, and a row says that and when it was done.
 */
export async function takeLinkEvent(
  { accessToken, event }: { readonly accessToken: string | null; readonly event: LinkEvent },
  circumstances: Pick<Circumstances, 'database' | 'now' | 'tokens' | 'platform'>,
): Promise<null> {
  await transact(circumstances.database, async transaction => {
    const here = { ...circumstances, database: transaction };
    const named = await authenticateLink({ accessToken }, here);
    const { kind } = event;
    if (kind === 'linked') {
      if (!isRefusal(named)) await rememberUser(transaction, named.link, event.user);
      return;
    }
    const links = await findLinks(transaction, event.user, circumstances.platform);
    if (!isRefusal(named) && !links.some(({ linkId }) => linkId === named.link.linkId))
      links.push(named.link);
    for (const link of links) await forget(transaction, link, { ...event, kind }, circumstances.now);
  });
  return null;
}

/** The links of a platform's user, each in the order of its key, so that two events wait for each other and never block. */
async function findLinks(
  database: Kysely<BankSchema>,
  user: string,
  platform: string | undefined,
): Promise<LinkKey[]> {
  let query = database.selectFrom('link').where('platform_user', '=', user);
  if (platform !== undefined) query = query.where('platform', '=', platform);
  return await query
    .orderBy('customer_id')
    .orderBy('link_id')
    .select(['customer_id as customerId', 'link_id as linkId'])
    .execute();
}

/** Ends one link, unless it was made after the event. */
async function forget(
  transaction: Kysely<BankSchema>,
  link: LinkKey,
  event: LinkEvent & { readonly kind: 'disabled' | 'unlinked' },
  now: number,
): Promise<void> {
  const happenedAt = Date.parse(event.at);
  // One statement, which takes the row's lock: whoever links anew at this moment comes before or after.
  const { numUpdatedRows } = await transaction
    .updateTable('link')
    .set({ platform_user: null })
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .where('created_at', '<=', happenedAt)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return;
  await withdrawConsent(transaction, link, { now, via: 'platform-event' });
  await unlink(transaction, link, now);
  await transaction
    .insertInto('erasure_event')
    .values({
      customer_id: link.customerId,
      link_id: link.linkId,
      event_id: event.eventId,
      kind: event.kind,
      happened_at: happenedAt,
      erased_at: now,
    })
    .onConflict(conflict => conflict.columns(['customer_id', 'link_id', 'event_id']).doNothing())
    .execute();
}
