/**
 * Hashes and signatures of the record. Each is over what it is of, by name, so that none can stand in for another: an
 * entry's signature is no head's.
 */
import { createHash, sign, verify } from 'node:crypto';
import { canonicalJson, type Json } from './canonical.ts';
import type { PublicRecordKey, RecordKeys } from './keys.ts';

type Sealed = 'entry' | 'head' | 'checkpoint';

/** Who has signed a hash, and the signature: Ed25519 in base64url. */
export interface Signature {
  readonly keyId: string;
  readonly signature: string;
}

/** As it is kept: null where nothing is signed. */
export const signatureOf = (keyId: string | null, signature: string | null): Signature | null =>
  keyId === null || signature === null ? null : { keyId, signature };

const named = (of: Sealed, text: string): Buffer =>
  Buffer.from(`sottovoce/disclosure-record/v1/${of}\n${text}`);

/** SHA-256 over the canonical JSON, in base64url. */
export function digest(of: Sealed, value: Json): string {
  return createHash('sha256')
    .update(named(of, canonicalJson(value)))
    .digest('base64url');
}

export function signHash(keys: RecordKeys, of: Sealed, hash: string): Signature {
  return {
    keyId: keys.current.id,
    signature: sign(null, named(of, hash), keys.signing).toString('base64url'),
  };
}

/** Whether one of the keys that are known has signed the hash. */
export function checkSignature(
  known: ReadonlyMap<string, PublicRecordKey>,
  of: Sealed,
  hash: string,
  { keyId, signature }: Signature,
): 'good' | 'wrong' | 'unknown-key' {
  const key = known.get(keyId);
  if (key === undefined) return 'unknown-key';
  const bytes = Buffer.from(signature, 'base64url');
  // Decoding skips what is no base64url: a signature has one spelling.
  const isCanonical = bytes.toString('base64url') === signature;
  return isCanonical && verify(null, named(of, hash), key.key, bytes) ? 'good' : 'wrong';
}
