/** How much can flow between two nodes: by Menger's theorem, how much one must take away to separate them. */
import type { BlockGraph, Edge } from './block-graph.ts';

/** The capacity of an edge, both ways alike. */
type Capacity = (edge: Edge) => number;

/**
 * Whether at least so much flows between two nodes. Paths are searched breadth first (Edmonds and Karp), and no further
 * than is asked for: with a small amount that is a handful of short walks, however large the graph.
 */
export function flowsAtLeast(
  graph: BlockGraph,
  source: number,
  sink: number,
  wanted: number,
  capacity: Capacity,
): boolean {
  /** Of the edges that have been looked at: what they take, and what flows from `one` to `other` (negative: back). */
  const used = new Map<Edge, { readonly capacity: number; flow: number }>();
  const useOf = (edge: Edge) => {
    let use = used.get(edge);
    if (use === undefined) used.set(edge, (use = { capacity: capacity(edge), flow: 0 }));
    return use;
  };
  const left = (edge: Edge, from: number): number => {
    const use = useOf(edge);
    return use.capacity - (from === edge.one ? use.flow : -use.flow);
  };

  for (let reached = 0; reached < wanted;) {
    const cameBy = new Map<number, Edge>();
    const queue = [source];
    for (let head = 0; head < queue.length && !cameBy.has(sink); head += 1) {
      const node = queue[head] ?? source;
      for (const edge of graph.edgesAt[node] ?? []) {
        const next = edge.one === node ? edge.other : edge.one;
        if (next === source || cameBy.has(next) || left(edge, node) <= 0) continue;
        cameBy.set(next, edge);
        queue.push(next);
      }
    }

    const path: { readonly edge: Edge; readonly from: number }[] = [];
    for (let node = sink; node !== source;) {
      const edge = cameBy.get(node);
      if (edge === undefined) return false;
      node = edge.one === node ? edge.other : edge.one;
      path.push({ edge, from: node });
    }
    const more = Math.min(wanted - reached, ...path.map(({ edge, from }) => left(edge, from)));
    for (const { edge, from } of path) {
      useOf(edge).flow += from === edge.one ? more : -more;
    }
    reached += more;
  }
  return true;
}
