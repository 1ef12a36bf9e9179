/** Words that people put around what they want: greetings, politeness, hesitation. They carry no meaning here. */

const hesitation: ReadonlySet<string> = new Set(['um', 'umm', 'uh', 'er', 'erm', 'ah', 'hmm', 'hm', 'mm']);

const before: readonly (readonly string[])[] = [
  'please',
  'hey',
  'hi',
  'hello',
  'alexa',
  'okay so',
  'so',
  'well',
  'just',
  'quickly',
  'hey there',
  'hi there',
  'excuse me',
  'good morning',
  'good evening',
  'can you',
  'could you',
  'would you',
  'will you',
  'can you just',
  'could you just',
  'would you mind',
  'i would like you to',
  'i want you to',
  'i need you to',
].map(phrase => phrase.split(' '));

const after: readonly (readonly string[])[] = [
  'please',
  'thanks',
  'thank you',
  'for me',
  'alexa',
  'if you can',
  'if you could',
  'if you would',
  'if you do not mind',
].map(phrase => phrase.split(' '));

const isAt = (words: readonly string[], phrase: readonly string[], at: number): boolean =>
  at >= 0 && phrase.every((word, i) => words[at + i] === word);

/**
 * The part of a row of words that is left without courtesy: `from` inclusive, `to` exclusive. Never empty unless
 * the row is: of "please" alone, "please" is left.
 */
export function withoutCourtesy(words: readonly string[]): { readonly from: number; readonly to: number } {
  let from = 0;
  let to = words.length;
  for (let changed = true; changed;) {
    changed = false;
    for (const phrase of before) {
      if (from + phrase.length < to && isAt(words, phrase, from)) {
        from += phrase.length;
        changed = true;
      }
    }
    for (const phrase of after) {
      if (to - phrase.length > from && isAt(words, phrase, to - phrase.length)) {
        to -= phrase.length;
        changed = true;
      }
    }
  }
  return { from, to };
}

/** Whether a word only fills a pause. */
export function isHesitation(word: string): boolean {
  return hesitation.has(word);
}
