/**
 * Step-up grants: the bank's own memory that a customer has said the voice PIN. Nobody carries a grant, so there is
 * none to steal; it is looked up by what the request says of itself.
 */
import type { Kysely } from 'kysely';
import type { ConversationContext } from '../../facade/contract.ts';
import type { BankSchema } from '../database/schema.ts';
import type { Link } from '../pipeline/facts.ts';
import { absoluteMs, idleMs } from './limits.ts';

type LinkKey = Pick<Link, 'customerId' | 'linkId'>;

/** Makes the grant of a conversation, in place of one that it had for another device or speaker. */
export async function createGrant(
  database: Kysely<BankSchema>,
  { link, context, now }: { link: LinkKey; context: ConversationContext; now: number },
): Promise<void> {
  const grant = {
    device: context.device ?? null,
    speaker: context.speaker ?? null,
    granted_at: now,
    last_used_at: now,
  };
  await database
    .insertInto('step_up_grant')
    .values({
      customer_id: link.customerId,
      link_id: link.linkId,
      conversation: context.conversation,
      ...grant,
    })
    .onConflict(conflict => conflict.columns(['customer_id', 'link_id', 'conversation']).doUpdateSet(grant))
    .execute();
}

/**
 * Uses a grant, which moves its idle time. It must be of this very link, conversation, device and speaker (an absent
 * device or speaker is one of its own: it does not match a present one), used within the last five minutes and made
 * within the last fifteen. One that the bank's clock says is made in the future is refused as well.
 *
 * @returns Whether there is such a grant.
 */
export async function useGrant(
  database: Kysely<BankSchema>,
  { link, context, now }: { link: LinkKey; context: ConversationContext; now: number },
): Promise<boolean> {
  const { numUpdatedRows } = await database
    .updateTable('step_up_grant')
    .set({ last_used_at: now })
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .where('conversation', '=', context.conversation)
    .where('device', 'is not distinct from', context.device ?? null)
    .where('speaker', 'is not distinct from', context.speaker ?? null)
    .where('granted_at', '<=', now)
    .where('granted_at', '>=', now - absoluteMs)
    .where('last_used_at', '>=', now - idleMs)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Ends the grant of a conversation, whatever device or speaker it is for. */
export async function endGrant(
  database: Kysely<BankSchema>,
  { link, conversation }: { link: LinkKey; conversation: string },
): Promise<void> {
  await grantsOf(database, link.customerId)
    .where('link_id', '=', link.linkId)
    .where('conversation', '=', conversation)
    .execute();
}

/** Ends every grant of a link: it was locked. */
export async function endGrantsOfLink(database: Kysely<BankSchema>, link: LinkKey): Promise<void> {
  await grantsOf(database, link.customerId).where('link_id', '=', link.linkId).execute();
}

/** Ends every grant of a customer: the PIN was changed. */
export async function endGrantsOfCustomer(database: Kysely<BankSchema>, customerId: string): Promise<void> {
  await grantsOf(database, customerId).execute();
}

/** Removes grants of a link that are past their time, so that the table holds little more than is in force. */
export async function sweepGrants(
  database: Kysely<BankSchema>,
  { link, now }: { link: LinkKey; now: number },
): Promise<void> {
  await grantsOf(database, link.customerId)
    .where('link_id', '=', link.linkId)
    .where('granted_at', '<', now - absoluteMs)
    .execute();
}

const grantsOf = (database: Kysely<BankSchema>, customerId: string) =>
  database.deleteFrom('step_up_grant').where('customer_id', '=', customerId);
