import { generateKeyPairSync } from 'node:crypto';
import { bankSettings } from '../config.ts';
import type { FacadeClient } from '../facade-client.ts';
import { readArguments, UsageError, type Command } from './command.ts';

export const client: Command = {
  name: 'client',
  summary: 'make the key with which a skill shows the bank who it is',
  help: `Usage: bank client [options]

Prints two settings: the private key for the skill, which belongs into your secret store, and its public half for
the bank. Nothing is kept.

  --platform NAME    the platform whose customers the skill serves (default: alexa)`,

  run(args, context) {
    const { values } = readArguments(args, { platform: { type: 'string' } });
    const platform = values.platform ?? 'alexa';
    if (!/^[a-z][a-z0-9-]{0,31}$/.test(platform))
      throw new UsageError('--platform is a name in small letters, like alexa.');
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const clientId = `sottovoce-${platform}`;
    // Node's type of a JWK is open; a key on P-256 has just these members.
    const key = publicKey.export({ format: 'jwk' }) as FacadeClient['jwks']['keys'][number];
    const clients: FacadeClient[] = [{ platform, client_id: clientId, jwks: { keys: [key] } }];
    context.print('# For the skill; the key is a secret.');
    context.print(`SOTTOVOCE_CLIENT_ID=${clientId}`);
    context.print(`SOTTOVOCE_CLIENT_KEY='${JSON.stringify(privateKey.export({ format: 'jwk' }))}'`);
    context.print('# For the bank.');
    context.print(`${bankSettings.clients.variable}='${JSON.stringify(clients)}'`);
    return Promise.resolve(0);
  },
};
