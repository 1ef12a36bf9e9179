import type { Kysely } from 'kysely';
import type { BankSchema } from '../../src/bank/database/schema.ts';

/** Inserts a link on which nothing was agreed to yet. */
export async function insertLink(
  database: Kysely<BankSchema>,
  {
    customerId,
    linkId,
    platform = 'alexa',
    createdAt,
  }: {
    readonly customerId: string;
    readonly linkId: string;
    readonly platform?: string;
    readonly createdAt: number;
  },
): Promise<void> {
  await database
    .insertInto('link')
    .values({
      customer_id: customerId,
      link_id: linkId,
      platform,
      created_at: createdAt,
      unlinked_at: null,
      failed_step_ups: 0,
      locked_at: null,
    })
    .execute();
}
