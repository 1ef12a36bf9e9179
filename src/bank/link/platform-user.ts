import type { Kysely } from 'kysely';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';

/**
 * Remembers by which opaque name the platform knows the user of a link, so that its events about that user, which
 * carry no token, find the link. Writes only what is new.
 */
export async function rememberUser(
  database: Kysely<BankSchema>,
  { customerId, linkId }: LinkKey,
  user: string,
): Promise<void> {
  await database
    .updateTable('link')
    .set({ platform_user: user })
    .where('customer_id', '=', customerId)
    .where('link_id', '=', linkId)
    .where('unlinked_at', 'is', null)
    .where(link => link.or([link('platform_user', 'is', null), link('platform_user', '<>', user)]))
    .execute();
}
