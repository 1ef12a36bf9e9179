/** Days as whole numbers, so that windows are compared and moved by arithmetic. */

const dayMs = 86_400_000;

/** A calendar day: days since 1970-01-01. No time zone is in it; the bank's calendar named the day. */
export type Day = number;

/** The day of a date `YYYY-MM-DD`. */
export function dayOf(date: string): Day {
  return Date.parse(date) / dayMs;
}

/** The date of a day, `YYYY-MM-DD`. */
export function dateOf(day: Day): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

/** Days from one through the day before another: `[from, until)`. */
export interface Window {
  readonly from: Day;
  readonly until: Day;
}

export function isSameWindow(one: Window, other: Window): boolean {
  return one.from === other.from && one.until === other.until;
}

/** The Monday of a day's week (ISO 8601). 1970-01-01 was a Thursday. */
export function mondayOf(day: Day): Day {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** The first day of a day's month, or of one so many months earlier or later. */
export function monthStart(day: Day, monthsLater = 0): Day {
  const date = new Date(day * dayMs);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + monthsLater, 1) / dayMs;
}
