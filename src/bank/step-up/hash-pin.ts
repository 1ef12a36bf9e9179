/**
 * Hashes of voice PINs: argon2id keyed with a pepper that is not in the database. Ten thousand PINs are tried in
 * minutes whatever the hash costs; what protects a stolen table is the pepper.
 */
import { argon2, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import type { RandomSource } from '../link/random-source.ts';

/** What a hash costs: kibibytes of memory, passes over them, lanes. */
export interface HashCost {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
}

/** OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, two passes, one lane. About 40 ms. */
const usualCost: HashCost = { memory: 19_456, passes: 2, parallelism: 1 };
const saltBytes = 16;
const tagBytes = 32;

const deriveKey = promisify(argon2);

interface PinHash {
  readonly cost: HashCost;
  readonly salt: Uint8Array;
  readonly tag: Uint8Array;
}

/** A hash that no PIN has: what a PIN is checked against where there is none, so that it takes the same time. */
export const nobodysPinHash = format({
  cost: usualCost,
  salt: new Uint8Array(saltBytes),
  tag: new Uint8Array(tagBytes),
});

/**
 * Hashes a PIN to a PHC string (`$argon2id$v=19$m=...,t=...,p=...$salt$tag`).
 *
 * @param options.cost another than the usual one for tests, which say thousands of PINs
 */
export async function hashPin(
  pin: string,
  {
    pepper,
    random,
    cost = usualCost,
  }: { readonly pepper: Uint8Array; readonly random: RandomSource; readonly cost?: HashCost },
): Promise<string> {
  const salt = random(saltBytes);
  return format({ cost, salt, tag: await derive(pin, { cost, salt, pepper, tagLength: tagBytes }) });
}

/**
 * Whether a PIN has a hash.
 * @throws When the hash is not an argon2id PHC string: the table is damaged.
 */
export async function verifyPin(pin: string, pinHash: string, pepper: Uint8Array): Promise<boolean> {
  const { cost, salt, tag } = parse(pinHash);
  const derived = await derive(pin, { cost, salt, pepper, tagLength: tag.length });
  return timingSafeEqual(derived, tag);
}

async function derive(
  pin: string,
  options: { cost: PinHash['cost']; salt: Uint8Array; pepper: Uint8Array; tagLength: number },
): Promise<Uint8Array> {
  return await deriveKey('argon2id', {
    message: pin,
    nonce: options.salt,
    secret: options.pepper,
    tagLength: options.tagLength,
    ...options.cost,
  });
}

/** https://github.com/P-H-C/phc-string-format: base64 without padding. */
function format({ cost, salt, tag }: PinHash): string {
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${encode(salt)}$${encode(tag)}`;
}

function parse(pinHash: string): PinHash {
  const [, memory, passes, parallelism, salt = '', tag = ''] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([A-Za-z0-9+/]+)\$([A-Za-z0-9+/]+)$/.exec(pinHash) ?? [];
  if (tag === '') throw new Error('the stored hash of a voice PIN is not an argon2id PHC string');
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}
