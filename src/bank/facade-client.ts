/**
 * The skills that may ask the facade: one client a platform, known by its public keys. A client signs a short JWT for
 * each minute (RFC 7523 section 3) and sends it next to the customer's token, which alone is worth nothing.
 */
import { createPublicKey, verify, type KeyObject } from 'node:crypto';
import * as z from 'zod';
import { maxClientAssertionLength } from '../facade/contract.ts';

/** A public key on P-256 (RFC 7517). A private one is refused, since it does not belong here. */
const publicKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: z.string().length(43),
  y: z.string().length(43),
  kid: z.string().optional(),
  use: z.literal('sig').optional(),
  alg: z.literal('ES256').optional(),
});

/** One client, with the names of RFC 7591. Two keys at once let a new one take over from an old one. */
const facadeClient = z.strictObject({
  /** As links name it, `alexa`. */
  platform: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  client_id: z.string().min(1).max(100),
  jwks: z.strictObject({ keys: z.array(publicKey).min(1).max(4) }),
});
export type FacadeClient = z.infer<typeof facadeClient>;

/** The clients as they are configured: a list in which no two have the same name. */
export const facadeClients = z
  .array(facadeClient)
  .max(20)
  .refine(clients => new Set(clients.map(client => client.client_id)).size === clients.length, {
    error: 'two clients have the same client_id',
  });

/** The platform whose client made an assertion; null for everything that is none, without a reason. */
export type ClientCheck = (assertion: string, nowMs: number) => string | null;

/** An assertion that lasts longer has not been made by our skill. */
const maxLifetimeSeconds = 300;
/** How far the clocks of skill and bank may be apart. */
const skewSeconds = 60;

/** A header with anything else in it, `crit` above all, asks for what we do not do (RFC 7515 section 4.1.11). */
const header = z.strictObject({
  alg: z.literal('ES256'),
  typ: z.literal('JWT').optional(),
  kid: z.string().optional(),
});
const claims = z.looseObject({
  iss: z.string(),
  sub: z.string(),
  aud: z.string(),
  iat: z.int(),
  exp: z.int(),
  jti: z.string().min(1).max(100),
});
const compact = /^([\w-]+)\.([\w-]+)\.([\w-]{86})$/;

/**
 * Makes the check.
 * @param audience The facade's address, as the skill knows it.
 * @throws Error when a key is not on the curve.
 */
export function createClientCheck(clients: readonly FacadeClient[], audience: string): ClientCheck {
  const known = new Map(
    clients.map(client => [
      client.client_id,
      {
        platform: client.platform,
        keys: client.jwks.keys.map(key => createPublicKey({ key, format: 'jwk' })),
      },
    ]),
  );
  return (assertion, nowMs) => {
    if (assertion.length > maxClientAssertionLength) return null;
    const [, head = '', body = '', signature = ''] = compact.exec(assertion) ?? [];
    const said = claims.safeParse(parsed(body)).data;
    if (said === undefined || !header.safeParse(parsed(head)).success) return null;
    const client = known.get(said.iss);
    if (client === undefined || said.sub !== said.iss || said.aud !== audience) return null;
    const content = Buffer.from(`${head}.${body}`);
    if (!client.keys.some(key => isSignedBy(key, content, Buffer.from(signature, 'base64url')))) return null;
    const now = nowMs / 1_000;
    const isTimely =
      said.iat <= now + skewSeconds &&
      said.exp > now - skewSeconds &&
      said.exp > said.iat &&
      said.exp - said.iat <= maxLifetimeSeconds;
    return isTimely ? client.platform : null;
  };
}

/** R and S side by side (RFC 7518 section 3.4). */
const isSignedBy = (key: KeyObject, content: Buffer, signature: Buffer): boolean =>
  verify('sha256', content, { key, dsaEncoding: 'ieee-p1363' }, signature);

/** Undefined when it is not JSON in base64url. */
function parsed(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
}
