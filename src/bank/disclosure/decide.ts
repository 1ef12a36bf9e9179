/** Whether a total may be told, and of which window: pure but for reading the ledger. */
import { isSafeToAdd, k } from './audit.ts';
import { isSameWindow, type Day, type Window } from './day.ts';
import type { Figures } from './figures.ts';
import { Blocks } from './blocks.ts';
import {
  cutAt,
  figuresByLeaf,
  figuresOf,
  keepTold,
  totalIn,
  type Interval,
  type Intervals,
  type ReadFigures,
} from './intervals.ts';
import { windowsToTry } from './ladder.ts';
import { seriesKey, type LeafKey, type Series } from './series.ts';
import { runsIn, type DisclosureState } from './state.ts';
import { addedBlocks, isDerivable, tellWindow, type ToldWindows } from './told.ts';

/** A total that may be told. */
export interface Allowed {
  /** What is remembered once it has been told. */
  readonly state: DisclosureState;
  readonly window: Window;
  /** The figures of the window, leaf by leaf: the total and nothing else is to be made of them. */
  readonly figures: ReadonlyMap<LeafKey, Figures>;
}

/**
 * The window of a series that may be told in answer to a question: the one asked for, or the nearest that is safe.
 *
 * @param asked over: see `closed`
 * @param closedUntil the first day whose books are still open
 * @returns Null where no window nearby is safe.
 */
export async function allowNearest(
  state: DisclosureState,
  series: Series,
  { asked, closedUntil }: { readonly asked: Window; readonly closedUntil: Day },
  read: ReadFigures,
): Promise<Allowed | null> {
  const tries = new Tries(state, series, read);
  for (const window of windowsToTry(asked, closedUntil, tries.told)) {
    const allowed = await tries.allow(window);
    // That there was nothing is an answer for the days that were asked about, and for no others.
    if (allowed !== null && (isSameWindow(window, asked) || totalIn(allowed.figures, series).count > 0)) {
      return allowed;
    }
  }
  return null;
}

/**
 * The same for one window as it is.
 *
 * @returns Null where it is not safe.
 */
export function allowWindow(
  state: DisclosureState,
  series: Series,
  window: Window,
  read: ReadFigures,
): Promise<Allowed | null> {
  return new Tries(state, series, read).allow(window);
}

/**
 * A total that goes with another one. Where it was not safe once it is left out from then on, so that the same question
 * has the same answer.
 */
export async function allowBeside(
  state: DisclosureState,
  series: Series,
  window: Window,
  read: ReadFigures,
): Promise<{ readonly allowed: Allowed | null; readonly state: DisclosureState }> {
  const key = seriesKey(series);
  const leftOut = state.leftOut.get(key) ?? [];
  if (leftOut.some(one => isSameWindow(one, window))) {
    return { allowed: null, state };
  }
  const allowed = await allowWindow(state, series, window, read);
  if (allowed !== null) return { allowed, state: allowed.state };
  return {
    allowed,
    state: { ...state, leftOut: new Map(state.leftOut).set(key, [...leftOut, window]) },
  };
}

/** Windows of one series, tried one after the other: what was found out for one need not be for the next. */
class Tries {
  /** What has been told of the series. */
  readonly told: ToldWindows;
  readonly #state: DisclosureState;
  readonly #series: Series;
  readonly #read: ReadFigures;
  /** The blocks of all other series. */
  readonly #standing: Blocks;
  /** The state's, cut more finely with each try. */
  #intervals: Intervals;

  constructor(state: DisclosureState, series: Series, read: ReadFigures) {
    const key = seriesKey(series);
    this.told = state.told.get(key) ?? [];
    this.#state = state;
    this.#series = series;
    this.#read = read;
    this.#standing = new Blocks(runsIn(state.told, key));
    this.#intervals = state.intervals;
  }

  async allow(window: Window): Promise<Allowed | null> {
    // Nothing new is told, so the state stays the very same.
    if (isDerivable(this.told, window)) return allowedIn(this.#state, window);

    const cut = await cutAt(this.#intervals, window, this.#read);
    if (cut === null) return null;
    this.#intervals = cut;
    const { count } = figuresOf(cut, this.#series, window);
    if (count > 0 && count < k) return null;

    const after = tellWindow(this.told, window);
    const tried = this.#standing.and(after.map(days => ({ series: this.#series, days })));
    const added = addedBlocks(this.told, after).map(place => this.#standing.count + place);
    if (!isSafeToAdd(cut, this.#standing, tried, added)) return null;
    // A day is nobody's business, however much was bought on it.
    for (const block of added) {
      if (await this.#isOneDay(tried.windowOf(block), cut)) return null;
    }

    const told = new Map(this.#state.told).set(seriesKey(this.#series), after);
    return allowedIn({ ...this.#state, intervals: keepTold(cut, [...told.values()].flat()), told }, window);
  }

  /** Whether all entries of the series in a window are of one and the same day: its total would be the day's. */
  async #isOneDay(window: Window, intervals: Intervals): Promise<boolean> {
    const countIn = (interval: Interval): number => figuresOf([interval], this.#series, interval).count;
    const [only, another] = intervals.filter(
      interval => window.from <= interval.from && interval.until <= window.until && countIn(interval) > 0,
    );
    if (only === undefined || another !== undefined) return false;
    const count = countIn(only);
    let { from, until } = only;
    while (until - from > 1) {
      const middle = Math.floor((from + until) / 2);
      const halves = [
        { from, until: middle },
        { from: middle, until },
      ];
      const [earlier = 0, later = 0] = await Promise.all(
        halves.map(async half => totalIn(await this.#read(half), this.#series).count),
      );
      // Where something was booked late, it cannot be told any more of which days the others are.
      if (earlier + later !== count) return true;
      if (earlier > 0 && later > 0) return false;
      if (earlier === 0) from = middle;
      else until = middle;
    }
    return true;
  }
}

const allowedIn = (state: DisclosureState, window: Window): Allowed => ({
  state,
  window,
  figures: figuresByLeaf(state.intervals, window),
});
