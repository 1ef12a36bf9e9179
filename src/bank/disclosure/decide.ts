/** Whether a total may be told, and of which window: pure but for reading the ledger. */
import { isSafeToAdd, k } from './audit.ts';
import type { Day, Window } from './day.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import { Blocks } from './blocks.ts';
import { cutAt, figuresByLeaf, figuresOf, keepTold, type Intervals, type ReadFigures } from './intervals.ts';
import { windowsToTry } from './ladder.ts';
import { belongs, readLeafKey, seriesKey, type LeafKey, type Series } from './series.ts';
import { runsIn, type DisclosureState } from './state.ts';
import { addedBlocks, blocksOf, isDerivable, tellWindow, type ToldWindows } from './told.ts';

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
  const asAsked = await tries.allow(asked);
  if (asAsked !== null) return asAsked;
  for (const window of windowsToTry(asked, closedUntil, tries.told)) {
    if (isSame(window, asked)) continue;
    const allowed = await tries.allow(window);
    // That there was nothing is an answer for the days that were asked about, and for no others.
    if (allowed !== null && totalIn(allowed, series).count > 0) return allowed;
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
  if (leftOut.some(one => isSame(one, window))) {
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
    const places = addedBlocks(this.told, after);
    const added = places.map(place => this.#standing.count + place);
    if (!isSafeToAdd(cut, this.#standing, tried, added)) return null;
    // A day is nobody's business, however much was bought on it.
    for (const place of places) {
      const block = blocksOf(after)[place];
      if (block !== undefined && (await this.#isOneDay(block))) return null;
    }

    const told = new Map(this.#state.told).set(seriesKey(this.#series), after);
    return allowedIn({ ...this.#state, intervals: keepTold(cut, [...told.values()].flat()), told }, window);
  }

  /** Whether all entries of the series in a window are of one and the same day: its total would be the day's. */
  async #isOneDay(window: Window): Promise<boolean> {
    const holding = this.#intervals.filter(
      ({ from, until }) =>
        window.from <= from && until <= window.until && this.#countIn(this.#intervals, { from, until }) > 0,
    );
    const [only, another] = holding;
    if (only === undefined || another !== undefined) return false;
    const count = this.#countIn(holding, only);
    let { from, until } = only;
    while (until - from > 1) {
      const middle = Math.floor((from + until) / 2);
      const halves = [
        { from, until: middle },
        { from: middle, until },
      ];
      const [earlier = 0, later = 0] = await Promise.all(
        halves.map(async half => totalIn({ figures: await this.#read(half) }, this.#series).count),
      );
      // Where something was booked late, it cannot be told any more of which days the others are.
      if (earlier + later !== count) return true;
      if (earlier > 0 && later > 0) return false;
      if (earlier === 0) from = middle;
      else until = middle;
    }
    return true;
  }

  #countIn(intervals: Intervals, window: Window): number {
    return figuresOf(intervals, this.#series, window).count;
  }
}

/** The total of a series, of what may be told. */
export function totalIn({ figures }: Pick<Allowed, 'figures'>, series: Series): Figures {
  let total = noFigures;
  for (const [key, ofLeaf] of figures) {
    if (belongs(readLeafKey(key), series)) total = addFigures(total, ofLeaf);
  }
  return total;
}

const isSame = (one: Window, other: Window): boolean => one.from === other.from && one.until === other.until;

const allowedIn = (state: DisclosureState, window: Window): Allowed => ({
  state,
  window,
  figures: figuresByLeaf(state.intervals, window),
});
