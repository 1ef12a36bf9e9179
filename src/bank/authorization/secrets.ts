/** What the authorization server must not lose: made once for a data folder and kept by the caller. */
import { generateKeyPairSync } from 'node:crypto';
import * as z from 'zod';
import type { RandomSource } from '../link/random-source.ts';

const privateKey = z.looseObject({ kty: z.string(), kid: z.string() });

/** Its JSON form, as kept in a file of secrets. */
export const authorizationSecrets = z.strictObject({
  /** Keys that sign cookies, newest first; an old one is kept while its cookies live. */
  cookieKeys: z.array(z.string().min(32)).min(1),
  /** Private signing keys (RFC 7517), newest first. */
  signingKeys: z.array(privateKey).min(1),
  /** From which a customer's name at each platform is made; losing it renames every customer. */
  pairwiseKey: z.string().min(32),
});
export type AuthorizationSecrets = z.infer<typeof authorizationSecrets>;

/** New secrets: one of each. */
export function generateAuthorizationSecrets(random: RandomSource): AuthorizationSecrets {
  const text = (): string => Buffer.from(random(32)).toString('base64url');
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const { kty = 'EC', ...rest } = privateKey.export({ format: 'jwk' });
  return {
    cookieKeys: [text()],
    signingKeys: [{ kty, kid: text().slice(0, 16), use: 'sig', alg: 'ES256', ...rest }],
    pairwiseKey: text(),
  };
}
