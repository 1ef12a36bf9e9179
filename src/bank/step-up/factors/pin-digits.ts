/**
 * Two digits of the PIN, drawn at random, so that whoever listens once does not hear all four. The same two are asked
 * for on a link until they are said rightly: otherwise one would ask again and again, until those come that one knows.
 * How strong that is, and how it is stored: `docs/decisions/0008-random-digits.md`.
 */
import type { Kysely } from 'kysely';
import type { PinPositions } from '../../../facade/contract.ts';
import type { BankSchema } from '../../database/schema.ts';
import { draw } from '../draw.ts';
import { nobodysPinHash } from '../hash-pin.ts';
import { isSameTag, keyedTag, nobodysTag } from '../keyed-tag.ts';
import type { Factor } from './factor.ts';
import { holdPin } from './hold-pin.ts';

const allPositions = [
  [1, 2],
  [1, 3],
  [1, 4],
  [2, 3],
  [2, 4],
  [3, 4],
] as const satisfies readonly PinPositions[];

type PairRow = BankSchema['voice_pin_pair'];

const written = (positions: PinPositions): string => positions.join('');

/** The hash is part of it, which has a salt: the tags of a PIN say nothing of the next one's. */
const tagOf = (
  pair: { readonly positions: string; readonly digits: string },
  { customerId, pinHash, pepper }: { customerId: string; pinHash: string; pepper: Uint8Array },
): string => keyedTag(pepper, 'pin-digits', [customerId, pinHash, pair.positions, pair.digits]);

/** What each two digits of a PIN are held against. */
export function pinPairs(
  pin: string,
  of: { readonly customerId: string; readonly pinHash: string; readonly pepper: Uint8Array },
): PairRow[] {
  return allPositions.map(positions => {
    const digits = positions.map(position => pin.charAt(position - 1)).join('');
    const pair = { positions: written(positions), digits };
    return { customer_id: of.customerId, positions: pair.positions, tag: tagOf(pair, of) };
  });
}

/** Keeps the pairs of a customer's new PIN, in place of those before. */
export async function keepPairs(transaction: Kysely<BankSchema>, pairs: readonly PairRow[]): Promise<void> {
  await transaction
    .insertInto('voice_pin_pair')
    .values(pairs)
    .onConflict(conflict =>
      conflict.columns(['customer_id', 'positions']).doUpdateSet(pair => ({ tag: pair.ref('excluded.tag') })),
    )
    .execute();
}

export const pinDigits: Factor<'pin-digits'> = {
  async check({ digits }, { customerId, linkId }, { database, pepper, standing }) {
    const stored = await database
      .selectFrom('link')
      .innerJoin('voice_pin', 'voice_pin.customer_id', 'link.customer_id')
      .innerJoin('voice_pin_pair', join =>
        join
          .onRef('voice_pin_pair.customer_id', '=', 'link.customer_id')
          .onRef('voice_pin_pair.positions', '=', 'link.asked_positions'),
      )
      .where('link.customer_id', '=', customerId)
      .where('link.link_id', '=', linkId)
      .select(['pin_hash', 'positions', 'tag'])
      .executeTakeFirst();
    const {
      pin_hash: pinHash,
      positions,
      tag,
    } = stored ?? {
      pin_hash: nobodysPinHash,
      positions: written(allPositions[0]),
      tag: nobodysTag,
    };
    const isRight = isSameTag(tagOf({ positions, digits }, { customerId, pinHash, pepper }), tag);
    if (stored === undefined || !isRight || standing !== 'pin-digits') return null;
    return async transaction => {
      if (!(await holdPin(transaction, { customerId, pinHash }))) return false;
      // Others are drawn when the next step-up is due.
      const { numUpdatedRows } = await transaction
        .updateTable('link')
        .set({ asked_positions: null })
        .where('customer_id', '=', customerId)
        .where('link_id', '=', linkId)
        .where('asked_positions', '=', positions)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    };
  },

  async challenge({ customerId, linkId }, { database, random }) {
    const drawn = allPositions[draw(random, allPositions.length)] ?? allPositions[0];
    const asked = await database
      .updateTable('link')
      .set(link => ({ asked_positions: link.fn.coalesce('asked_positions', link.val(written(drawn))) }))
      .where('customer_id', '=', customerId)
      .where('link_id', '=', linkId)
      .where(link =>
        link.exists(
          link
            .selectFrom('voice_pin_pair')
            .select('tag')
            .where('voice_pin_pair.customer_id', '=', customerId),
        ),
      )
      .returning('asked_positions')
      .executeTakeFirst();
    const positions = allPositions.find(each => written(each) === asked?.asked_positions);
    return positions === undefined ? null : { kind: 'pin-digits', positions: [...positions] };
  },
};
