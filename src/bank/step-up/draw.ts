import type { RandomSource } from '../link/random-source.ts';

/**
 * A whole number from 0 up to and without `limit`, at most a million. Of 48 random bits the rest of a division
 * favours no number by more than one part in a hundred million.
 */
export function draw(random: RandomSource, limit: number): number {
  return Buffer.from(random(6)).readUIntBE(0, 6) % limit;
}
