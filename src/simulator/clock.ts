/** The clock that bank and skill share on this machine: the real one, or one that starts at a given day. */
import { Temporal } from 'temporal-polyfill';

export interface Clock {
  /** Milliseconds since 1970 UTC, whole. */
  readonly now: () => number;
  /** The calendar date, `YYYY-MM-DD`. */
  readonly today: () => string;
  /** Lets time pass; negative goes back. */
  readonly moveBy: (byMs: number) => void;
}

/**
 * @param today `YYYY-MM-DD`: the clock starts at noon of that day and runs on from there; null: the real time
 * @param realNow milliseconds since 1970 UTC
 */
export function createClock(today: string | null, timeZone: string, realNow: () => number): Clock {
  const startedAt = realNow();
  let offsetMs = today === null ? 0 : noonOf(today, timeZone) - startedAt;
  const now = (): number => Math.trunc(realNow() + offsetMs);
  return {
    now,
    today: () => dateAt(now(), timeZone),
    moveBy: byMs => {
      offsetMs += byMs;
    },
  };
}

const noonOf = (date: string, timeZone: string): number =>
  Temporal.PlainDate.from(date).toZonedDateTime({ timeZone, plainTime: '12:00' }).epochMilliseconds;

/** The calendar date of an instant, in a time zone. */
export const dateAt = (epochMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(Math.trunc(epochMs))
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isCalendarDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    Temporal.PlainDate.from(text, { overflow: 'reject' });
    return true;
  } catch {
    return false;
  }
}

/** Milliseconds of a clock that only goes forward; when it began means nothing. */
export type Stopwatch = () => number;

export const realStopwatch: Stopwatch = () => performance.now();

/** How long it has been since the stopwatch stood at `startedAt`: milliseconds, to a tenth. */
export const msSince = (startedAt: number, stopwatch: Stopwatch): number => toTenths(stopwatch() - startedAt);

/** A duration as it is told: what is below a tenth of a millisecond is noise. */
export const toTenths = (ms: number): number => Math.round(ms * 10) / 10;
