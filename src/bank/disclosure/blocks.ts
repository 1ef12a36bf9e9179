/**
 * The told blocks (`told.ts`), numbered, and the entries in them. Entries that lie in the same blocks make a cell. Cells
 * are found where they are asked for: what is judged is about a few blocks and those around them.
 */
import type { Window } from './day.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import type { Interval, Intervals } from './intervals.ts';
import { belongs, readLeafKey, type LeafKey, type Series } from './series.ts';
import type { Component } from './told.ts';

/** The blocks of one component, end to end. */
export interface Run {
  readonly series: Series;
  readonly days: Component;
}

export interface Cell {
  /** Numbers of blocks; one at least. */
  readonly blocks: readonly number[];
  readonly figures: Figures;
}

/** The entries of one leaf in an interval; they may be in no block. */
interface LeafCell extends Cell {
  readonly key: LeafKey;
}

interface NumberedRun extends Run {
  /** The number of its first block; the others follow. */
  readonly first: number;
}

/** Numbered blocks. They stay as they are, however finely intervals are cut. */
export class Blocks {
  readonly count: number;
  readonly #runs: readonly NumberedRun[];
  readonly #holds: (key: LeafKey, series: Series) => boolean;
  readonly #cellsOf = new WeakMap<Interval, readonly LeafCell[]>();

  /** @param first the number of the first block */
  constructor(runs: readonly Run[], first = 0, holds = rememberBelongs()) {
    const numbered: NumberedRun[] = [];
    let count = 0;
    for (const run of runs) {
      numbered.push({ ...run, first: first + count });
      count += run.days.length - 1;
    }
    this.count = count;
    this.#runs = numbered;
    this.#holds = holds;
  }

  /** The days of a block. */
  windowOf(block: number): Window {
    const run = this.#runs.findLast(({ first }) => first <= block);
    const place = block - (run?.first ?? 0);
    const [from, until] = run?.days.slice(place, place + 2) ?? [];
    if (from === undefined || until === undefined) throw new RangeError(`there is no block ${block}`);
    return { from, until };
  }

  /** More blocks, numbered on from these. */
  and(runs: readonly Run[]): Blocks {
    return new Blocks(runs, this.count, this.#holds);
  }

  /** The blocks over an interval, in which none of them begins or ends. */
  over({ from, until }: Interval): { readonly series: Series; readonly block: number }[] {
    const over: { readonly series: Series; readonly block: number }[] = [];
    for (const { series, days, first } of this.#runs) {
      if ((days[0] ?? until) > from || (days.at(-1) ?? from) < until) continue;
      over.push({ series, block: first + lastNotAfter(days, from) });
    }
    return over;
  }

  /** The cells of an interval, leaf by leaf, with those of other blocks over it. */
  cellsOf(interval: Interval, more: Blocks): readonly Cell[] {
    let cells = this.#cellsOf.get(interval);
    if (cells === undefined) this.#cellsOf.set(interval, (cells = this.#findCells(interval)));
    const over = more.over(interval);
    if (over.length === 0) return cells;
    return cells.map(cell => {
      const blocks = over.filter(({ series }) => this.#holds(cell.key, series)).map(({ block }) => block);
      return blocks.length === 0 ? cell : { blocks: [...cell.blocks, ...blocks], figures: cell.figures };
    });
  }

  #findCells(interval: Interval): LeafCell[] {
    const over = this.over(interval);
    const cells: LeafCell[] = [];
    for (const [key, figures] of interval.figures ?? []) {
      if (figures.count === 0) continue;
      const blocks = over.filter(({ series }) => this.#holds(key, series)).map(({ block }) => block);
      cells.push({ key, blocks, figures });
    }
    return cells;
  }
}

/** `belongs`, found out once for each leaf and series. */
function rememberBelongs(): (key: LeafKey, series: Series) => boolean {
  const known = new Map<Series, Map<LeafKey, boolean>>();
  return (key, series) => {
    let ofSeries = known.get(series);
    if (ofSeries === undefined) known.set(series, (ofSeries = new Map<LeafKey, boolean>()));
    let is = ofSeries.get(key);
    if (is === undefined) ofSeries.set(key, (is = belongs(readLeafKey(key), series)));
    return is;
  };
}

/** The place of the last of some days in order that is not after a day; the first is not. */
function lastNotAfter(days: Component, day: number): number {
  let [low, high] = [0, days.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((days[middle] ?? day) <= day) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The cells of two lists of blocks, the second numbered on from the first, in intervals that are cut at all their ends. */
export class Cells {
  readonly blockCount: number;
  readonly #intervals: Intervals;
  readonly #standing: Blocks;
  readonly #tried: Blocks;
  readonly #cellsAt: (readonly Cell[] | undefined)[] = [];
  #largestMinor: number | undefined;
  readonly #cellsOf: (readonly Cell[] | undefined)[] = [];

  constructor(intervals: Intervals, standing: Blocks, tried: Blocks) {
    this.#intervals = intervals;
    this.#standing = standing;
    this.#tried = tried;
    this.blockCount = standing.count + tried.count;
  }

  /** The cells of a block. */
  of(block: number): readonly Cell[] {
    return (this.#cellsOf[block] ??= this.#find(block));
  }

  #find(block: number): Cell[] {
    const { from, until } = (block < this.#standing.count ? this.#standing : this.#tried).windowOf(block);
    const cells: Cell[] = [];
    for (let place = this.#placeOf(from); (this.#intervals[place]?.from ?? until) < until; place += 1) {
      for (const cell of this.#at(place)) if (cell.blocks.includes(block)) cells.push(cell);
    }
    return cells;
  }

  /** All entries of a block. */
  totalOf(block: number): Figures {
    return this.of(block).reduce((total, { figures }) => addFigures(total, figures), noFigures);
  }

  /** The largest entry in any interval. */
  get largestMinor(): number {
    return (this.#largestMinor ??= this.#intervals.reduce(
      (largest, { figures }) => Math.max(largest, largestIn(figures)),
      0,
    ));
  }

  #at(place: number): readonly Cell[] {
    return (this.#cellsAt[place] ??= this.#findAt(this.#intervals[place]));
  }

  #findAt(interval: Interval | undefined): readonly Cell[] {
    return interval === undefined ? [] : this.#standing.cellsOf(interval, this.#tried);
  }

  /** The place of the interval that begins on a day. */
  #placeOf(day: number): number {
    let [low, high] = [0, this.#intervals.length];
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if ((this.#intervals[middle]?.from ?? day) < day) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

type FiguresByLeaf = NonNullable<Interval['figures']>;

/** Figures are never changed, so neither is the largest of them. */
const largestOf = new WeakMap<FiguresByLeaf, number>();

function largestIn(figures: Interval['figures']): number {
  if (figures === null) return 0;
  let largest = largestOf.get(figures);
  if (largest === undefined) {
    largest = 0;
    for (const { largestMinor } of figures.values()) largest = Math.max(largest, largestMinor);
    largestOf.set(figures, largest);
  }
  return largest;
}
