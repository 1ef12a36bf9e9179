/**
 * Which windows are tried in place of the one that was asked for, the nearest first.
 *
 * They depend on the question, the calendar and the windows that have been told before, and on nothing else. So what the
 * choice among them tells beyond the answer is which of at most `maxTries` windows was the first safe one, or that none
 * was: less than six bits, about whether windows nearby hold fewer than `k` entries or one that stands out.
 */
import { mondayOf, monthStart, type Day, type Window } from './day.ts';
import type { ToldWindows } from './told.ts';

/** Windows for one question, the one that was asked for among them. */
export const maxTries = 48;

/** How far a window may end before the day that was asked for, in days, where it keeps its beginning. */
const endsEarlier = [1, 2, 3, 4, 5, 6, 7];

/** How many weeks or months earlier a window may begin that holds too little. */
const weeksEarlier = [0, 1, 2, 3];
const monthsEarlier = [0, 1, 2, 3, 5, 8, 11];

/** What a beginning costs that is neither a Monday nor a first of the month and was not asked for: it sounds odd. */
const oddStartDays = 4;

/** What a window costs that has none of the days asked about: it answers another question. */
const elsewhereDays = 30;

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
  const nearEnds = [
    until,
    mondayOf(until),
    monthStart(until),
    ...nearest(nodes, until, 2),
    // What is asked about the past may end later, too.
    ...(until < closedUntil ? [mondayOf(until) + 7, monthStart(until, 1)] : []),
  ];
  const shorter = endsEarlier.map(days => ({ from, until: until - days }));
  const moved = [
    from,
    ...weeksEarlier.map(weeks => mondayOf(from) - 7 * weeks),
    ...monthsEarlier.map(months => monthStart(from, -months)),
    ...nearest(nodes, from, 2),
  ].flatMap(start => nearEnds.map(end => ({ from: start, until: end })));

  // What follows from what has been told is always safe.
  const known = told.flatMap(component =>
    nearest(component, from, 2).flatMap(start =>
      nearest(component, until, 2).map(end => ({ from: start, until: end })),
    ),
  );

  const isOdd = ({ from: start }: Window): boolean =>
    start !== from && start !== mondayOf(start) && start !== monthStart(start);
  const isElsewhere = (window: Window): boolean => window.until <= from || until <= window.from;
  const distanceOf = (window: Window): number =>
    Math.abs(window.from - from) +
    Math.abs(window.until - until) +
    (isOdd(window) ? oddStartDays : 0) +
    (isElsewhere(window) ? elsewhereDays : 0);
  const byEnds = new Map<string, Window>();
  for (const window of [asked, ...shorter, ...moved, ...known]) {
    if (window.from < window.until && window.until <= closedUntil) {
      byEnds.set(`${window.from} ${window.until}`, window);
    }
  }
  const inOrder = [...byEnds.values()].toSorted(
    (one, other) => distanceOf(one) - distanceOf(other) || one.from - other.from || one.until - other.until,
  );
  // Where there are too many, those that are far away anyway are thinned out.
  const dense = maxTries / 2;
  const far = inOrder.slice(dense);
  const step = Math.max(1, far.length / dense);
  const thinned = far.filter((_, index) => Math.floor(index / step) !== Math.floor((index - 1) / step));
  return [...inOrder.slice(0, dense), ...thinned].slice(0, maxTries);
}

/** The days of a list that are nearest to a day. */
function nearest(days: readonly Day[], to: Day, count: number): Day[] {
  return days
    .toSorted((one, other) => Math.abs(one - to) - Math.abs(other - to) || one - other)
    .slice(0, count);
}
