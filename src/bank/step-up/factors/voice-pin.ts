import { nobodysPinHash, verifyPin } from '../hash-pin.ts';
import type { Factor } from './factor.ts';
import { holdPin } from './hold-pin.ts';

/** All four digits. */
export const voicePin: Factor<'voice-pin'> = {
  async check({ pin }, { customerId }, { database, pepper, standing }) {
    const stored = await database
      .selectFrom('voice_pin')
      .leftJoin('voice_pin_pair', 'voice_pin_pair.customer_id', 'voice_pin.customer_id')
      .where('voice_pin.customer_id', '=', customerId)
      .select(['pin_hash', 'positions'])
      .executeTakeFirst();
    const isRight = await verifyPin(pin, stored?.pin_hash ?? nobodysPinHash, pepper);
    if (stored === undefined || !isRight) return null;
    // Where two digits are asked for, nobody is to say all four; but of an older PIN there are no pairs.
    if (standing === 'pin-digits' && stored.positions !== null) return null;
    return transaction => holdPin(transaction, { customerId, pinHash: stored.pin_hash });
  },

  // Also of a customer who has chosen none: who has a PIN is not told.
  challenge: () => Promise.resolve({ kind: 'voice-pin' }),
};
