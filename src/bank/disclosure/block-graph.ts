/**
 * The graph on which disclosure control is decided. Its nodes are the told blocks and one more, the ground; its edges are
 * the entries of the ledger. An entry that lies in two blocks joins them, one that lies in a single block joins it to the
 * ground, and one that lies in none is no edge. Edges between the same two nodes are kept as one, with their figures.
 */
import { addFigures, type Figures } from './figures.ts';
import type { Intervals } from './intervals.ts';
import { belongs, readLeafKey, type LeafKey, type Series } from './series.ts';
import type { Window } from './day.ts';

/** A block of a told series; see `told.ts`. */
export interface Block {
  readonly series: Series;
  readonly window: Window;
}

export interface Edge {
  readonly one: number;
  readonly other: number;
  /** Of all its entries together. */
  readonly figures: Figures;
  /** The same cell by cell: what is known of the smaller amounts is lost when cells are taken together. */
  readonly parts: readonly Figures[];
}

export interface BlockGraph {
  /** Blocks are nodes `0` to `ground - 1`. */
  readonly ground: number;
  readonly edges: readonly Edge[];
  /** By node, the edges at it. */
  readonly edgesAt: readonly (readonly Edge[])[];
  /** Blocks with entries that are no edges, because they lie in too many blocks. */
  readonly withMore: ReadonlySet<number>;
}

/** Some entries that lie in the same blocks. */
export interface Cell {
  /** Indices of blocks. */
  readonly blocks: readonly number[];
  readonly figures: Figures;
}

/** Sorts all entries of told windows by the blocks that they lie in. */
export function cellsOf(intervals: Intervals, blocks: readonly Block[]): Cell[] {
  const seriesList = [...new Set(blocks.map(({ series }) => series))];
  const seriesAt = new Map(seriesList.map((series, index) => [series, index]));
  const seriesOfBlock = blocks.map(({ series }) => seriesAt.get(series) ?? 0);
  const holdersByLeaf = new Map<LeafKey, readonly boolean[]>();
  /** By series, whether a leaf belongs to it. */
  const holdersOf = (key: LeafKey): readonly boolean[] => {
    let holders = holdersByLeaf.get(key);
    if (holders === undefined) {
      const leaf = readLeafKey(key);
      holders = seriesList.map(series => belongs(leaf, series));
      holdersByLeaf.set(key, holders);
    }
    return holders;
  };

  const placeOf = new Map(intervals.map(({ from }, place) => [from, place]));
  const blocksAt = intervals.map((): number[] => []);
  for (const [block, { window }] of blocks.entries()) {
    for (let place = placeOf.get(window.from) ?? 0; place < intervals.length; place += 1) {
      if ((intervals[place]?.from ?? window.until) >= window.until) break;
      blocksAt[place]?.push(block);
    }
  }

  const cells: Cell[] = [];
  for (const [place, { figures }] of intervals.entries()) {
    const around = blocksAt[place] ?? [];
    if (figures === null || around.length === 0) continue;
    for (const [key, ofLeaf] of figures) {
      if (ofLeaf.count === 0) continue;
      const holders = holdersOf(key);
      const holding = around.filter(block => holders[seriesOfBlock[block] ?? 0]);
      if (holding.length > 0) cells.push({ blocks: holding, figures: ofLeaf });
    }
  }
  return cells;
}

/** The graph of some cells. A cell in more than two blocks is no edge: a graph without it is weaker, never stronger. */
export function graphOf(cells: readonly Cell[], blockCount: number): BlockGraph {
  const ground = blockCount;
  const partsByEnds = new Map<number, Figures[]>();
  const withMore = new Set<number>();
  for (const { blocks, figures } of cells) {
    const [one, other = ground, third] = blocks;
    if (one === undefined) continue;
    if (third !== undefined) {
      for (const block of blocks) withMore.add(block);
      continue;
    }
    const ends = Math.min(one, other) * (blockCount + 1) + Math.max(one, other);
    const parts = partsByEnds.get(ends);
    if (parts === undefined) partsByEnds.set(ends, [figures]);
    else parts.push(figures);
  }
  const edgesAt = Array.from({ length: blockCount + 1 }, (): Edge[] => []);
  const edges: Edge[] = [];
  for (const [ends, parts] of partsByEnds) {
    const edge = {
      one: Math.floor(ends / (blockCount + 1)),
      other: ends % (blockCount + 1),
      figures: parts.reduce(addFigures),
      parts,
    };
    edges.push(edge);
    edgesAt[edge.one]?.push(edge);
    edgesAt[edge.other]?.push(edge);
  }
  return { ground, edges, edgesAt, withMore };
}
