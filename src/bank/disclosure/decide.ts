/** Whether a total may be told, and of which window: pure but for reading the ledger. */
import { k, isSafe } from './audit.ts';
import type { Day, Window } from './day.ts';
import type { Figures } from './figures.ts';
import type { Block } from './block-graph.ts';
import { cutAt, figuresByLeaf, figuresOf, keepTold, type Intervals, type ReadFigures } from './intervals.ts';
import { windowsToTry } from './ladder.ts';
import { seriesKey, type LeafKey, type Series } from './series.ts';
import { blocksIn, type DisclosureState } from './state.ts';
import { isDerivable, tellWindow } from './told.ts';

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
  const told = state.told.get(seriesKey(series)) ?? [];
  // What has been read for one try is not read again for the next.
  let intervals = state.intervals;
  for (const window of windowsToTry(asked, closedUntil, told)) {
    const tried = await tryWindow(state, intervals, { series, window }, read);
    if (tried.allowed !== null) return tried.allowed;
    intervals = tried.intervals;
  }
  return null;
}

/**
 * The same for one window as it is.
 *
 * @returns Null where it is not safe.
 */
export async function allowWindow(
  state: DisclosureState,
  series: Series,
  window: Window,
  read: ReadFigures,
): Promise<Allowed | null> {
  return (await tryWindow(state, state.intervals, { series, window }, read)).allowed;
}

interface Tried {
  readonly allowed: Allowed | null;
  /** Cut finer than the state's: what has been read on the way. */
  readonly intervals: Intervals;
}

/** @param finer the state's intervals, or what has been cut of them for other tries */
async function tryWindow(
  state: DisclosureState,
  finer: Intervals,
  { series, window }: Block,
  read: ReadFigures,
): Promise<Tried> {
  const key = seriesKey(series);
  const before = state.told.get(key) ?? [];
  // Nothing new is told, so the state stays the very same.
  if (isDerivable(before, window)) return { allowed: allowedIn(state, window), intervals: finer };

  const intervals = await cutAt(finer, window, read);
  if (intervals === null) return { allowed: null, intervals: finer };
  const { count } = figuresOf(intervals, series, window);
  if (count > 0 && count < k) return { allowed: null, intervals };

  const told = new Map(state.told).set(key, tellWindow(before, window));
  const blocks = blocksIn(told);
  if (!isSafe(intervals, blocks)) return { allowed: null, intervals };
  const kept = keepTold(
    intervals,
    blocks.map(block => block.window),
  );
  return { allowed: allowedIn({ intervals: kept, told }, window), intervals };
}

const allowedIn = (state: DisclosureState, window: Window): Allowed => ({
  state,
  window,
  figures: figuresByLeaf(state.intervals, window),
});
