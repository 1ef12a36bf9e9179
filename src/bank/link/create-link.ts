import type { Kysely } from 'kysely';
import type { ConsentClass, Precision } from '../../facade/contract.ts';
import { giveConsent, withdrawConsent, type LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from './random-source.ts';
import { randomUuid } from './random-uuid.ts';

/** What a customer lets a platform say of every account that there is. */
export interface SeededConsent {
  readonly questions: Iterable<ConsentClass>;
  readonly precision: Precision;
  /** How long it lasts from the moment of linking. */
  readonly validForMs: number;
}

/**
 * Links a customer to a platform without the customer: for data that the bank seeds or imports. There is one link for
 * a customer and a platform: linking again takes up the same one, with its counter of wrong PINs and its lock, so that
 * nobody gets out of a lock by linking again. What was consented before is withdrawn, and earlier access tokens end.
 *
 * @param consent Null for none, under which nothing is answered.
 * @returns The link's id.
 * @throws When there is no such customer.
 */
export async function createLink(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly platform: string;
    readonly consent: SeededConsent | null;
    readonly now: number;
    readonly random: RandomSource;
  },
): Promise<string> {
  const { customerId, platform, consent, now, random } = options;
  return await database.transaction().execute(async transaction => {
    const { link_id: linkId } = await transaction
      .insertInto('link')
      .values({
        customer_id: customerId,
        link_id: randomUuid(random),
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
    await endLinkUse(transaction, link);
    if (consent === null) await withdrawConsent(transaction, link, { now, via: 'seed' });
    else await shareEverything(transaction, link, consent, now);
    return linkId;
  });
}

/** Appends a consent to all of the customer's accounts, each under the nickname that it has at the bank. */
export async function shareEverything(
  database: Kysely<BankSchema>,
  link: LinkKey,
  { questions, precision, validForMs }: SeededConsent,
  now: number,
): Promise<void> {
  const accounts = await database
    .selectFrom('account')
    .where('customer_id', '=', link.customerId)
    .orderBy('account_id')
    .select(['account_id as accountId', 'nickname'])
    .execute();
  const choice = { questions, precision, accounts, validUntil: now + validForMs };
  await giveConsent(database, link, choice, { now, via: 'seed' });
}

/** Ends whatever a link could be used with: tokens and step-ups. */
async function endLinkUse(transaction: Kysely<BankSchema>, { customerId, linkId }: LinkKey): Promise<void> {
  for (const table of ['access_token', 'step_up_grant'] as const) {
    await transaction
      .deleteFrom(table)
      .where('customer_id', '=', customerId)
      .where('link_id', '=', linkId)
      .execute();
  }
}
