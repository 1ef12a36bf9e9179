import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import { isLocked, maxFailuresADay } from './limits.ts';

/**
 * Frees a customer's link with a platform: its failures in a row are forgotten, and those of the day over all of the
 * customer's links. Only the bank's own side calls this; there is no way to it from the facade.
 *
 * @returns What was found: `not-linked` when there is no such link, `not-locked` when there was nothing to free.
 */
export async function unlockLink(
  database: Kysely<BankSchema>,
  { customerId, platform }: { readonly customerId: string; readonly platform: string },
): Promise<'unlocked' | 'not-locked' | 'not-linked'> {
  return await transact(database, async transaction => {
    const link = await transaction
      .selectFrom('link')
      .where('customer_id', '=', customerId)
      .where('platform', '=', platform)
      .select(['link_id', 'failed_step_ups', 'locked_at'])
      .executeTakeFirst();
    if (link === undefined) return 'not-linked';
    await transaction
      .updateTable('link')
      .set({ failed_step_ups: 0, locked_at: null })
      .where('customer_id', '=', customerId)
      .where('link_id', '=', link.link_id)
      .execute();
    const days = await transaction
      .deleteFrom('step_up_day')
      .where('customer_id', '=', customerId)
      .returning('failures')
      .execute();
    const isDayUsedUp = days.some(({ failures }) => failures >= maxFailuresADay);
    return isLocked(link) || isDayUsedUp ? 'unlocked' : 'not-locked';
  });
}
