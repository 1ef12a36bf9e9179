/**
 * The graph on which disclosure control is decided. Its nodes are the told blocks and one more, the ground; its edges are
 * the entries of the ledger. An entry that lies in two blocks joins them, one that lies in a single block joins it to the
 * ground, and one that lies in none is no edge; nor is one that lies in three, as a graph without it is weaker, never
 * stronger. Edges between the same two nodes are kept as one, with their figures.
 *
 * What is asked of it is about a few blocks and those around them, so it is found out where it is asked for.
 */
import type { Cell, Cells } from './blocks.ts';
import { addFigures, type Figures } from './figures.ts';

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
  /** The edges at a block; each has the block as one of its ends. The ground is not asked for its edges. */
  readonly edgesAt: (block: number) => readonly Edge[];
  /** The blocks that share entries with a block which are no edges, because they lie in too many blocks. */
  readonly entangledWith: (block: number) => ReadonlySet<number>;
  /** The largest of all entries. */
  readonly largestMinor: number;
  /** The graph with some blocks struck out: no entry lies in them any more. */
  readonly without: (struck: ReadonlySet<number>) => BlockGraph;
}

/** What has been found out of a graph. */
interface Found {
  /** By both ends: one object, whichever of them is asked first. */
  readonly edges: Map<number, Edge>;
  readonly edgesAt: Map<number, readonly Edge[]>;
  readonly entangledWith: Map<number, ReadonlySet<number>>;
}

/** The graph of some cells. */
export function graphOf(cells: Cells): BlockGraph {
  return graphWithout(cells, new Set(), {
    edges: new Map(),
    edgesAt: new Map(),
    entangledWith: new Map(),
  });
}

function graphWithout(cells: Cells, struck: ReadonlySet<number>, found: Found): BlockGraph {
  const ground = cells.blockCount;
  const endsOf = (one: number, other: number): number =>
    Math.min(one, other) * (ground + 1) + Math.max(one, other);
  const inGraph = ({ blocks }: Cell): readonly number[] =>
    struck.size === 0 ? blocks : blocks.filter(block => !struck.has(block));

  const findEdges = (node: number): Edge[] => {
    const partsByOther = new Map<number, Figures[]>();
    for (const cell of cells.of(node)) {
      const blocks = inGraph(cell);
      if (blocks.length > 2) continue;
      const other = blocks.find(block => block !== node) ?? ground;
      const parts = partsByOther.get(other);
      if (parts === undefined) partsByOther.set(other, [cell.figures]);
      else parts.push(cell.figures);
    }
    return [...partsByOther].map(([other, parts]) => {
      const ends = endsOf(node, other);
      let edge = found.edges.get(ends);
      if (edge === undefined) {
        const [one, another] = [Math.min(node, other), Math.max(node, other)];
        edge = { one, other: another, figures: parts.reduce(addFigures), parts };
        found.edges.set(ends, edge);
      }
      return edge;
    });
  };

  const findEntangled = (block: number): ReadonlySet<number> => {
    const others = new Set<number>();
    for (const cell of cells.of(block)) {
      const blocks = inGraph(cell);
      if (blocks.length > 2) for (const other of blocks) if (other !== block) others.add(other);
    }
    return others;
  };

  return {
    ground,
    edgesAt: block => {
      let edges = found.edgesAt.get(block);
      if (edges === undefined) found.edgesAt.set(block, (edges = struck.has(block) ? [] : findEdges(block)));
      return edges;
    },
    entangledWith: block => {
      let others = found.entangledWith.get(block);
      if (others === undefined) found.entangledWith.set(block, (others = findEntangled(block)));
      return others;
    },
    largestMinor: cells.largestMinor,
    without: more => {
      // What is found stays true of all blocks but those that share entries with one that is struck out.
      const changed = new Set<number>(more);
      for (const block of more) {
        for (const cell of cells.of(block)) for (const other of cell.blocks) changed.add(other);
      }
      const edges = new Map<number, Edge>();
      for (const [ends, edge] of found.edges) {
        const isChanged = changed.has(edge.one) && (edge.other === ground || changed.has(edge.other));
        if (!isChanged) edges.set(ends, edge);
      }
      const unchanged = <Value>(byBlock: ReadonlyMap<number, Value>): Map<number, Value> =>
        new Map([...byBlock].filter(([block]) => !changed.has(block)));
      return graphWithout(cells, new Set([...struck, ...more]), {
        edges,
        edgesAt: unchanged(found.edgesAt),
        entangledWith: unchanged(found.entangledWith),
      });
    },
  };
}
