import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { digestOf, open, seal } from '../../../src/bank/authorization/sealed.ts';

describe('a sealed row', () => {
  const content = { accountId: 'demo', scope: 'ask' };
  const sealed = seal('AccessToken', 'the-token', content, randomBytes);

  it('opens with its id', () => {
    expect(open('AccessToken', 'the-token', sealed)).toEqual(content);
  });

  it('does not open with another id, as another kind, or changed', () => {
    expect(() => open('AccessToken', 'another', sealed)).toThrow();
    expect(() => open('RefreshToken', 'the-token', sealed)).toThrow();
    expect(() => open('AccessToken', digestOf('AccessToken', 'the-token'), sealed)).toThrow();
    const bytes = Buffer.from(sealed, 'base64url');
    bytes.writeUInt8(bytes.readUInt8(40) ^ 1, 40);
    expect(() => open('AccessToken', 'the-token', bytes.toString('base64url'))).toThrow();
  });

  it('says nothing, and is another one each time', () => {
    expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('demo');
    expect(seal('AccessToken', 'the-token', content, randomBytes)).not.toBe(sealed);
  });
});
