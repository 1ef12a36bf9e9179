/** What the bank remembers of what it has told of one customer, on all platforms. */
import { blocksOf, type ToldWindows } from './told.ts';
import type { Block } from './block-graph.ts';
import type { Figures } from './figures.ts';
import type { Interval, Intervals } from './intervals.ts';
import { readSeriesKey, type LeafKey, type SeriesKey } from './series.ts';

export interface DisclosureState {
  readonly intervals: Intervals;
  readonly told: ReadonlyMap<SeriesKey, ToldWindows>;
}

/** Nothing has been told. */
export const nothingTold: DisclosureState = { intervals: [], told: new Map() };

/** Every block of every series. */
export function blocksIn(told: DisclosureState['told']): Block[] {
  return [...told].flatMap(([key, windows]) => {
    const series = readSeriesKey(key);
    return blocksOf(windows).map(window => ({ series, window }));
  });
}

type StoredFigures = readonly [LeafKey, count: number, sum: number, largest: number, second: number];
type StoredInterval = readonly [from: number, until: number, readonly StoredFigures[] | null];
interface StoredState {
  readonly intervals: readonly StoredInterval[];
  readonly told: Readonly<Record<SeriesKey, ToldWindows>>;
}

/** The state as one column of text. */
export function writeState({ intervals, told }: DisclosureState): string {
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
  };
  return JSON.stringify(stored);
}

/** What `writeState` has written. */
export function readState(text: string): DisclosureState {
  // Nobody but `writeState` writes this column.
  const { intervals, told } = JSON.parse(text) as StoredState;
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
  };
}
