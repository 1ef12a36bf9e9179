/** Keyed names: what a form carries to show that it is ours, and how a browser shows that it is known. */
import { createHmac, timingSafeEqual } from 'node:crypto';

/** Makes and checks them with one key for all pages. */
export interface Tokens {
  /** A name for `text` that only the holder of the key can make; for another purpose it is another. */
  readonly sign: (purpose: string, text: string) => string;
  /** Whether `signature` is the name of `text`; in constant time. */
  readonly isSigned: (purpose: string, text: string, signature: string) => boolean;
}

/** @param key at least 32 random bytes */
export function createTokens(key: Uint8Array): Tokens {
  const sign = (purpose: string, text: string): string =>
    createHmac('sha256', key).update(`${purpose}\n${text}`).digest('base64url');
  return {
    sign,
    isSigned: (purpose, text, signature) => {
      const expected = Buffer.from(sign(purpose, text));
      const given = Buffer.from(signature);
      return given.length === expected.length && timingSafeEqual(given, expected);
    },
  };
}
