/**
 * Which windows are tried in place of the one that was asked for, the nearest first.
 *
 * They depend on the question, the calendar and the windows that have been told before, and on nothing else. So what the
 * choice among them tells beyond the answer is which of at most `maxTries` windows was the first safe one, or that none
 * was: less than five bits, about whether windows nearby hold fewer than `k` entries or one that stands out.
 */
import { mondayOf, monthStart, type Day, type Window } from './day.ts';
import type { ToldWindows } from './told.ts';

/** Tried beside the window that was asked for. */
export const maxTries = 30;

/** How far back an end may move, in days: "through Sunday" on a Monday, or the end of the last window told. */
const maxEarlierDays = 10;

/** How many months earlier a window may begin that holds too little. */
const monthsEarlier = [0, 1, 2, 3, 5, 8, 11];

/** What a start costs that is no beginning of a week or month and was not asked for: it sounds odd. */
const oddStartDays = 4;

/**
 * A window as far as its days are over: a day that is still going on has another total each time it is asked for, and
 * the difference is what was bought in between. A window of today alone becomes yesterday.
 *
 * @param closedUntil the first day whose books are still open
 */
export function closed(window: Window, closedUntil: Day): Window {
  const until = Math.min(window.until, closedUntil);
  return { from: Math.min(window.from, until - 1), until };
}

/**
 * The windows to try, beginning with the one that was asked for.
 *
 * @param asked over
 * @param closedUntil the first day whose books are still open
 */
export function windowsToTry(asked: Window, closedUntil: Day, told: ToldWindows): Window[] {
  const { from, until } = asked;
  const nodes = told.flat();
  const isPast = until < closedUntil;

  const starts = new Set<Day>([
    from,
    ...[0, 1, 2, 3].map(weeks => mondayOf(from) - 7 * weeks),
    ...monthsEarlier.map(months => monthStart(from, -months)),
    ...nearest(nodes, from, 2),
  ]);
  const ends = new Set<Day>([
    until,
    ...Array.from({ length: 7 }, (_, days) => until - 1 - days),
    mondayOf(until),
    monthStart(until),
    ...nearest(nodes, until, 2).filter(node => node > until - maxEarlierDays),
    // What is asked about the past may end later, too.
    ...(isPast ? [mondayOf(until) + 7, monthStart(until, 1), ...nearest(nodes, until, 2)] : []),
  ]);

  const isOdd = (start: Day): boolean =>
    start !== from && start !== mondayOf(start) && start !== monthStart(start);
  const tries: (Window & { readonly distance: number })[] = [];
  for (const start of starts) {
    for (const end of ends) {
      if (start >= end || end > closedUntil) continue;
      const distance = Math.abs(start - from) + Math.abs(end - until) + (isOdd(start) ? oddStartDays : 0);
      tries.push({ from: start, until: end, distance });
    }
  }
  tries.sort(
    (one, other) => one.distance - other.distance || one.from - other.from || one.until - other.until,
  );
  return spread(tries).map(window => ({ from: window.from, until: window.until }));
}

/** The days of a list that are nearest to a day. */
function nearest(days: readonly Day[], to: Day, count: number): Day[] {
  return days
    .toSorted((one, other) => Math.abs(one - to) - Math.abs(other - to) || one - other)
    .slice(0, count);
}

/**
 * No more than `maxTries` of them. The nearer half is tried densely; where even that does not help, the window holds far
 * too little, and the rest is tried in wider and wider steps.
 */
function spread<Value>(tries: readonly Value[]): Value[] {
  const dense = maxTries / 2;
  if (tries.length <= maxTries + 1) return [...tries];
  const kept = tries.slice(0, dense + 1);
  const rest = tries.slice(dense + 1);
  for (let index = 1; index <= dense; index += 1) {
    const place = Math.round((rest.length - 1) * (index / dense) ** 1.5);
    const value = rest[place];
    if (value !== undefined && kept.at(-1) !== value) kept.push(value);
  }
  return kept;
}
