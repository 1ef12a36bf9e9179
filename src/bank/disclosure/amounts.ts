/** Whether amounts are hidden among others: the p%-rule, by flows of money in the graph of the told blocks. */
import type { BlockGraph, Edge } from './block-graph.ts';
import type { Figures } from './figures.ts';
import { cutBelow, flowsAcross } from './flow.ts';

/** An amount counts as worked out when it can be estimated within this share of itself: one fifth. */
const estimateDivisor = 5;

/**
 * The p%-rule of statistical offices (Hundepool et al., "Statistical Disclosure Control", 2012, section 4.2): whoever
 * knows the second largest amount cannot take the rest for the largest one and be less than a fifth wrong.
 */
export function hidesLargest({ sumMinor, largestMinor, secondMinor }: Figures): boolean {
  return sumMinor - largestMinor - secondMinor >= largestMinor / estimateDivisor;
}

/**
 * The p%-rule for whatever leads out of a set of blocks that has one of these in it. Sets that hang together are enough:
 * the total of two that no entry joins holds no less beside its largest entry than the one of them that has it.
 */
export function areLargestHidden(graph: BlockGraph, blocks: ReadonlySet<number>): boolean {
  for (const block of blocks) {
    // What is hidden around a block is hidden there whatever is smaller.
    let [hiddenMinor, shownMinor] = [0, Infinity];
    for (const edge of exposedNear(graph, block)) {
      const { largestMinor } = edge.figures;
      if (largestMinor > hiddenMinor && largestMinor < shownMinor) {
        if (hidesAround(graph, block, largestMinor)) hiddenMinor = largestMinor;
        else shownMinor = largestMinor;
      }
      if (largestMinor > hiddenMinor && !isLargestHidden(graph, edge, block)) return false;
    }
  }
  return true;
}

/** Caps for what has to be left: a low one suits many small amounts, a high one few large ones. */
const capsFor = (least: number): number[] => [1, 4, 16].map(divisor => Math.ceil(least / divisor));

/**
 * The edges whose largest entry may stand out in the total of a set with a certain block in it, nearest first. The set
 * reaches from the block to the edge, and the entries that lie in one block alone are in the total for all of the blocks
 * on the way. Where they are enough on every way, the rest of the total need not be known: a fifth of the entry has to be
 * left when it and the second largest are taken away, and each counts for no more than a cap.
 */
function* exposedNear(graph: BlockGraph, block: number): Generator<Edge> {
  const cap = Math.ceil(graph.largestMinor / estimateDivisor / 4);
  const enoughFor = (largestMinor: number): number =>
    largestMinor / estimateDivisor + 2 * Math.min(largestMinor, cap);
  const aloneIn = (node: number): number => {
    const edge = graph.edgesAt(node).find(({ other }) => other === graph.ground);
    return edge === undefined ? 0 : cappedSum(edge.parts, cap);
  };
  const seen = new Set<Edge>();
  const passed = new Set<number>();
  /** By block, what is alone in the blocks on the way to it, itself included (Dijkstra's algorithm). */
  const distances = new Map([[block, aloneIn(block)]]);
  while (distances.size > 0) {
    const [node, distance] = [...distances].reduce((one, other) => (other[1] < one[1] ? other : one));
    if (distance >= enoughFor(graph.largestMinor)) return;
    distances.delete(node);
    passed.add(node);
    for (const edge of graph.edgesAt(node)) {
      const { largestMinor } = edge.figures;
      if (!seen.has(edge) && distance < enoughFor(largestMinor) && !hidesLargest(edge.figures)) yield edge;
      seen.add(edge);
      const next = edge.one === node ? edge.other : edge.one;
      if (next === graph.ground || passed.has(next)) continue;
      distances.set(next, Math.min(distances.get(next) ?? Infinity, distance + aloneIn(next)));
    }
  }
}

/**
 * Whether an amount is hidden in each total that leads out of a set with a certain block in it, wherever the amount is.
 * Each of them separates the block from the ground, so it holds at least what flows there. A fifth of the amount has to
 * be left when the amount and the second largest are taken away: that is so where amounts are capped, each at the same,
 * and a fifth and two caps flow. Any cap will do.
 */
function hidesAround(graph: BlockGraph, block: number, largestMinor: number): boolean {
  const least = Math.ceil(largestMinor / estimateDivisor);
  return capsFor(least).some(cap => {
    const capacity = ({ parts }: Edge): number => cappedSum(parts, cap);
    return cutBelow(graph, block, graph.ground, least + 2 * cap, capacity) === null;
  });
}

/**
 * The same for the largest entry of an edge. Each total that holds it separates the edge's two ends as well, so what flows
 * there around that entry and beside it from the block to the ground is the least that any of them holds but for it.
 */
function isLargestHidden(graph: BlockGraph, edge: Edge, block: number): boolean {
  const { one, other, figures } = edge;
  const { largestMinor } = figures;
  const holding = edge.parts.findIndex(part => part.largestMinor === largestMinor);
  const around = edge.parts.map((part, index) => (index === holding ? withoutLargest(part) : part));
  const least = Math.ceil(largestMinor / estimateDivisor);
  /** Around the entry, the largest at a node: with that as the cap nothing is lost of a total of that block alone. */
  const nextAt = (node: number): number =>
    graph
      .edgesAt(node)
      .flatMap(at => (at === edge ? around : at.parts))
      .reduce((next, part) => Math.max(next, part.largestMinor), 0);
  const caps = [nextAt(one), ...(other === graph.ground ? [] : [nextAt(other)]), ...capsFor(least)];
  return caps.some(cap =>
    flowsAcross(graph, edge, block, least + cap, at => cappedSum(at === edge ? around : at.parts, cap)),
  );
}

function withoutLargest({ count, sumMinor, largestMinor, secondMinor }: Figures): Figures {
  return {
    count: count - 1,
    sumMinor: sumMinor - largestMinor,
    largestMinor: secondMinor,
    // Not known any more; the second largest is the most that it can be.
    secondMinor,
  };
}

/**
 * The least that some amounts can add up to when each counts for no more than a cap. No amount of a part but the largest
 * exceeds its second largest, so each unit of them counts for `cap / second` at least.
 */
function cappedSum(parts: readonly Figures[], cap: number): number {
  let sum = 0;
  for (const { sumMinor, largestMinor, secondMinor } of parts) {
    const rest = sumMinor - largestMinor;
    sum += Math.min(largestMinor, cap) + (secondMinor <= cap ? rest : Math.floor((rest * cap) / secondMinor));
  }
  return sum;
}
