/** The parts that spoken dates are made of: names of days and months, steps such as "last", years, day numbers. */
import { Temporal } from 'temporal-polyfill';
import { month, quarter, week, weekend, type Step } from './calendar.ts';
import { findNumber, findOrdinal, type Found } from './numbers.ts';

export const weekdays: Readonly<Record<string, number>> = {
  monday: 1,
  tuesday: 2,
  wednesday: 3,
  thursday: 4,
  friday: 5,
  saturday: 6,
  sunday: 7,
};

export const months: Readonly<Record<string, number>> = {
  january: 1,
  jan: 1,
  february: 2,
  feb: 2,
  march: 3,
  april: 4,
  apr: 4,
  may: 5,
  june: 6,
  july: 7,
  august: 8,
  aug: 8,
  september: 9,
  sept: 9,
  sep: 9,
  october: 10,
  oct: 10,
  november: 11,
  nov: 11,
  december: 12,
  dec: 12,
};

export const steps: Readonly<Record<string, Step>> = {
  this: 'this',
  current: 'this',
  next: 'next',
  coming: 'next',
  upcoming: 'next',
  following: 'next',
  last: 'last',
  past: 'last',
  previous: 'last',
};

/** What a table has for a word, if it has. */
export const entry = <Value>(
  table: Readonly<Record<string, Value>>,
  word: string | undefined,
): Value | undefined => (word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined);

/** How many units away. */
export const offset = (step: Step): -1 | 0 | 1 => (step === 'last' ? -1 : step === 'next' ? 1 : 0);

/** Two digits: 7 is "07". */
export const two = (number: number): string => String(number).padStart(2, '0');

/** The day that is `days` after today. */
export const day = (today: Temporal.PlainDate, days: number): string => today.add({ days }).toString();

/** A weekday (Monday is 1) of the week that is `weeks` after this one. */
export const dayOfWeek = (today: Temporal.PlainDate, weeks: number, weekday: number): string =>
  day(today, weeks * 7 + weekday - today.dayOfWeek);

/** "Mondays" is heard as "Monday". */
export const plural = (word: string | undefined): string | undefined => word?.replace(/days$/, 'day');

/** `YYYY-MM-DD`; null for a day that the calendar does not have. */
export function dateOf(year: number, monthNumber: number, dayNumber: number): string | null {
  const isReal = dayNumber >= 1 && dayNumber <= new Date(Date.UTC(year, monthNumber, 0)).getUTCDate();
  return isReal ? `${year}-${two(monthNumber)}-${two(dayNumber)}` : null;
}

type UnitStep = (today: Temporal.PlainDate, by: number) => string;

/** Steps by the ISO 8601 letter of their unit. */
export const unitStep: Readonly<Record<string, UnitStep>> = {
  D: day,
  W: week,
  M: month,
  Y: (today, by) => String(today.year + by),
};

/** The step of a unit that can be "last" or "next". */
export function unitNamed(word: string | undefined): UnitStep | null {
  switch (word) {
    case 'week':
      return week;
    case 'weekend':
      return weekend;
    case 'month':
      return month;
    case 'quarter':
      return quarter;
    case 'year':
      return (today, by) => String(today.year + by);
    case 'decade':
      return (today, by) => `${String(today.year + by * 10).slice(0, 3)}X`;
    default:
      return null;
  }
}

/** "last", "the last", "this past", "the current": which one is meant, and the word that said so. */
export function stepAt(
  words: readonly string[],
  at: number,
): (Found<Step> & { readonly said: string }) | null {
  const article = words[at] === 'the' ? 1 : 0;
  const twice = words[at] === 'this' ? entry(steps, words[at + 1]) : undefined;
  if (twice === 'last' || twice === 'next') return { value: twice, length: 2, said: words[at + 1] ?? '' };
  const said = words[at + article] ?? '';
  const step = entry(steps, said);
  return step === undefined ? null : { value: step, length: 1 + article, said };
}

/** "(of) last week", after or before a weekday. */
export function weekOf(words: readonly string[], at: number): Found<Step> | null {
  const of = words[at] === 'of' ? 1 : 0;
  const step = stepAt(words, at + of);
  return step !== null && words[at + of + step.length] === 'week'
    ? { value: step.value, length: of + step.length + 1 }
    : null;
}

/** The month that is meant: on or after this one, or by "this", "last", "next". */
export function steppedMonth(today: Temporal.PlainDate, number: number, step: Step | null): string {
  const years =
    step === 'this'
      ? 0
      : step === 'last'
        ? number < today.month
          ? 0
          : -1
        : step === 'next'
          ? number > today.month
            ? 0
            : 1
          : number >= today.month
            ? 0
            : 1;
  return `${today.year + years}-${two(number)}`;
}

/** A day's number as it is said after or before a month: "third", "25th", "twenty five", "3". */
export function findDayNumber(words: readonly string[], at: number): Found<number> | null {
  const found = findOrdinal(words, at) ?? findNumber(words, at);
  if (found === null || found.value < 1 || found.value > 31) return null;
  // "October twenty twenty five" names a year.
  return findYear(words, at) === null ? found : null;
}

export function monthDay(
  words: readonly string[],
  at: number,
  length: number,
  monthNumber: number,
  dayNumber: number,
  today: Temporal.PlainDate,
): Found<string> | null {
  const year = yearAfter(words, at + length, today);
  if (year !== null) {
    const date = dateOf(Number(year.value), monthNumber, dayNumber);
    return date === null ? null : { value: date, length: length + year.length };
  }
  // A leap day may be up to eight years away.
  for (let ahead = 0; ahead <= 8; ahead += 1) {
    const date = dateOf(today.year + ahead, monthNumber, dayNumber);
    if (date !== null && date >= today.toString()) return { value: date, length };
  }
  return null;
}

/** "the fifteenth": the next one that exists. */
export function dayOfMonth(
  today: Temporal.PlainDate,
  dayNumber: number,
  length: number,
): Found<string> | null {
  for (let ahead = 0; ahead <= 2; ahead += 1) {
    const first = today.with({ day: 1 }).add({ months: ahead });
    const date = dateOf(first.year, first.month, dayNumber);
    if (date !== null && date >= today.toString()) return { value: date, length };
  }
  return null;
}

/** A year after a month or a season: "2025", "of 2025", "in twenty twenty five", "of last year", "this year". */
export function yearAfter(
  words: readonly string[],
  at: number,
  today: Temporal.PlainDate,
): Found<string> | null {
  const joined = words[at] === 'of' || words[at] === 'in' ? 1 : 0;
  const year = findYear(words, at + joined);
  if (year !== null) return { value: year.value, length: year.length + joined };
  const step = stepAt(words, at + joined);
  return step !== null && words[at + joined + step.length] === 'year'
    ? { value: String(today.year + offset(step.value)), length: joined + step.length + 1 }
    : null;
}

/** A year between 1900 and 2099, in digits or in words. */
export function findYear(words: readonly string[], at: number): Found<string> | null {
  const word = words[at] ?? '';
  if (/^(?:19|20)\d\d$/.test(word)) return { value: word, length: 1 };
  if (word === 'nineteen' || word === 'twenty') {
    const century = word === 'nineteen' ? '19' : '20';
    if (words[at + 1] === 'oh' || words[at + 1] === 'o') {
      const digit = findNumber(words, at + 2);
      return digit !== null && digit.value > 0 && digit.value < 10
        ? { value: `${century}0${digit.value}`, length: 2 + digit.length }
        : null;
    }
    const rest = findNumber(words, at + 1);
    return rest !== null && rest.value >= 10 && rest.value <= 99
      ? { value: `${century}${rest.value}`, length: 1 + rest.length }
      : null;
  }
  if (word === 'two' && words[at + 1] === 'thousand') {
    const and = words[at + 2] === 'and' ? 1 : 0;
    const rest = findNumber(words, at + 2 + and);
    if (rest !== null && rest.value > 0 && rest.value < 100) {
      return { value: String(2000 + rest.value), length: 2 + and + rest.length };
    }
    return { value: '2000', length: 2 };
  }
  return null;
}
