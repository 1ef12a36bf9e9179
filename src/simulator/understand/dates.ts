/**
 * Dates as people say them, and what Alexa makes of them: AMAZON.DATE (Amazon's "Slot Type Reference"). A day is
 * `2026-11-23`, a week `2026-W48`, a weekend `2026-W48-WE`, a month `2026-11`, a quarter `2026-Q4`, a season
 * `2026-FA`, a year `2026`, a decade `202X`.
 *
 * A date that names no year is on or after today, as Amazon documents it ("defaults to dates on or after the
 * current date"), so "October", said in November, is the next one; "last October" is the past one. Which of the two
 * the customer of a bank means is for the skill to say.
 */
import { Temporal } from 'temporal-polyfill';
import { calendarNames, decade, holiday, season, week, weekend } from './calendar.ts';
import {
  dateOf,
  day,
  dayOfMonth,
  dayOfWeek,
  entry,
  findDayNumber,
  findYear,
  monthDay,
  months,
  offset,
  plural,
  stepAt,
  steppedMonth,
  steps,
  two,
  unitNamed,
  unitStep,
  weekdays,
  weekOf,
  yearAfter,
} from './date-parts.ts';
import { findUnit } from './durations.ts';
import { beginsNumber, findNumber, findOrdinal, type Found } from './numbers.ts';

/** A reading of the words at one place; null where they are not of its kind. */
type Reading = (words: readonly string[], at: number, today: Temporal.PlainDate) => Found<string> | null;

/** Words that a date may begin with, besides numbers. */
const beginnings: ReadonlySet<string> = new Set([
  ...Object.keys(weekdays),
  ...Object.keys(months),
  ...Object.keys(steps),
  ...calendarNames,
  ...'the a an right now today tonight tomorrow yesterday day week month year q'.split(' '),
]);

/** Most words begin no date: they are told apart before any calendar is asked. */
function canBegin(word: string | undefined): boolean {
  if (word === undefined) return false;
  return beginnings.has(word) || beginnings.has(plural(word) ?? '') || beginsNumber(word);
}

/** The longest date that begins with the word at `at`. `today` is `YYYY-MM-DD`. */
export function findDate(words: readonly string[], at: number, today: string): Found<string> | null {
  if (!canBegin(words[at])) return null;
  const date = Temporal.PlainDate.from(today);
  let best: Found<string> | null = null;
  for (const reading of readings) {
    const found = reading(words, at, date);
    if (found !== null && found.length > (best?.length ?? 0)) best = found;
  }
  return best;
}

/** "today", "yesterday", "the day before yesterday", "this morning", "last night". */
const relativeDay: Reading = (words, at, today) => {
  const article = words[at] === 'the' ? 1 : 0;
  const phrase = (length: number): string => words.slice(at + article, at + article + length).join(' ');
  if (phrase(3) === 'day before yesterday') return { value: day(today, -2), length: 3 + article };
  if (phrase(3) === 'day after tomorrow') return { value: day(today, 2), length: 3 + article };
  if (article === 1) return null;
  if (phrase(2) === 'right now') return { value: 'PRESENT_REF', length: 2 };
  if (phrase(2) === 'last night') return { value: day(today, -1), length: 2 };
  if (/^this (?:morning|afternoon|evening)$/.test(phrase(2))) return { value: day(today, 0), length: 2 };
  const days = entry({ now: 0, today: 0, tonight: 0, yesterday: -1, tomorrow: 1 }, words[at]);
  if (days === undefined) return null;
  const hasPart = words[at] === 'today' || words[at] === 'yesterday' || words[at] === 'tomorrow';
  return { value: day(today, days), length: hasPart && isPartOfDay(words[at + 1]) ? 2 : 1 };
};

/** "Friday" with "evening" after it is still the day: what is asked about has no hours. */
const isPartOfDay = (word: string | undefined): boolean =>
  /^(?:morning|afternoon|evening|night)$/.test(word ?? '');

/** A weekday with the part of the day that was said after it. */
const withPartOfDay = (found: Found<string>, words: readonly string[], at: number): Found<string> =>
  isPartOfDay(words[at + found.length]) ? { ...found, length: found.length + 1 } : found;

/** "Friday", "this Friday", "last Friday", "Friday last week", "last week Friday". */
const namedDay: Reading = (words, at, today) => {
  const bare = entry(weekdays, plural(words[at]));
  if (bare !== undefined) {
    const inWeek = weekOf(words, at + 1);
    if (inWeek !== null)
      return { value: dayOfWeek(today, offset(inWeek.value), bare), length: 1 + inWeek.length };
    return withPartOfDay({ value: day(today, (bare - today.dayOfWeek + 7) % 7), length: 1 }, words, at);
  }
  const inWeek = weekOf(words, at);
  if (inWeek !== null) {
    const on = words[at + inWeek.length] === 'on' ? 1 : 0;
    const weekday = entry(weekdays, words[at + inWeek.length + on]);
    return weekday === undefined
      ? null
      : { value: dayOfWeek(today, offset(inWeek.value), weekday), length: inWeek.length + on + 1 };
  }
  const step = stepAt(words, at);
  const weekday = step === null ? undefined : entry(weekdays, words[at + step.length]);
  if (step === null || weekday === undefined) return null;
  const ahead = (weekday - today.dayOfWeek + 7) % 7;
  const days = step.value === 'this' ? ahead : step.value === 'next' ? ahead || 7 : ahead - 7;
  return withPartOfDay({ value: day(today, days), length: step.length + 1 }, words, at);
};

/** "this week", "last month", "the previous quarter", "next winter", "last October", "the week before last". */
const steppedUnit: Reading = (words, at, today) => {
  const step = stepAt(words, at);
  const next = step === null ? at : at + step.length;
  const word = words[next];
  const article = words[at] === 'the' ? 1 : 0;

  const beforeLast = words[at + article + 1] === 'before' && words[at + article + 2] === 'last';
  const unit = unitNamed(words[at + article]);
  if (beforeLast && unit !== null) return { value: unit(today, -2), length: article + 3 };

  if (step === null) {
    const bareWeekend = article === 1 && words[at + 1] === 'weekend' ? weekend(today, 0) : null;
    return bareWeekend === null ? null : { value: bareWeekend, length: 2 };
  }
  const stepped = unitNamed(word);
  // "the past week" is seven days and no calendar week: AMAZON.DURATION reads that.
  const isLength = step.said === 'past' && word !== 'weekend';
  if (stepped !== null)
    return isLength ? null : { value: stepped(today, offset(step.value)), length: step.length + 1 };
  const inSeason = season(word, today, step.value);
  if (inSeason !== null) return { value: inSeason, length: step.length + 1 };
  const number = entry(months, word);
  if (number !== undefined)
    return { value: steppedMonth(today, number, step.value), length: step.length + 1 };
  const feast = holiday(words, next, today, step.value);
  return feast === null ? null : { value: feast.value, length: step.length + feast.length };
};

/** "October", "October 2025", "October of last year", "October the third", "the third of October 2025". */
const namedMonth: Reading = (words, at, today) => {
  const number = entry(months, words[at]);
  if (number !== undefined) {
    const article = words[at + 1] === 'the' ? 1 : 0;
    const dayNumber = findDayNumber(words, at + 1 + article);
    if (dayNumber !== null)
      return monthDay(words, at, 1 + article + dayNumber.length, number, dayNumber.value, today);
    const year = yearAfter(words, at + 1, today);
    if (year !== null) return { value: `${year.value}-${two(number)}`, length: 1 + year.length };
    return { value: steppedMonth(today, number, null), length: 1 };
  }
  const article = words[at] === 'the' ? 1 : 0;
  const dayNumber = article === 1 ? findOrdinal(words, at + 1) : findDayNumber(words, at);
  if (dayNumber === null || dayNumber.value < 1 || dayNumber.value > 31) return null;
  const of = words[at + article + dayNumber.length] === 'of' ? 1 : 0;
  const next = at + article + dayNumber.length + of;
  const named = entry(months, words[next]);
  if (named !== undefined) return monthDay(words, at, next - at + 1, named, dayNumber.value, today);
  const step = of === 1 ? stepAt(words, next) : null;
  if (step !== null && words[next + step.length] === 'month') {
    const first = today.with({ day: 1 }).add({ months: offset(step.value) });
    const date = dateOf(first.year, first.month, dayNumber.value);
    return date === null ? null : { value: date, length: next + step.length + 1 - at };
  }
  return article === 1 ? dayOfMonth(today, dayNumber.value, article + dayNumber.length) : null;
};

/** "three days ago", "a week ago", "two months ago": as coarse as the unit that was said. */
const ago: Reading = (words, at, today) => {
  const couple = words[at] === 'a' && (words[at + 1] === 'couple' || words[at + 1] === 'few');
  const number = findNumber(words, at);
  const article = words[at] === 'a' || words[at] === 'an' ? 1 : null;
  const amount = couple ? (words[at + 1] === 'few' ? 3 : 2) : (number?.value ?? article);
  if (amount === null || amount > 10_000) return null;
  const length = couple ? (words[at + 2] === 'of' ? 3 : 2) : (number?.length ?? 1);
  const unit = findUnit(words[at + length]);
  if (unit === undefined || unit.clock || words[at + length + 1] !== 'ago') return null;
  const by = unitStep[unit.letter];
  return by === undefined ? null : { value: by(today, -amount * unit.times), length: length + 2 };
};

/** "2025", "twenty twenty five", "two thousand twenty five". */
const calendarYear: Reading = (words, at) => findYear(words, at);

/** "the first quarter of 2026", "the second quarter", "q three". */
const namedQuarter: Reading = (words, at, today) => {
  const article = words[at] === 'the' ? 1 : 0;
  const ordinal = findOrdinal(words, at + article);
  const letter = words[at + article] === 'q' ? findNumber(words, at + article + 1) : null;
  const isNamed = ordinal !== null && words[at + article + ordinal.length] === 'quarter';
  const number = isNamed ? ordinal.value : letter?.value;
  if (number === undefined || number < 1 || number > 4) return null;
  const length = article + (isNamed ? ordinal.length + 1 : 1 + (letter?.length ?? 0));
  const year = yearAfter(words, at + length, today);
  return { value: `${year?.value ?? today.year}-Q${number}`, length: length + (year?.length ?? 0) };
};

/** "summer", "the winter of 2025", "Christmas", "the week of the second", "the nineties". */
const namedTime: Reading = (words, at, today) => {
  const article = words[at] === 'the' ? 1 : 0;
  const next = at + article;
  const inSeason = season(words[next], today, null);
  if (inSeason !== null) {
    const year = yearAfter(words, next + 1, today);
    const value = year === null ? inSeason : `${year.value}${inSeason.slice(4)}`;
    return { value, length: article + 1 + (year?.length ?? 0) };
  }
  const feast = article === 0 ? holiday(words, at, today, null) : null;
  if (feast !== null) return feast;
  if (words[next] === 'week' && (words[next + 1] === 'of' || words[next + 1] === 'beginning')) {
    const start = namedMonth(words, next + 2, today) ?? namedDay(words, next + 2, today);
    if (start?.value.length !== 10) return null;
    return { value: week(Temporal.PlainDate.from(start.value), 0), length: article + 2 + start.length };
  }
  return article === 1 ? decade(words[next]) : null;
};

/** "the month of October", "the year 2025": what follows, called what it is. */
const calledByUnit: Reading = (words, at, today) => {
  const unit = words[at] === 'the' ? at + 1 : at;
  const next = words[unit + 1] === 'of' ? unit + 2 : unit + 1;
  const found =
    words[unit] === 'month'
      ? namedMonth(words, next, today)
      : words[unit] === 'year'
        ? findYear(words, next)
        : null;
  // A day of that month is no month.
  return found === null || found.value.length > 7 ? null : { ...found, length: next - at + found.length };
};

const readings: readonly Reading[] = [
  relativeDay,
  namedDay,
  steppedUnit,
  namedMonth,
  ago,
  calendarYear,
  namedQuarter,
  namedTime,
  calledByUnit,
];
