/**
 * The bank's own copy of what it has told from: the days between any two neighbouring boundaries, with their figures by
 * leaf, as they were when a boundary was first used. Totals under `about` are computed from these. So the same window
 * has the same answer for ever, and an entry that is booked late into days that have been told cannot be worked out from
 * two answers to one question.
 */
import type { Day, Window } from './day.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import { belongs, readLeafKey, type LeafKey, type Series } from './series.ts';
import type { Component } from './told.ts';

export interface Interval extends Window {
  /** Null between windows that have been told: nothing is kept of what nobody was told. */
  readonly figures: ReadonlyMap<LeafKey, Figures> | null;
}

/** In order and without gaps: each begins where the one before it ends. */
export type Intervals = readonly Interval[];

/** Reads the ledger: the figures of every leaf of a customer in a window, as they are now. */
export type ReadFigures = (window: Window) => Promise<ReadonlyMap<LeafKey, Figures>>;

/**
 * Intervals with a boundary at both ends of a window, and with figures all through it.
 *
 * @returns Null when a boundary would cut an interval that entries have been booked into since it was first told: its
 * parts would no longer add up to it, and the difference would be those entries.
 */
export async function cutAt(
  intervals: Intervals,
  window: Window,
  read: ReadFigures,
): Promise<Intervals | null> {
  let cut: Intervals | null = spanning(intervals, window);
  for (const day of [window.from, window.until]) {
    if (cut !== null) cut = await cutOne(cut, day, read);
  }
  if (cut === null) return null;
  const filled: Interval[] = [];
  for (const interval of cut) {
    const isAsked = window.from <= interval.from && interval.until <= window.until;
    filled.push(
      isAsked && interval.figures === null ? { ...interval, figures: await read(interval) } : interval,
    );
  }
  return filled;
}

/** The intervals, lengthened so that the window lies within them. */
function spanning(intervals: Intervals, window: Window): Intervals {
  const [first, last] = [intervals[0], intervals.at(-1)];
  if (first === undefined || last === undefined) return [{ ...window, figures: null }];
  const before = { from: window.from, until: first.from, figures: null };
  const after = { from: last.until, until: window.until, figures: null };
  return [
    ...(before.from < before.until ? [before] : []),
    ...intervals,
    ...(after.from < after.until ? [after] : []),
  ];
}

/** Cuts the interval that holds a day inside; `intervals` where none does. */
async function cutOne(intervals: Intervals, day: Day, read: ReadFigures): Promise<Intervals | null> {
  const index = intervals.findIndex(({ from, until }) => from < day && day < until);
  const found = intervals[index];
  if (found === undefined) return intervals;
  const windows = [
    { from: found.from, until: day },
    { from: day, until: found.until },
  ];
  const parts: Interval[] = [];
  for (const window of windows) {
    parts.push({ ...window, figures: found.figures === null ? null : await read(window) });
  }
  const isWhole = found.figures === null || areSame(sumUp(parts), found.figures);
  return isWhole ? intervals.toSpliced(index, 1, ...parts) : null;
}

/**
 * The intervals as they are kept: joined where no told window ends, without figures where none reaches, and no longer
 * than what has been told.
 *
 * @param told the components of every series
 */
export function keepTold(intervals: Intervals, told: readonly Component[]): Intervals {
  const boundaries = new Set(told.flat());
  const reaches = told.map(component => ({ from: component[0] ?? 0, until: component.at(-1) ?? 0 }));
  const [first, last] = [Math.min(...boundaries), Math.max(...boundaries)];
  const kept: Interval[] = [];
  let parts: Interval[] = [];
  for (const interval of intervals) {
    if (interval.from < first || interval.until > last) continue;
    parts.push(interval);
    const [begin] = parts;
    if (begin === undefined || !boundaries.has(interval.until)) continue;
    const window = { from: begin.from, until: interval.until };
    const isTold = reaches.some(({ from, until }) => from <= window.from && window.until <= until);
    if (parts.length === 1 && isTold && interval.figures !== null) kept.push(interval);
    else kept.push({ ...window, figures: isTold ? sumUp(parts) : null });
    parts = [];
  }
  return kept;
}

/** The figures of a series in a window whose ends are boundaries. */
export function figuresOf(intervals: Intervals, series: Series, window: Window): Figures {
  return totalIn(figuresByLeaf(intervals, window), series);
}

/** The figures of a series among those of leaves. */
export function totalIn(byLeaf: ReadonlyMap<LeafKey, Figures>, series: Series): Figures {
  let total = noFigures;
  for (const [key, figures] of byLeaf) {
    if (belongs(readLeafKey(key), series)) total = addFigures(total, figures);
  }
  return total;
}

/** The figures of each leaf in a window whose ends are boundaries. */
export function figuresByLeaf(intervals: Intervals, window: Window): ReadonlyMap<LeafKey, Figures> {
  return sumUp(intervals.filter(({ from, until }) => window.from <= from && until <= window.until));
}

function sumUp(intervals: readonly Interval[]): ReadonlyMap<LeafKey, Figures> {
  const [only] = intervals;
  if (intervals.length === 1 && only?.figures) return only.figures;
  const sums = new Map<LeafKey, Figures>();
  for (const { figures } of intervals) {
    // Whoever sums up has had the figures read: without them this would tell too little.
    if (figures === null) throw new Error('an interval has no figures');
    for (const [key, more] of figures) sums.set(key, addFigures(sums.get(key) ?? noFigures, more));
  }
  return sums;
}

function areSame(one: ReadonlyMap<LeafKey, Figures>, other: ReadonlyMap<LeafKey, Figures>): boolean {
  const isIn = (figures: Figures, key: LeafKey, map: ReadonlyMap<LeafKey, Figures>): boolean => {
    const found = map.get(key) ?? noFigures;
    return found.count === figures.count && found.sumMinor === figures.sumMinor;
  };
  return (
    [...one].every(([key, figures]) => isIn(figures, key, other)) &&
    [...other].every(([key, figures]) => isIn(figures, key, one))
  );
}
