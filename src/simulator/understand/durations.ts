/** Lengths of time as people say them: AMAZON.DURATION (Amazon's "Slot Type Reference"), `P7D`, `PT2H30M`. */
import { findNumber, type Found } from './numbers.ts';

/** Unit names, with their letter in ISO 8601 and how many of them one is (a fortnight is two weeks). */
const units: Readonly<
  Record<string, { readonly letter: string; readonly times: number; readonly clock: boolean }>
> = {
  year: { letter: 'Y', times: 1, clock: false },
  month: { letter: 'M', times: 1, clock: false },
  week: { letter: 'W', times: 1, clock: false },
  day: { letter: 'D', times: 1, clock: false },
  hour: { letter: 'H', times: 1, clock: true },
  minute: { letter: 'M', times: 1, clock: true },
  second: { letter: 'S', times: 1, clock: true },
  fortnight: { letter: 'W', times: 2, clock: false },
  quarter: { letter: 'M', times: 3, clock: false },
  decade: { letter: 'Y', times: 10, clock: false },
};

/** The unit that a word names, singular or plural. */
export function findUnit(word: string | undefined): (typeof units)[string] | undefined {
  if (word === undefined) return undefined;
  const singular = word.endsWith('s') ? word.slice(0, -1) : word;
  return Object.hasOwn(units, singular) ? units[singular] : undefined;
}

/** Half of each unit, where people say it. */
const halves: Readonly<Record<string, readonly [number, string]>> = {
  Y: [6, 'M'],
  D: [12, 'TH'],
  TH: [30, 'TM'],
  TM: [30, 'TS'],
};

const order = ['Y', 'M', 'W', 'D', 'TH', 'TM', 'TS'] as const;

/**
 * "ten days", "two and a half hours", "a year and three months", "a couple of weeks". A unit without a number
 * ("the past week") is one of it where a word before it says that a length is meant.
 */
export function findDuration(words: readonly string[], at: number): Found<string> | null {
  const amounts = new Map<string, number>();
  let next = at;
  while (next < words.length) {
    const joined = next > at && words[next] === 'and' ? next + 1 : next;
    const part = durationPart(words, joined, next === at);
    if (part === null) break;
    for (const [unit, amount] of part.value) amounts.set(unit, (amounts.get(unit) ?? 0) + amount);
    next = joined + part.length;
  }
  if (next === at) return null;
  const said = order.filter(unit => amounts.has(unit));
  const date = said.filter(unit => !unit.startsWith('T'));
  const clock = said.filter(unit => unit.startsWith('T'));
  const written = (unit: string): string => `${amounts.get(unit) ?? 0}${unit.replace('T', '')}`;
  const value = `P${date.map(written).join('')}${clock.length > 0 ? `T${clock.map(written).join('')}` : ''}`;
  return { value, length: next - at };
}

type Part = Found<readonly (readonly [string, number])[]>;

function durationPart(words: readonly string[], at: number, isFirst: boolean): Part | null {
  const amount = findAmount(words, at);
  if (amount === null) {
    const meantAsLength = isFirst && /^(?:past|previous|preceding|trailing)$/.test(words[at - 1] ?? '');
    const unit = meantAsLength ? findUnit(words[at]) : undefined;
    return unit === undefined ? null : { value: [[unitKey(unit), unit.times]], length: 1 };
  }
  let next = at + amount.length;
  // "ten business days", "three whole weeks": the adjective says nothing that a duration can hold.
  if (/^(?:whole|full|calendar|more|business|working)$/.test(words[next] ?? '')) next += 1;
  const unit = findUnit(words[next]);
  if (unit === undefined) return null;
  const key = unitKey(unit);
  const value: (readonly [string, number])[] = [];
  if (amount.value > 0) value.push([key, amount.value * unit.times]);
  next += 1;
  const halfBefore = amount.half;
  const halfAfter = words[next] === 'and' && words[next + 1] === 'a' && words[next + 2] === 'half';
  if (halfBefore || halfAfter) {
    const half = unit.letter === 'Y' && unit.times === 10 ? ([5, 'Y'] as const) : halves[key];
    if (half === undefined || (unit.times !== 1 && unit.times !== 10)) {
      if (halfBefore) return null;
    } else {
      value.push([half[1], half[0]]);
      if (halfAfter) next += 3;
    }
  }
  return { value, length: next - at };
}

function unitKey(unit: { readonly letter: string; readonly clock: boolean }): string {
  return unit.clock ? `T${unit.letter}` : unit.letter;
}

/** How many: a number, an article, "a couple of" (two), "a few" (three), "half a", "two and a half". */
function findAmount(
  words: readonly string[],
  at: number,
): (Found<number> & { readonly half: boolean }) | null {
  const word = words[at];
  if (word === 'half') {
    const article = words[at + 1] === 'a' || words[at + 1] === 'an';
    return { value: 0, length: article ? 2 : 1, half: true };
  }
  const article = word === 'a' || word === 'an' ? 1 : 0;
  const vague = words[at + article] === 'couple' ? 2 : words[at + article] === 'few' ? 3 : 0;
  if (vague > 0) {
    const of = words[at + article + 1] === 'of' ? 1 : 0;
    return { value: vague, length: article + 1 + of, half: false };
  }
  const number = findNumber(words, at);
  if (number !== null) {
    const next = at + number.length;
    const half = words[next] === 'and' && words[next + 1] === 'a' && words[next + 2] === 'half';
    return { value: number.value, length: number.length + (half ? 3 : 0), half };
  }
  return article === 1 ? { value: 1, length: 1, half: false } : null;
}
