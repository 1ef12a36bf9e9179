import { hkdfSync } from 'node:crypto';

/**
 * A key for one purpose from the bank's one secret (HKDF-SHA256, RFC 5869), so that there is one secret to keep and
 * two purposes never share a key.
 *
 * @param secret at least 32 random bytes
 */
export function deriveKey(secret: Uint8Array, purpose: string, length = 32): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, new Uint8Array(), `sottovoce/${purpose}`, length));
}
