import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPin, nobodysPinHash, verifyPin } from '../../../src/bank/step-up/hash-pin.ts';

const pepper = Buffer.from('a pepper');

test('a PIN has its own hash, and no other hash, pepper or PIN fits', async () => {
  const hash = await hashPin('4821', { pepper, random: randomBytes });
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  expect(await verifyPin('4821', hash, pepper)).toBe(true);
  expect(await verifyPin('4812', hash, pepper)).toBe(false);
  expect(await verifyPin('4821', hash, Buffer.from('another pepper'))).toBe(false);
  expect(await hashPin('4821', { pepper, random: randomBytes })).not.toBe(hash);
});

test('nobody has the hash that stands in for none', async () => {
  expect(await verifyPin('4821', nobodysPinHash, pepper)).toBe(false);
});

test('a damaged hash is no refusal but a fault', async () => {
  await expect(verifyPin('4821', '$2b$10$bcrypt', pepper)).rejects.toThrow('not an argon2id PHC string');
});
