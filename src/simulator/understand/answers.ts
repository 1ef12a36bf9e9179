/** The answer to an elicited slot: "four eight two one", "my PIN is four eight two one", "it's savings". */
import { findDigits } from './numbers.ts';
import type { SlotType } from './slot-types.ts';
import type { Span } from './templates.ts';

/** Words around an answer that say nothing but "here it is". */
const introduction =
  /^(?:(?:okay|yes|yeah|sure|so|well|please|sorry|the|my|it|is|that|would|be|this|i|think|believe|said|mean|meant|in|on|for|since|from|about|use|try|voice|pin|code|passcode|number|numbers|digits|account) )*/;

/** Reads a whole utterance as a value of the elicited slot; null where it is something else. */
export function findAnswer(
  words: readonly string[],
  type: SlotType,
  slot: string,
  today: string,
): Span | null {
  const end = /^(?:please|thanks|thank you)$/.test(words.at(-1) ?? '') ? words.length - 1 : words.length;
  const skipped = introduction.exec(`${words.slice(0, end).join(' ')} `)?.[0].split(' ').length ?? 1;
  for (let from = 0; from < Math.min(skipped, end); from += 1) {
    const found = type.find(words.slice(0, end), from, today);
    if (found !== null && from + found.length === end) {
      return { slot, type, value: found.value, from, to: end };
    }
  }
  if (type.name !== 'AMAZON.FOUR_DIGIT_NUMBER') return null;
  // Digits, but not four: Alexa hears the slot answered and sends "?" for what it could not read.
  for (let from = 0; from < Math.min(skipped, end); from += 1) {
    const digits = findDigits(words.slice(0, end), from);
    if (digits !== null && from + digits.length === end) {
      return { slot, type, value: { value: '?', matches: null }, from, to: end };
    }
  }
  return null;
}
