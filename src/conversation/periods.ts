/**
 * From what was said about time to a window of calendar days at the bank.
 *
 * The windows look back: a question is about money that has moved. Alexa resolves a bare weekday or month forward
 * ("Friday" is the coming Friday), so what lies ahead is first read as the one that has passed, and refused only
 * when that makes no sense. Weeks are ISO weeks, Monday to Sunday, as Alexa's are.
 */
import { Temporal } from 'temporal-polyfill';
import { type DateWindow, maxWindowDays } from '../facade/contract.ts';
import { type Span, parseSpokenDate } from './spoken-dates.ts';
import type { PeriodProblem } from './wording.ts';

/** The resolved values of the time slots: AMAZON.DATE, AMAZON.DURATION (ISO 8601), and AMAZON.DATE again. */
export interface SaidPeriod {
  readonly date?: string | undefined;
  readonly duration?: string | undefined;
  /** The window runs from its beginning through today. */
  readonly since?: string | undefined;
}

export type ReadPeriod =
  | { readonly kind: 'nothing-said' }
  | { readonly kind: 'window'; readonly window: DateWindow }
  | { readonly kind: 'problem'; readonly problem: PeriodProblem };

/** The window that is meant when none is said. */
export type DefaultWindow = 'last-seven-days' | 'this-month';

export function defaultWindow(kind: DefaultWindow, today: string): DateWindow {
  const now = Temporal.PlainDate.from(today);
  const from = kind === 'this-month' ? now.with({ day: 1 }) : now.subtract({ days: 6 });
  return { from: from.toString(), through: today };
}

/** Reads what was said about time. Every window is valid, ends today at the latest and fits the contract. */
export function readPeriod(said: SaidPeriod, scene: { readonly today: string }): ReadPeriod {
  if (said.date === undefined && said.duration === undefined && said.since === undefined) {
    return { kind: 'nothing-said' };
  }
  const now = Temporal.PlainDate.from(scene.today);
  const found = resolve(said, now);
  if (typeof found === 'string') return { kind: 'problem', problem: found };
  if (found.from.until(found.through).days >= maxWindowDays) return { kind: 'problem', problem: 'too-long' };
  return { kind: 'window', window: { from: found.from.toString(), through: found.through.toString() } };
}

interface Days {
  readonly from: Temporal.PlainDate;
  readonly through: Temporal.PlainDate;
}

function resolve(said: SaidPeriod, now: Temporal.PlainDate): Days | PeriodProblem {
  const candidates: Days[] = [];

  if (said.since !== undefined) {
    const since = parseAsPast(said.since, now);
    if (typeof since === 'string') return since;
    candidates.push({ from: since.from, through: now });
  }

  const dated = said.date === undefined ? null : parseAsPast(said.date, now);
  if (typeof dated === 'string') return dated;

  if (said.duration !== undefined) {
    const duration = parseDuration(said.duration);
    if (duration === null) return 'unclear';
    // "In the week of the sixteenth, for seven days": the date says it all, and the duration agrees.
    const agrees = dated !== null && lasts(dated, duration);
    const days = agrees ? clip(dated, now) : lastDays(duration, now);
    if (days === null) return 'too-long';
    candidates.push(days);
  }

  // Beside a duration or a "since", "today" and "now" only say where the window ends.
  const isEndOnly =
    dated !== null && dated.from.equals(now) && dated.through.equals(now) && candidates.length > 0;
  if (dated !== null && !isEndOnly) candidates.push(clip(dated, now));

  const [first, ...others] = candidates;
  if (first === undefined) return 'unclear';
  return others.every(other => other.from.equals(first.from) && other.through.equals(first.through))
    ? first
    : 'contradictory';
}

const clip = (span: Days, now: Temporal.PlainDate): Days => ({
  from: span.from,
  through: isAfter(span.through, now) ? now : span.through,
});

const isAfter = (one: Temporal.PlainDate, other: Temporal.PlainDate): boolean =>
  Temporal.PlainDate.compare(one, other) > 0;

/** A spoken date that began today or earlier, or why there is none. */
function parseAsPast(value: string, now: Temporal.PlainDate): Span | 'unclear' | 'future' {
  const span = parseSpokenDate(value, now);
  if (span === null) return 'unclear';
  if (!isAfter(span.from, now)) return span;
  const past = mostRecent(span, now);
  return past !== null && !isAfter(past.from, now) ? past : 'future';
}

/** The one that has passed, for a span that Alexa has resolved forward; null when it was meant to be ahead. */
function mostRecent(span: Span, now: Temporal.PlainDate): Span | null {
  switch (span.unit) {
    case 'day':
      if (now.until(span.from).days <= 6) return back(span, { days: 7 });
      return isAfter(span.from, now.add({ months: 1 })) ? back(span, { years: 1 }) : null;
    case 'weekend':
      return now.until(span.from).days <= 6 ? back(span, { days: 7 }) : null;
    case 'month':
      return isAfter(span.from, now.with({ day: 1 }).add({ months: 1 })) ? lastYears(span) : null;
    // Nobody asks what was spent in a season that is still to come.
    case 'season':
      return lastYears(span);
    default:
      return null;
  }
}

const back = (span: Span, by: Temporal.DurationLike): Span => ({
  unit: span.unit,
  from: span.from.subtract(by),
  through: span.through.subtract(by),
});

/** The same months a year before, to the last day: February may have one more or one less. */
const lastYears = (span: Span): Span => ({
  unit: span.unit,
  from: span.from.subtract({ years: 1 }),
  through: span.through.add({ days: 1 }).subtract({ years: 1 }).subtract({ days: 1 }),
});

/** An ISO 8601 duration longer than nothing; null for anything else. */
function parseDuration(value: string): Temporal.Duration | null {
  try {
    const duration = Temporal.Duration.from(value);
    return duration.sign > 0 ? duration : null;
  } catch {
    return null;
  }
}

/** Whether a span is exactly as long as a duration. */
function lasts(span: Span, duration: Temporal.Duration): boolean {
  try {
    return span.from.add(wholeDays(duration)).equals(span.through.add({ days: 1 }));
  } catch {
    return false;
  }
}

/**
 * The days of a duration that ends now, today included. Hours reach back to the day on which they began: the last
 * twenty-four hours touch yesterday. Null when they reach back further than a calendar does.
 */
function lastDays(duration: Temporal.Duration, now: Temporal.PlainDate): Days | null {
  try {
    const whole = wholeDays(duration);
    if (whole.sign === 0) return { from: now, through: now };
    const from = now.subtract(whole);
    const touchesFirstDay = hoursOf(duration) > 0;
    return { from: touchesFirstDay ? from : from.add({ days: 1 }), through: now };
  } catch {
    return null;
  }
}

const hoursOf = (duration: Temporal.Duration): number =>
  duration.hours + duration.minutes / 60 + duration.seconds / 3_600;

/** A duration in calendar units; hours are counted as the days that they fill or begin. */
const wholeDays = (duration: Temporal.Duration): Temporal.Duration =>
  Temporal.Duration.from({
    years: duration.years,
    months: duration.months,
    weeks: duration.weeks,
    days: duration.days + Math.ceil(hoursOf(duration) / 24),
  });
