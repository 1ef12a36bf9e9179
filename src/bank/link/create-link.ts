import type { Kysely } from 'kysely';
import type { ConsentClass, ConsentPrecision } from '../../facade/contract.ts';
import { takeUpLink } from '../authorization/grant.ts';
import { giveConsent, withdrawConsent, type LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { RandomSource } from './random-source.ts';

/** What a customer lets a platform say of every account that there is. */
export interface SeededConsent {
  readonly questions: Iterable<ConsentClass>;
  readonly precision: ConsentPrecision;
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
  return await transact(database, async transaction => {
    const link = await takeUpLink(transaction, { customerId, platform, now, random });
    if (consent === null) await withdrawConsent(transaction, link, { now, via: 'seed' });
    else await shareEverything(transaction, link, consent, now);
    return link.linkId;
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
