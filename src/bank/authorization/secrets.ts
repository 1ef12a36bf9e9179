/** What the authorization server signs and names with. */
import { createECDH, createHash } from 'node:crypto';
import type { JWK } from 'oidc-provider';
import { deriveKey } from '../derive-key.ts';

export interface AuthorizationSecrets {
  /** Keys that sign cookies, newest first; an old one is kept while its cookies live. */
  readonly cookieKeys: readonly string[];
  /** Private keys that sign ID tokens with ES256 (RFC 7517), newest first. */
  readonly signingKeys: readonly JWK[];
  /** From which a customer's name at each platform is made; another one renames every customer. */
  readonly pairwiseKey: string;
}

/** All of them from the bank's one secret: the same for each process and after each start. */
export function deriveAuthorizationSecrets(secret: Uint8Array): AuthorizationSecrets {
  return {
    cookieKeys: [textOf(deriveKey(secret, 'cookies'))],
    signingKeys: [signingKey(deriveKey(secret, 'id-token-signature', 48))],
    pairwiseKey: textOf(deriveKey(secret, 'pairwise-subject')),
  };
}

/** The secret under which a platform presents itself, where none was agreed on otherwise. */
export function deriveClientSecret(secret: Uint8Array, platform: string): string {
  return textOf(deriveKey(secret, `client-secret/${platform}`));
}

/** Order of the group of P-256 (NIST SP 800-186, section 3.2.1.3). */
const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** A key of P-256 from random bits, 128 more than the order has, as FIPS 186-5 appendix A.2.1 does it. */
function signingKey(bits: Uint8Array): JWK {
  const scalar = (BigInt(`0x${Buffer.from(bits).toString('hex')}`) % (order - 1n)) + 1n;
  const d = Buffer.from(scalar.toString(16).padStart(64, '0'), 'hex');
  const curve = createECDH('prime256v1');
  curve.setPrivateKey(d);
  // Uncompressed: one byte that says so, then both coordinates.
  const point = curve.getPublicKey();
  return {
    kty: 'EC',
    crv: 'P-256',
    alg: 'ES256',
    use: 'sig',
    kid: createHash('sha256').update(point).digest('base64url').slice(0, 16),
    x: textOf(point.subarray(1, 33)),
    y: textOf(point.subarray(33)),
    d: textOf(d),
  };
}

const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
