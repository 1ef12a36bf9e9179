/**
 * What the record keeps of the figures: a commitment. Whoever has the record learns nothing of them, not even by trying
 * every amount; whoever is shown the figures and the entry's own key can check that these and no others were told.
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import type { RandomSource } from '../../link/random-source.ts';
import { canonicalJson, type Json } from './canonical.ts';
import type { RecordKeys } from './keys.ts';

const nonceBytes = 32;

export interface Commitment {
  /** Random, base64url. */
  readonly nonce: string;
  /** HMAC-SHA-256 of the figures under the entry's own key, base64url. */
  readonly commitment: string;
}

export function commit(keys: RecordKeys, figures: Json, random: RandomSource): Commitment {
  const nonce = Buffer.from(random(nonceBytes)).toString('base64url');
  return { nonce, commitment: commitWith(openingKey(keys, nonce), figures) };
}

/**
 * The key that opens one commitment and no other. To show what was told in one answer the bank shows this key; the rest
 * of the record stays closed.
 */
function openingKey(keys: RecordKeys, nonce: string): Uint8Array {
  return createHmac('sha256', keys.commitment).update(nonce).digest();
}

const commitWith = (key: Uint8Array, figures: Json): string =>
  createHmac('sha256', key).update(canonicalJson(figures)).digest('base64url');

/** Whether these are the figures that were committed to. */
export function opensTo(keys: RecordKeys, { nonce, commitment }: Commitment, figures: Json): boolean {
  const made = Buffer.from(commitWith(openingKey(keys, nonce), figures));
  const kept = Buffer.from(commitment);
  return made.length === kept.length && timingSafeEqual(made, kept);
}
