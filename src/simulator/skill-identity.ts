/** The key with which the skill of this machine shows its bank who it is: made at each start, and kept nowhere. */
import { generateKeyPairSync } from 'node:crypto';
import { settings } from '../config.ts';

/** A new identity for the skill of a platform: the skill's settings, and what the bank has to know of it. */
export function createSkillIdentity(platform: string) {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const clientId = `sottovoce-${platform}`;
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return {
    environment: {
      [settings.clientId.variable]: clientId,
      [settings.clientKey.variable]: JSON.stringify(privateKey.export({ format: 'jwk' })),
    },
    client: {
      platform,
      client_id: clientId,
      jwks: { keys: [{ kty: 'EC' as const, crv: 'P-256' as const, x, y }] },
    },
  };
}
