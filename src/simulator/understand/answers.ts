/** The answer to an elicited slot: "four eight two one", "my PIN is four eight two one", "it's savings". */
import { findDigits } from './numbers.ts';
import type { SlotType } from './slot-types.ts';
import type { Span } from './templates.ts';

/** Words around an answer that say nothing but "here it is". */
const introduction: ReadonlySet<string> = new Set(
  (
    'okay yes yeah sure so well please sorry no wait the my it is that would be this i think believe said say mean ' +
    'meant in on for since from about use try voice personal secret pin code passcode number numbers digits are app says shows account'
  ).split(' '),
);

const courtesy: ReadonlySet<string> = new Set(['please', 'thanks', 'alexa']);

/** More words than an unlisted value has. */
const maxUnlistedWords = 3;

/** Reads a whole utterance as a value of the elicited slot; null where it is something else. */
export function findAnswer(
  words: readonly string[],
  type: SlotType,
  slot: string,
  today: string,
): Span | null {
  const to = words.length - (courtesy.has(words.at(-1) ?? '') ? 1 : 0);
  const answer = words.slice(0, to);
  const starts = answer.findIndex(word => !introduction.has(word));
  const lastStart = starts < 0 ? to - 1 : starts;
  for (let from = 0; from <= lastStart; from += 1) {
    const found = type.find(answer, from, today);
    if (found !== null && from + found.length === to) return { slot, type, value: found.value, from, to };
  }
  const read = readDigits[type.name];
  if (read === undefined) return null;
  for (let from = 0; from <= lastStart; from += 1) {
    const digits = findDigits(answer, from);
    if (digits !== null && from + digits.length === to) {
      return { slot, type, value: { value: read(digits.value), matches: null }, from, to };
    }
  }
  return null;
}

/** What becomes of digits in a row that are no value of the type by its own rules. */
const readDigits: Readonly<Record<string, (digits: string) => string>> = {
  // Not four: Alexa hears the slot answered and sends "?" for what it could not read.
  'AMAZON.FOUR_DIGIT_NUMBER': () => '?',
  // "four two" is 42, and "zero four" is 4.
  'AMAZON.NUMBER': digits => String(BigInt(digits)),
};

/** Reads a short utterance that is nothing else as an unlisted value of the elicited slot; for custom types. */
export function findUnlistedAnswer(words: readonly string[], type: SlotType, slot: string): Span | null {
  if (type.name.startsWith('AMAZON.') || words.length === 0 || words.length > maxUnlistedWords) return null;
  return { slot, type, value: { value: null, matches: [] }, from: 0, to: words.length };
}
