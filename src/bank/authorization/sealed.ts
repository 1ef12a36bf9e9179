/**
 * How the authorization server's state is kept so that the table alone is worth nothing: a row is found by a digest of
 * its id, and its content opens only with the id itself. The ids are the tokens, codes and cookies that clients hold.
 *
 * A plain SHA-256 is enough for both: the ids carry 126 bits of randomness or more, so there is nothing to guess.
 */
import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { RandomSource } from '../link/random-source.ts';

const cipher = 'aes-256-gcm';
const ivBytes = 12;
const tagBytes = 16;

/** What a row is found by. The kind is part of it, so that a token of one kind never names a row of another. */
export function digestOf(kind: string, id: string): string {
  return createHash('sha256').update(`id:${kind}:${id}`).digest('base64url');
}

/** Encrypts under the id; base64url. */
export function seal(kind: string, id: string, content: unknown, random: RandomSource): string {
  const iv = random(ivBytes);
  const encryption = createCipheriv(cipher, keyOf(kind, id), iv);
  const body = Buffer.concat([encryption.update(JSON.stringify(content), 'utf8'), encryption.final()]);
  return Buffer.concat([iv, encryption.getAuthTag(), body]).toString('base64url');
}

/** @throws when the row was sealed under another id or has been changed. */
export function open(kind: string, id: string, sealed: string): unknown {
  const bytes = Buffer.from(sealed, 'base64url');
  const decryption = createDecipheriv(cipher, keyOf(kind, id), bytes.subarray(0, ivBytes));
  decryption.setAuthTag(bytes.subarray(ivBytes, ivBytes + tagBytes));
  const body = Buffer.concat([decryption.update(bytes.subarray(ivBytes + tagBytes)), decryption.final()]);
  return JSON.parse(body.toString('utf8'));
}

function keyOf(kind: string, id: string): Buffer {
  return createHash('sha256').update(`key:${kind}:${id}`).digest();
}
