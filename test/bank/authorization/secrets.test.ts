import { createPublicKey, createPrivateKey, sign, verify } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { deriveAuthorizationSecrets, deriveClientSecret } from '../../../src/bank/authorization/index.ts';

const secret = (byte: number): Uint8Array => new Uint8Array(32).fill(byte);

describe('the secrets of the authorization server', () => {
  it('are the same from the same secret, and others from another', () => {
    expect(deriveAuthorizationSecrets(secret(1))).toEqual(deriveAuthorizationSecrets(secret(1)));
    expect(deriveAuthorizationSecrets(secret(1))).not.toEqual(deriveAuthorizationSecrets(secret(2)));
    expect(deriveClientSecret(secret(1), 'alexa')).not.toBe(deriveClientSecret(secret(1), 'other'));
    expect(deriveClientSecret(secret(1), 'alexa')).toHaveLength(43);
  });

  it('sign with a key that is one', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), bytes => {
        const [jwk] = deriveAuthorizationSecrets(bytes).signingKeys;
        // A JWK of ours is one of Node's: it names the same members.
        const key = createPrivateKey({ key: jwk as Record<string, string>, format: 'jwk' });
        const signature = sign('sha256', Buffer.from('text'), key);
        expect(verify('sha256', Buffer.from('text'), createPublicKey(key), signature)).toBe(true);
      }),
      { numRuns: 20 },
    );
  });
});
