/** Cryptographically strong random bytes; `crypto.randomBytes` but for tests. */
export type RandomSource = (size: number) => Uint8Array;
