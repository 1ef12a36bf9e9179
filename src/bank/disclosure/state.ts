/** What the bank remembers of what it has told of one customer, on all platforms. */
import type { Run } from './blocks.ts';
import type { Window } from './day.ts';
import type { Figures } from './figures.ts';
import type { Intervals } from './intervals.ts';
import { readSeriesKey, type LeafKey, type SeriesKey } from './series.ts';
import type { ToldWindows } from './told.ts';

export interface DisclosureState {
  readonly intervals: Intervals;
  readonly told: ReadonlyMap<SeriesKey, ToldWindows>;
  /** Windows that were left out of an answer about another one, and are for ever. */
  readonly leftOut: ReadonlyMap<SeriesKey, readonly Window[]>;
}

/** Nothing has been told. */
export const nothingTold: DisclosureState = { intervals: [], told: new Map(), leftOut: new Map() };

/** The blocks of every series, or of all but one. */
export function runsIn(told: DisclosureState['told'], but?: SeriesKey): Run[] {
  return [...told].flatMap(([key, windows]) => {
    if (key === but) return [];
    const series = readSeriesKey(key);
    return windows.map(days => ({ series, days }));
  });
}

/** Leaf by leaf: its place among the leaves, count, sum, largest and second largest; five numbers each, one after another. */
type StoredFigures = readonly number[];
interface StoredState {
  readonly leaves: readonly LeafKey[];
  readonly intervals: readonly (readonly [from: number, until: number, StoredFigures | null])[];
  readonly told: Readonly<Record<SeriesKey, ToldWindows>>;
  readonly leftOut: Readonly<Record<SeriesKey, readonly Window[]>>;
}

/** The state as one column of text. */
export function writeState({ intervals, told, leftOut }: DisclosureState): string {
  const leaves = new Map<LeafKey, number>();
  const placeOf = (key: LeafKey): number => {
    const place = leaves.get(key) ?? leaves.size;
    if (place === leaves.size) leaves.set(key, place);
    return place;
  };
  const storedIntervals = intervals.map(({ from, until, figures }) => {
    const stored: number[] | null = figures && [];
    for (const [key, { count, sumMinor, largestMinor, secondMinor }] of figures ?? []) {
      stored?.push(placeOf(key), count, sumMinor, largestMinor, secondMinor);
    }
    return [from, until, stored] as const;
  });
  const stored: StoredState = {
    leaves: [...leaves.keys()],
    intervals: storedIntervals,
    told: Object.fromEntries(told),
    leftOut: Object.fromEntries(leftOut),
  };
  return JSON.stringify(stored);
}

/** What `writeState` has written. */
export function readState(text: string): DisclosureState {
  // Nobody but `writeState` writes this column.
  const { leaves, intervals, told, leftOut } = JSON.parse(text) as StoredState;
  return {
    intervals: intervals.map(([from, until, figures]) => ({
      from,
      until,
      figures: figures && readFigures(leaves, figures),
    })),
    told: new Map(Object.entries(told)),
    leftOut: new Map(Object.entries(leftOut)),
  };
}

function readFigures(leaves: readonly LeafKey[], stored: StoredFigures): ReadonlyMap<LeafKey, Figures> {
  const figures = new Map<LeafKey, Figures>();
  for (let at = 0; at < stored.length; at += 5) {
    const [place = 0, count = 0, sumMinor = 0, largestMinor = 0, secondMinor = 0] = stored.slice(at, at + 5);
    figures.set(leaves[place] ?? '', { count, sumMinor, largestMinor, secondMinor });
  }
  return figures;
}
