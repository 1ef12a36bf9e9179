/** The parts of the calendar that AMAZON.DATE names: weeks, weekends, quarters, seasons, decades, feasts. */
import { Temporal } from 'temporal-polyfill';
import type { Found } from './numbers.ts';

/** Which one of a row is meant. */
export type Step = 'last' | 'this' | 'next';

const two = (number: number): string => String(number).padStart(2, '0');

/** The ISO 8601 week that is `by` weeks after today's: `2026-W48`. */
export function week(today: Temporal.PlainDate, by: number): string {
  const date = today.add({ weeks: by });
  return `${date.yearOfWeek ?? date.year}-W${two(date.weekOfYear ?? 1)}`;
}

/** The weekend of that week: `2026-W48-WE`. */
export function weekend(today: Temporal.PlainDate, by: number): string {
  return `${week(today, by)}-WE`;
}

/** The month that is `by` months after today's: `2026-11`. */
export function month(today: Temporal.PlainDate, by: number): string {
  return today.toPlainYearMonth().add({ months: by }).toString();
}

/** The quarter that is `by` quarters after today's: `2026-Q4`. */
export function quarter(today: Temporal.PlainDate, by: number): string {
  const date = today.with({ day: 1 }).add({ months: by * 3 });
  return `${date.year}-Q${Math.ceil(date.month / 3)}`;
}

/** The month in which each season begins; a winter bears the year in which it begins. */
const seasons: Readonly<Record<string, readonly [code: string, firstMonth: number]>> = {
  spring: ['SP', 3],
  summer: ['SU', 6],
  fall: ['FA', 9],
  autumn: ['FA', 9],
  winter: ['WI', 12],
};

/**
 * "summer": the one that is running, or the next to come. "last summer": the one that ended last. "this summer" is the
 * one of this year, "next winter" the one of the next ("2018-WI", said in November 2017, in Amazon's own example).
 */
export function season(
  word: string | undefined,
  today: Temporal.PlainDate,
  step: Step | null,
): string | null {
  const named = word !== undefined && Object.hasOwn(seasons, word) ? seasons[word] : undefined;
  if (named === undefined) return null;
  const [code, firstMonth] = named;
  const isOver = (year: number): boolean =>
    Temporal.PlainDate.compare(
      Temporal.PlainDate.from({ year, month: firstMonth, day: 1 }).add({ months: 3 }),
      today,
    ) <= 0;

  // The first of them that is not over.
  let year = today.year - 1;
  while (isOver(year)) year += 1;
  if (step === 'last') year -= 1;
  // In January, "this winter" is the one that began last year.
  if (step === 'this' || step === 'next') year = Math.min(year, today.year) + (step === 'next' ? 1 : 0);
  return `${year}-${code}`;
}

const decades: Readonly<Record<string, string>> = {
  fifties: '195X',
  sixties: '196X',
  seventies: '197X',
  eighties: '198X',
  nineties: '199X',
};

/** "(the) nineties". */
export function decade(word: string | undefined): Found<string> | null {
  const value = word !== undefined && Object.hasOwn(decades, word) ? decades[word] : undefined;
  return value === undefined ? null : { value, length: 2 };
}

/** Feasts that fall on one date, and Thanksgiving. */
const feasts: Readonly<Record<string, readonly [month: number, day: number]>> = {
  christmas: [12, 25],
  'christmas day': [12, 25],
  'christmas eve': [12, 24],
  'boxing day': [12, 26],
  'new year': [1, 1],
  'new year day': [1, 1],
  'new year eve': [12, 31],
  'new years': [1, 1],
  'new years day': [1, 1],
  'new years eve': [12, 31],
  halloween: [10, 31],
  'valentine day': [2, 14],
  'valentines day': [2, 14],
  'independence day': [7, 4],
};

/** "Christmas", "last Thanksgiving": on or after today, or by the step. */
export function holiday(
  words: readonly string[],
  at: number,
  today: Temporal.PlainDate,
  step: Step | null,
): Found<string> | null {
  for (let length = 3; length > 0; length -= 1) {
    const name = words.slice(at, at + length).join(' ');
    const inYear = feastIn(name);
    if (inYear === null || words.length < at + length) continue;
    const hasPassed = Temporal.PlainDate.compare(inYear(today.year), today) < 0;
    const isToday = inYear(today.year).equals(today);
    const years =
      step === 'this'
        ? 0
        : step === 'last'
          ? hasPassed
            ? 0
            : -1
          : hasPassed || (step === 'next' && isToday)
            ? 1
            : 0;
    return { value: inYear(today.year + years).toString(), length };
  }
  return null;
}

/** The first words of seasons, decades and feasts. */
export const calendarNames: readonly string[] = [
  ...Object.keys(seasons),
  ...Object.keys(decades),
  ...Object.keys(feasts).map(name => name.split(' ')[0] ?? name),
  'thanksgiving',
];

function feastIn(name: string): ((year: number) => Temporal.PlainDate) | null {
  if (name === 'thanksgiving' || name === 'thanksgiving day') {
    return year => {
      const first = Temporal.PlainDate.from({ year, month: 11, day: 1 });
      return first.add({ days: ((4 - first.dayOfWeek + 7) % 7) + 21 });
    };
  }
  const feast = Object.hasOwn(feasts, name) ? feasts[name] : undefined;
  return feast === undefined
    ? null
    : year => Temporal.PlainDate.from({ year, month: feast[0], day: feast[1] });
}
