import type { Kysely } from 'kysely';
import { unlink } from '../authorization/grant.ts';
import { withdrawConsent, type LinkKey } from '../consent/index.ts';
import type { BankSchema, ConsentVia } from '../database/schema.ts';
import { transact } from '../database/transact.ts';

/**
 * Ends what a link may be used for: the consent is withdrawn, which is appended to its record, and in the same
 * transaction the link ends with its grant, tokens and step-ups. May be repeated.
 *
 * @returns Whether there was anything to end.
 */
export async function endSharing(
  database: Kysely<BankSchema>,
  link: LinkKey,
  { now, via }: { readonly now: number; readonly via: ConsentVia },
): Promise<{ ended: boolean }> {
  return await transact(database, async transaction => {
    const { withdrawn } = await withdrawConsent(transaction, link, { now, via });
    const { unlinked } = await unlink(transaction, link, now);
    return { ended: withdrawn || unlinked };
  });
}
