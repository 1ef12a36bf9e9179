/**
 * Tags of things too short to be hashed: two digits, a code of six. Whoever has the table alone learns nothing from
 * them, because the key is made from the pepper, which is not in the database; whoever has both tries all values in a
 * moment. `docs/decisions/0008-random-digits.md` says what follows.
 */
import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a key is for: each purpose has a key of its own. */
export type TagPurpose = 'pin-digits' | 'one-time-code';

const keyBytes = 32;

/** HMAC-SHA-256 (RFC 2104) in base64url, under a key that HKDF (RFC 5869) makes from the pepper. */
export function keyedTag(pepper: Uint8Array, purpose: TagPurpose, parts: readonly string[]): string {
  const key = hkdfSync('sha256', pepper, '', `sottovoce:${purpose}`, keyBytes);
  // JSON keeps the parts apart: no two lists of them read alike.
  return createHmac('sha256', new Uint8Array(key)).update(JSON.stringify(parts)).digest('base64url');
}

/** Whether two tags are the same; how long it takes does not tell where they differ. */
export function isSameTag(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A tag that nothing has: what is compared with where there is none. */
export const nobodysTag = Buffer.alloc(keyBytes).toString('base64url');
