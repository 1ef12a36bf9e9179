import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { RandomSource } from '../link/random-source.ts';
import { keepPairs, pinPairs } from './factors/pin-digits.ts';
import { endGrantsOfCustomer } from './grants.ts';
import { hashPin, type HashCost } from './hash-pin.ts';
import { findPinRefusal, type PinRefusal } from './pin-rules.ts';

/**
 * Sets a customer's voice PIN, in place of an earlier one, together with what two of its digits are held against.
 * Every step-up of the customer ends: it was made with the PIN before. A lock stays: see `unlockLink`.
 */
export async function choosePin(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly pin: string;
    readonly pepper: Uint8Array;
    readonly now: number;
    readonly random: RandomSource;
    readonly cost?: HashCost;
  },
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: PinRefusal }> {
  const { customerId, pin, pepper, now } = options;
  const customer = await database
    .selectFrom('customer')
    .where('customer_id', '=', customerId)
    .select('birth_date')
    .executeTakeFirst();
  if (customer === undefined) return { ok: false, reason: 'unknown-customer' };
  const reason = findPinRefusal(pin, customer.birth_date);
  if (reason !== null) return { ok: false, reason };

  const pinHash = await hashPin(pin, options);
  await transact(database, async transaction => {
    await transaction
      .insertInto('voice_pin')
      .values({ customer_id: customerId, pin_hash: pinHash, set_at: now })
      .onConflict(conflict => conflict.column('customer_id').doUpdateSet({ pin_hash: pinHash, set_at: now }))
      .execute();
    await keepPairs(transaction, pinPairs(pin, { customerId, pinHash, pepper }));
    await endGrantsOfCustomer(transaction, customerId);
  });
  return { ok: true };
}
