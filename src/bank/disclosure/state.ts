/** What the bank remembers of what it has told of one customer, on all platforms. */
import type { Run } from './blocks.ts';
import type { Window } from './day.ts';
import type { Figures } from './figures.ts';
import type { Interval, Intervals } from './intervals.ts';
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

type StoredFigures = readonly [LeafKey, count: number, sum: number, largest: number, second: number];
type StoredInterval = readonly [from: number, until: number, readonly StoredFigures[] | null];
interface StoredState {
  readonly intervals: readonly StoredInterval[];
  readonly told: Readonly<Record<SeriesKey, ToldWindows>>;
  readonly leftOut: Readonly<Record<SeriesKey, readonly Window[]>>;
}

/** The state as one column of text. */
export function writeState({ intervals, told, leftOut }: DisclosureState): string {
  const stored: StoredState = {
    intervals: intervals.map(({ from, until, figures }) => [
      from,
      until,
      figures &&
        [...figures].map(([key, { count, sumMinor, largestMinor, secondMinor }]): StoredFigures => [
          key,
          count,
          sumMinor,
          largestMinor,
          secondMinor,
        ]),
    ]),
    told: Object.fromEntries(told),
    leftOut: Object.fromEntries(leftOut),
  };
  return JSON.stringify(stored);
}

/** What `writeState` has written. */
export function readState(text: string): DisclosureState {
  // Nobody but `writeState` writes this column.
  const { intervals, told, leftOut } = JSON.parse(text) as StoredState;
  return {
    intervals: intervals.map(([from, until, figures]): Interval => ({
      from,
      until,
      figures:
        figures &&
        new Map(
          figures.map(([key, count, sumMinor, largestMinor, secondMinor]): [LeafKey, Figures] => [
            key,
            { count, sumMinor, largestMinor, secondMinor },
          ]),
        ),
    })),
    told: new Map(Object.entries(told)),
    leftOut: new Map(Object.entries(leftOut)),
  };
}
