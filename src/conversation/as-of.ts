import { Temporal } from 'temporal-polyfill';

/** An earlier day at whose close a figure was true, as people name it. */
export type AsOf =
  | { readonly kind: 'yesterday' }
  /** Within the last week, so that the weekday's name says which. */
  | { readonly kind: 'weekday'; readonly date: string }
  | { readonly kind: 'day'; readonly date: string; readonly sameYear: boolean };

/**
 * Names the day of a figure as seen on `today`; both `YYYY-MM-DD`.
 *
 * @param date null: now
 * @returns Null for a figure of today, which needs no word.
 */
export function nameAsOf(date: string | null, today: string): AsOf | null {
  if (date === null || date >= today) return null;
  const { days } = Temporal.PlainDate.from(date).until(today, { largestUnit: 'days' });
  if (days === 1) return { kind: 'yesterday' };
  if (days < 7) return { kind: 'weekday', date };
  return { kind: 'day', date, sameYear: date.slice(0, 4) === today.slice(0, 4) };
}
