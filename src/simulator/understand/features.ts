/** What the classifier sees of a sentence: its words, pairs of words and runs of three to five letters, hashed. */

/** A sparse vector of unit length. */
export interface Features {
  readonly indices: Uint32Array;
  readonly values: Float32Array;
}

/** Buckets that features are hashed into. */
export const featureDimension = 1 << 16;

const mask = featureDimension - 1;

/** FNV-1a over UTF-16 code units, continued from `hash`. */
function hashText(text: string, hash: number): number {
  for (let i = 0; i < text.length; i += 1) hash = Math.imul(hash ^ text.charCodeAt(i), 16_777_619);
  return hash;
}

/** Spreads the entropy of a hash over its low bits, which choose the bucket. */
function bucket(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return (mixed ^ (mixed >>> 13)) & mask;
}

const wordSeed = 0x811c9dc5;
const pairSeed = 0x01000193;
const lettersSeed = 0x3c6ef372;

/** Weights of the kinds of features against each other. */
const weight = { word: 1, pair: 1, letters: 0.6 };

/** `words` is a sentence in its normal form; slot values may be stood in for by words such as `@date`. */
export function featuresOf(words: readonly string[]): Features {
  const sums = new Map<number, number>();
  const add = (hash: number, amount: number): void => {
    const index = bucket(hash);
    sums.set(index, (sums.get(index) ?? 0) + amount);
  };

  const bounded = ['<', ...words, '>'];
  for (let i = 0; i < bounded.length; i += 1) {
    const word = bounded[i] ?? '';
    const next = bounded[i + 1];
    if (i > 0 && next !== undefined) add(hashText(word, wordSeed), weight.word);
    if (next !== undefined) add(hashText(next, hashText(word, pairSeed) * 31), weight.pair);
  }
  for (const word of words) {
    if (word.startsWith('@')) continue;
    const text = `_${word}_`;
    for (let from = 0; from < text.length; from += 1) {
      let hash = lettersSeed;
      for (let length = 1; length <= 5 && from + length <= text.length; length += 1) {
        hash = Math.imul(hash ^ text.charCodeAt(from + length - 1), 16_777_619);
        if (length >= 3) add(hash, weight.letters);
      }
    }
  }

  let norm = 0;
  // The square root keeps a feature that is heard twice from counting twice; its square is the sum again.
  for (const sum of sums.values()) norm += sum;
  norm = Math.sqrt(norm) || 1;
  const indices = new Uint32Array(sums.size);
  const values = new Float32Array(sums.size);
  let at = 0;
  for (const [index, sum] of sums) {
    indices[at] = index;
    values[at] = Math.sqrt(sum) / norm;
    at += 1;
  }
  return { indices, values };
}
