/** With what the record is signed, and with what its commitments are made. */
import { createHash, createPrivateKey, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { deriveKey } from '../../derive-key.ts';
import { canonicalJson } from './canonical.ts';

/** The public half of a key that signs, as anybody may have it (RFC 8037). */
export interface PublicRecordKey {
  /** Its JWK thumbprint (RFC 7638). */
  readonly id: string;
  /** The key itself: 32 bytes in base64url, the `x` of its JWK. */
  readonly x: string;
  readonly key: KeyObject;
}

/** What the bank needs to write the record. */
export interface RecordKeys {
  readonly signing: KeyObject;
  readonly current: PublicRecordKey;
  /** The current key and those before it, by their ids: what they have signed is good. */
  readonly known: ReadonlyMap<string, PublicRecordKey>;
  /** Keys the commitments. */
  readonly commitment: Uint8Array;
}

/** How an Ed25519 key of 32 bytes begins as PKCS #8 (RFC 8410, section 7). */
const pkcs8Head = Buffer.from('302e020100300506032b657004220420', 'hex');

/**
 * @param secret at least 32 random bytes, kept away from the database
 * @param former public keys with which the record was signed before, as `x`
 * @throws TypeError when a former key is none
 */
export function recordKeys(secret: Uint8Array, former: readonly string[] = []): RecordKeys {
  const seed = deriveKey(secret, 'disclosure-record/signing');
  const signing = createPrivateKey({ key: Buffer.concat([pkcs8Head, seed]), format: 'der', type: 'pkcs8' });
  const current = publicRecordKey(createPublicKey(signing).export({ format: 'jwk' }).x ?? '');
  return {
    signing,
    current,
    known: knownKeys([current, ...former.map(publicRecordKey)]),
    commitment: deriveKey(secret, 'disclosure-record/commitment'),
  };
}

/** What an Ed25519 public key looks like: 32 bytes in base64url. */
export const publicKeyForm = /^[A-Za-z0-9_-]{43}$/;

/** @throws TypeError when the text is no Ed25519 public key in base64url */
export function publicRecordKey(x: string): PublicRecordKey {
  if (!publicKeyForm.test(x)) throw new TypeError('an Ed25519 public key has 43 characters in base64url');
  const jwk = publicJwk(x);
  return {
    id: createHash('sha256').update(canonicalJson(jwk)).digest('base64url'),
    x,
    key: createPublicKey({ key: jwk satisfies JsonWebKey, format: 'jwk' }),
  };
}

/** By their ids. */
export const knownKeys = (keys: readonly PublicRecordKey[]): ReadonlyMap<string, PublicRecordKey> =>
  new Map(keys.map(key => [key.id, key]));

/** The keys that are known, as a JWK set (RFC 7517). */
export const publicKeySet = ({ known }: Pick<RecordKeys, 'known'>) => ({
  keys: [...known.values()].map(({ id, x }) => ({ kid: id, ...publicJwk(x), use: 'sig', alg: 'EdDSA' })),
});

/** The members of the key's JWK that its thumbprint is made of. */
const publicJwk = (x: string) => ({ crv: 'Ed25519', kty: 'OKP', x });
