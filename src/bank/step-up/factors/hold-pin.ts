import type { Kysely } from 'kysely';
import type { BankSchema } from '../../database/schema.ts';

/** Takes the lock of a customer's PIN by an update that changes nothing. @returns whether it is still that very PIN */
export async function holdPin(
  transaction: Kysely<BankSchema>,
  { customerId, pinHash }: { readonly customerId: string; readonly pinHash: string },
): Promise<boolean> {
  const { numUpdatedRows } = await transaction
    .updateTable('voice_pin')
    .set(pin => ({ set_at: pin.ref('set_at') }))
    .where('customer_id', '=', customerId)
    .where('pin_hash', '=', pinHash)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
