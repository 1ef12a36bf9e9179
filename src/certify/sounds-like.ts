/**
 * Which names sound alike: the consonants of a name as they are spoken, after the idea of Metaphone (L. Philips, 1990).
 * Voiced and unvoiced count as one, as a microphone across the room hears them. Coarse on purpose: a collision is a
 * reason to listen, and to choose again.
 */

/** Spellings, and the sound that stands for them, applied in this order. */
const sounds: readonly (readonly [spelling: RegExp, sound: string])[] = [
  [/[^a-z]/g, ''],
  [/(.)\1+/g, '$1'],
  [/^(?:k|g|p)(?=n)/, ''],
  [/^w(?=r)/, ''],
  [/^x/, 's'],
  [/mb$/, 'm'],
  [/ch(?=o$|[rl])/g, 'k'],
  [/tch|ch/g, 'C'],
  [/sh|sci|[st]i(?=[ao])/g, 'X'],
  [/ph/g, 'f'],
  [/th/g, '0'],
  [/gh(?![aeiou])/g, ''],
  [/dg(?=[eiy])/g, 'j'],
  [/c(?=[eiy])/g, 's'],
  [/g(?=[eiy])/g, 'j'],
  [/qu/g, 'kw'],
  [/ck|[cqg]/g, 'k'],
  [/x/g, 'ks'],
  [/z/g, 's'],
  [/d/g, 't'],
  [/b/g, 'p'],
  [/v/g, 'f'],
  [/j/g, 'C'],
  [/[hwy](?![aeiou])/g, ''],
];

/** A name as it sounds, with its vowels as they are spelt; the blanks do not count. */
const spoken = (name: string): string =>
  sounds
    .reduce((text, [spelling, sound]) => text.replace(spelling, sound), name.toLowerCase())
    .replace(/(.)\1+/g, '$1');

/** Its consonants, with `A` for a vowel at the beginning. */
const consonants = (sound: string): string =>
  sound
    .replace(/^[aeiouy]+/, 'A')
    .replace(/[aeiouyhw]/g, '')
    .replace(/(.)\1+/g, '$1');

/** How many letters have to be changed, added or taken away to make one text of another (Levenshtein). */
function distance(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, at) => at);
  for (let i = 0; i < one.length; i += 1) {
    const next = [i + 1];
    for (let j = 0; j < other.length; j += 1) {
      const [left = 0, above = 0, diagonal = 0] = [next[j], row[j + 1], row[j]];
      next.push(Math.min(left + 1, above + 1, diagonal + (one[i] === other[j] ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** Whether two names can be taken for each other: the same consonants, and of all sounds at most two in five differ. */
export function soundsLike(one: string, other: string): boolean {
  const [a, b] = [spoken(one), spoken(other)];
  return consonants(a) === consonants(b) && distance(a, b) <= 0.4 * Math.max(a.length, b.length);
}
