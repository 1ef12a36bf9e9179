/**
 * How the skill shows the bank that it is the bank's own skill, next to the customer's token: a JWT that it signs
 * itself (RFC 7523 section 3, the claims of `private_key_jwt`). Whoever has stolen a token alone gets no answer by it.
 * Why so: docs/decisions/0010-the-skill-shows-who-it-is.md.
 */
import { createPrivateKey, randomUUID, sign, type JsonWebKey, type KeyObject } from 'node:crypto';

/** Who the skill is at the bank. */
export interface ClientIdentity {
  readonly clientId: string;
  /** Private key on the curve P-256. */
  readonly key: KeyObject;
}

/** Long enough for a bank whose clock is a little ahead or behind, too short to be worth stealing. */
const lifetimeSeconds = 120;
const minuteMs = 60_000;

/**
 * Makes the assertions of one client for one facade: a new one each minute, the same one for all requests of that
 * minute, whoever they are for. It says nothing of a customer.
 *
 * @param audience The facade's base URL.
 * @param now Milliseconds since 1970 UTC.
 */
export function createClientAssertions(
  { clientId, key }: ClientIdentity,
  audience: string,
  now: () => number,
): () => string {
  let made = { minute: Number.NaN, assertion: '' };
  return () => {
    const nowMs = now();
    const minute = Math.floor(nowMs / minuteMs);
    if (made.minute !== minute) {
      const issuedAt = Math.floor(nowMs / 1_000);
      const claims = {
        iss: clientId,
        sub: clientId,
        aud: audience,
        iat: issuedAt,
        exp: issuedAt + lifetimeSeconds,
        jti: randomUUID(),
      };
      made = { minute, assertion: signed(claims, key) };
    }
    return made.assertion;
  };
}

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** A JWS in compact form (RFC 7515 section 3.1) by ES256, whose signature is R and S side by side (RFC 7518 section 3.4). */
function signed(claims: object, key: KeyObject): string {
  const content = `${encoded({ alg: 'ES256', typ: 'JWT' })}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

/**
 * Reads a private key on P-256: a JWK as JSON, or PEM, whose line breaks may be written as `\n`.
 * @throws Error with a sentence that says what to do, and nothing of the key.
 */
export function readClientKey(text: string): KeyObject {
  const key = parseKey(text);
  if (key?.asymmetricKeyDetails?.namedCurve !== 'prime256v1') {
    throw new Error(
      'it has to be a private key on the curve P-256, as a JWK or PEM. "npm run bank -- client" makes one.',
    );
  }
  return key;
}

function parseKey(text: string): KeyObject | null {
  try {
    // What is no JWK throws here.
    return text.startsWith('{')
      ? createPrivateKey({ key: JSON.parse(text) as JsonWebKey, format: 'jwk' })
      : createPrivateKey(text.replaceAll('\\n', '\n'));
  } catch {
    // Neither; what it says may hold parts of the key.
    return null;
  }
}
