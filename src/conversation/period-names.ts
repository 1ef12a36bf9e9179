/**
 * How a window of calendar days is spoken of. The name is found from the dates alone, not from what was asked, so
 * that what is said is always what was answered.
 */
import { Temporal } from 'temporal-polyfill';
import type { DateWindow } from '../facade/contract.ts';

/** A window as a person would name it. Dates are `YYYY-MM-DD`. */
export type Period =
  | { readonly kind: 'today' | 'yesterday' | 'since-yesterday' }
  | { readonly kind: 'day'; readonly date: string; readonly sameYear: boolean }
  | { readonly kind: 'so-far'; readonly of: 'week' | 'month' | 'year' }
  /** The same, but not to this day: through yesterday (null), or through an earlier day. */
  | {
      readonly kind: 'so-far-through';
      readonly of: 'week' | 'month' | 'year';
      readonly through: string | null;
    }
  | { readonly kind: 'through-yesterday'; readonly from: string; readonly sameYear: boolean }
  | { readonly kind: 'month'; readonly firstDay: string; readonly sameYear: boolean }
  | { readonly kind: 'year'; readonly year: number }
  /** The last so many days, today among them. */
  | { readonly kind: 'last-days'; readonly count: number }
  | { readonly kind: 'since'; readonly from: string; readonly sameYear: boolean }
  /** Several whole months, as a season. */
  | { readonly kind: 'months'; readonly from: string; readonly through: string; readonly sameYear: boolean }
  /** Saturday and Sunday. */
  | { readonly kind: 'weekend'; readonly through: string; readonly sameYear: boolean }
  | { readonly kind: 'seven-days'; readonly through: string; readonly sameYear: boolean }
  | { readonly kind: 'range'; readonly from: string; readonly through: string; readonly sameYear: boolean };

/** The window before, as seen from the window that was asked about. */
export type ComparedPeriod =
  | { readonly kind: 'period'; readonly period: Period }
  /** As many days of the month before: "at this point in October". */
  | { readonly kind: 'same-days-of-month'; readonly firstDay: string; readonly sameYear: boolean }
  /** The days right before, as many as in the window. */
  | { readonly kind: 'days-before'; readonly count: number };

/** Longer counts of days that people say; for others the first day is easier to picture. */
const roundCounts = [30, 31, 60, 90];

/** Names a window as seen on `today`. */
export function namePeriod(window: DateWindow, today: string): Period {
  const now = Temporal.PlainDate.from(today);
  const from = Temporal.PlainDate.from(window.from);
  const through = Temporal.PlainDate.from(window.through);
  const days = countDays(from, through);
  const sameYear = from.year === now.year && through.year === now.year;

  if (days === 1) return nameDay(from, now);
  if (through.equals(now)) return nameUntilToday(from, now, days);
  if (isWholeMonth(from, through)) return { kind: 'month', firstDay: window.from, sameYear };
  if (isWholeYear(from, through)) return { kind: 'year', year: from.year };
  if (isWholeMonths(from, through))
    return { kind: 'months', from: window.from, through: window.through, sameYear };
  const of = currentOf(from, now);
  const isThroughYesterday = through.add({ days: 1 }).equals(now);
  if (of !== null) return { kind: 'so-far-through', of, through: isThroughYesterday ? null : window.through };
  if (days === 2 && through.dayOfWeek === 7) return { kind: 'weekend', through: window.through, sameYear };
  if (days === 7) return { kind: 'seven-days', through: window.through, sameYear };
  if (isThroughYesterday)
    return { kind: 'through-yesterday', from: window.from, sameYear: from.year === now.year };
  return { kind: 'range', from: window.from, through: window.through, sameYear };
}

/** Names `before` as compared with `window`. */
export function nameComparedPeriod(before: DateWindow, window: DateWindow, today: string): ComparedPeriod {
  const from = Temporal.PlainDate.from(before.from);
  const through = Temporal.PlainDate.from(before.through);
  const asked = {
    from: Temporal.PlainDate.from(window.from),
    through: Temporal.PlainDate.from(window.through),
  };
  const sameYear = from.year === Temporal.PlainDate.from(today).year;

  if (isWholeMonth(from, through)) return { kind: 'period', period: namePeriod(before, today) };
  const isWithinMonth =
    asked.from.day === 1 && asked.from.toPlainYearMonth().equals(asked.through.toPlainYearMonth());
  const startsMonthBefore = from.day === 1 && from.add({ months: 1 }).equals(asked.from);
  if (isWithinMonth && startsMonthBefore && from.add(asked.from.until(asked.through)).equals(through)) {
    return { kind: 'same-days-of-month', firstDay: before.from, sameYear };
  }
  const count = countDays(from, through);
  const isAdjacent = through.add({ days: 1 }).equals(asked.from);
  if (isAdjacent && count > 1 && count === countDays(asked.from, asked.through))
    return { kind: 'days-before', count };
  return { kind: 'period', period: namePeriod(before, today) };
}

const countDays = (from: Temporal.PlainDate, through: Temporal.PlainDate): number =>
  from.until(through).days + 1;

const isWholeMonth = (from: Temporal.PlainDate, through: Temporal.PlainDate): boolean =>
  from.day === 1 && from.add({ months: 1 }).subtract({ days: 1 }).equals(through);

const isWholeMonths = (from: Temporal.PlainDate, through: Temporal.PlainDate): boolean =>
  from.day === 1 && through.day === through.daysInMonth;

const isWholeYear = (from: Temporal.PlainDate, through: Temporal.PlainDate): boolean =>
  from.dayOfYear === 1 && from.add({ years: 1 }).subtract({ days: 1 }).equals(through);

function nameDay(day: Temporal.PlainDate, now: Temporal.PlainDate): Period {
  if (day.equals(now)) return { kind: 'today' };
  if (day.add({ days: 1 }).equals(now)) return { kind: 'yesterday' };
  return { kind: 'day', date: day.toString(), sameYear: day.year === now.year };
}

/** What a day is the beginning of that is still going on; null: of nothing. */
function currentOf(from: Temporal.PlainDate, now: Temporal.PlainDate): 'week' | 'month' | 'year' | null {
  if (from.dayOfYear === 1 && from.year === now.year) return 'year';
  if (from.day === 1 && from.month === now.month && from.year === now.year) return 'month';
  return from.dayOfWeek === 1 && countDays(from, now) <= 7 ? 'week' : null;
}

function nameUntilToday(from: Temporal.PlainDate, now: Temporal.PlainDate, days: number): Period {
  const of = currentOf(from, now);
  if (of !== null) return { kind: 'so-far', of };
  if (days === 2) return { kind: 'since-yesterday' };
  if (days <= 14 || roundCounts.includes(days)) return { kind: 'last-days', count: days };
  return { kind: 'since', from: from.toString(), sameYear: from.year === now.year };
}
