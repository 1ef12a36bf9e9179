/**
 * The values of an AMAZON.DATE slot, as spans of days.
 *
 * Amazon's slot type reference: a day `2026-11-23`, a week `2026-W47`, a weekend `2026-W47-WE`, a month `2026-11`,
 * a season `2026-FA`, a year `2026`, a decade `202X`, and `PRESENT_REF` for "now".
 */
import { Temporal } from 'temporal-polyfill';

/** Calendar days, both ends included, and what they are a unit of. */
export interface Span {
  readonly unit: 'day' | 'weekend' | 'week' | 'month' | 'season' | 'quarter' | 'year' | 'decade';
  readonly from: Temporal.PlainDate;
  readonly through: Temporal.PlainDate;
}

/** Reads a value; null when it is of no form that is known, or names a day that no calendar has. */
export function parseSpokenDate(value: string, now: Temporal.PlainDate): Span | null {
  if (value === 'PRESENT_REF') return { unit: 'day', from: now, through: now };
  for (const { form, read } of forms) {
    const match = form.exec(value);
    if (match === null) continue;
    try {
      return read(match.slice(1));
    } catch (error) {
      // Temporal throws a RangeError for a day that does not exist, as 2026-02-30.
      if (error instanceof RangeError) return null;
      throw error;
    }
  }
  return null;
}

type Parts = readonly (string | undefined)[];

const forms: readonly { readonly form: RegExp; readonly read: (parts: Parts) => Span | null }[] = [
  {
    form: /^(\d{4})-(\d{2})-(\d{2})$/,
    read: ([year, month, day]) => dayOf(number(year), number(month), number(day)),
  },
  { form: /^(\d{4})-W(\d{2})$/, read: ([year, week]) => weekOf(number(year), number(week)) },
  { form: /^(\d{4})-W(\d{2})-WE$/, read: ([year, week]) => weekendOf(number(year), number(week)) },
  { form: /^(\d{4})-(\d{2})$/, read: ([year, month]) => monthsFrom('month', number(year), number(month), 1) },
  {
    form: /^(\d{4})-Q([1-4])$/,
    read: ([year, quarter]) => monthsFrom('quarter', number(year), 3 * number(quarter) - 2, 3),
  },
  {
    form: /^(\d{4})-(SP|SU|FA|WI)$/,
    read: ([year, season]) => monthsFrom('season', number(year), firstMonth(season), 3),
  },
  { form: /^(\d{4})$/, read: ([year]) => monthsFrom('year', number(year), 1, 12) },
  { form: /^(\d{3})X$/, read: ([decade]) => monthsFrom('decade', 10 * number(decade), 1, 120) },
];

/** A group of digits that a form has matched. */
const number = (digits: string | undefined): number => Number(digits);

function dayOf(year: number, month: number, day: number): Span {
  const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
  return { unit: 'day', from: date, through: date };
}

/** The first week of an ISO year is the one with January 4 in it. Null for a week 53 that the year does not have. */
function weekOf(year: number, week: number): Span | null {
  const fourth = Temporal.PlainDate.from({ year, month: 1, day: 4 });
  const from = fourth.subtract({ days: fourth.dayOfWeek - 1 }).add({ weeks: week - 1 });
  if (from.yearOfWeek !== year || from.weekOfYear !== week) return null;
  return { unit: 'week', from, through: from.add({ days: 6 }) };
}

function weekendOf(year: number, week: number): Span | null {
  const days = weekOf(year, week);
  return days && { unit: 'weekend', from: days.from.add({ days: 5 }), through: days.through };
}

function monthsFrom(unit: Span['unit'], year: number, month: number, months: number): Span {
  const from = Temporal.PlainDate.from({ year, month, day: 1 }, { overflow: 'reject' });
  return { unit, from, through: from.add({ months }).subtract({ days: 1 }) };
}

/** Seasons of the northern hemisphere by whole months; a winter begins in December of its year. */
function firstMonth(season: string | undefined): number {
  switch (season) {
    case 'SP':
      return 3;
    case 'SU':
      return 6;
    case 'FA':
      return 9;
    default:
      return 12;
  }
}
