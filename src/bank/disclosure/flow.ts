/** How much can flow between two nodes: by Menger's theorem, how much one must take away to separate them. */
import type { BlockGraph, Edge } from './block-graph.ts';

/** The capacity of an edge, both ways alike. */
export type Capacity = (edge: Edge) => number;

interface Use {
  readonly capacity: number;
  /** From `one` to `other`; negative: back. */
  flow: number;
}

/**
 * What separates a block from another node, where less than so much flows between them without leading through the
 * ground.
 *
 * @returns The nodes on the side of the block; null where at least as much as is wanted flows.
 */
export function cutBelow(
  graph: BlockGraph,
  block: number,
  sink: number,
  wanted: number,
  capacity: Capacity,
): ReadonlySet<number> | null {
  return new Flow(graph, capacity).send(block, sink, wanted).side;
}

/**
 * Whether at least so much crosses whatever separates both the two ends of an edge and a block from the ground: what flows
 * between the two ends, by way of the ground included, and beside it from the block to the ground. What is found are two
 * flows; they may not be the greatest.
 */
export function flowsAcross(
  graph: BlockGraph,
  { one, other }: Edge,
  block: number,
  wanted: number,
  capacity: Capacity,
): boolean {
  const { ground } = graph;
  const flow = new Flow(graph, capacity);
  let missing = wanted - flow.send(one, other, wanted).sent;
  if (missing > 0 && other !== ground) {
    // As much comes from the ground as goes there.
    const { sent } = flow.send(one, ground, missing);
    missing -= flow.send(other, ground, sent, 'towards the block').sent;
  }
  if (missing <= 0) return true;
  flow.leaveAside();
  return flow.send(block, ground, missing).side === null;
}

/** One flow in a graph. */
class Flow {
  readonly #graph: BlockGraph;
  readonly #capacity: Capacity;
  readonly #used = new Map<Edge, Use>();

  constructor(graph: BlockGraph, capacity: Capacity) {
    this.#graph = graph;
    this.#capacity = capacity;
  }

  /**
   * Lets more flow from a block to another node, or the other way. Paths are searched breadth first (Edmonds and Karp),
   * and no further than is asked for: with a small amount that is a handful of short walks, however large the graph.
   *
   * @returns How much; and where it is less than was wanted, the nodes that no more can come to.
   */
  send(
    block: number,
    sink: number,
    wanted: number,
    direction: 'away' | 'towards the block' = 'away',
  ): { readonly sent: number; readonly side: ReadonlySet<number> | null } {
    const isAway = direction === 'away';
    const { ground } = this.#graph;
    for (let sent = 0; ;) {
      if (sent >= wanted) return { sent, side: null };
      const cameBy = new Map<number, Edge>();
      const queue = [block];
      for (let head = 0; head < queue.length && !cameBy.has(sink); head += 1) {
        const node = queue[head] ?? block;
        for (const edge of this.#graph.edgesAt(node)) {
          const next = edge.one === node ? edge.other : edge.one;
          if (next === block || cameBy.has(next) || (next === ground && next !== sink)) continue;
          if (this.#left(edge, isAway ? node : next) <= 0) continue;
          cameBy.set(next, edge);
          queue.push(next);
          if (next === sink) break;
        }
      }
      if (!cameBy.has(sink)) return { sent, side: new Set(queue) };

      const path: { readonly edge: Edge; readonly from: number }[] = [];
      for (let node = sink; node !== block;) {
        const edge = cameBy.get(node);
        if (edge === undefined) throw new Error('a path has a gap');
        const before = edge.one === node ? edge.other : edge.one;
        path.push({ edge, from: isAway ? before : node });
        node = before;
      }
      const more = path.reduce(
        (least, { edge, from }) => Math.min(least, this.#left(edge, from)),
        wanted - sent,
      );
      for (const { edge, from } of path) this.#useOf(edge).flow += from === edge.one ? more : -more;
      sent += more;
    }
  }

  /** Takes what flows out of the capacities: what flows from now on flows beside it. */
  leaveAside(): void {
    for (const [edge, { capacity, flow }] of this.#used) {
      this.#used.set(edge, { capacity: capacity - Math.abs(flow), flow: 0 });
    }
  }

  /** How much more an edge takes in the direction that begins at one of its ends. */
  #left(edge: Edge, from: number): number {
    const { capacity, flow } = this.#useOf(edge);
    return capacity - (from === edge.one ? flow : -flow);
  }

  #useOf(edge: Edge): Use {
    let use = this.#used.get(edge);
    if (use === undefined) this.#used.set(edge, (use = { capacity: this.#capacity(edge), flow: 0 }));
    return use;
  }
}
