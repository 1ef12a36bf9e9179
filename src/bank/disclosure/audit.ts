/**
 * Whether it is safe to have told what has been told: the heart of disclosure control.
 *
 * **What is promised.** Let the platform keep every answer, let it know of each entry of the ledger everything but the
 * amount (so it knows which totals an entry is part of), and let no answer be rounded. Still no sum, difference or other
 * linear combination of the answers is about fewer than `k` entries, except one that is about none. So no amount of an
 * entry follows, nor the total of a day, a category or anything else that holds 1 to `k - 1` entries.
 *
 * **How it is kept.** All that follows from the told windows of one series is spanned by its blocks (`told.ts`). A
 * combination of answers is therefore a number for each block, and weighs an entry by the sum of the numbers of the
 * blocks that it lies in. Let X be the blocks whose number is not zero. An entry that lies in exactly one block of X has
 * a weight. So if every non-empty X has at least `k` such entries, every combination is about `k` entries at least.
 *
 * Take blocks as nodes and entries as edges (`block-graph.ts`): an entry in one block leads to the ground, one in two
 * blocks joins them. The entries in exactly one block of X are then among those that lead out of X, and each way from a
 * block of X to the ground has to leave X. By Menger's theorem it is enough that `k` ways without a common edge lead from
 * every block to the ground: a maximum flow of `k`. (Gusfield, "A graph theoretic approach to statistical data security",
 * SIAM J. Comput. 17, 1988, shows for tables what this shows for windows.)
 *
 * **How it is cheap.** A combination that does not follow from what was told before has a number other than zero for a
 * block that is new: without one it would be made of blocks that there were before. Those were judged then. So it is
 * enough that `k` ways lead to the ground from each new block, through the graph as it is now.
 *
 * Three refinements make it fit. Blocks that have been shown to have the number zero are struck out, and the rest is
 * judged again: an entry of three blocks (an account, a category and the whole; a sealed balance) becomes an edge when one
 * of them is gone. Where no entry leads to the ground (every category has been told beside the whole), the whole less its
 * parts is a combination about no entry at all, which tells nothing; there one block takes the place of the ground. And
 * amounts are judged as counts are, with flows of money in place of flows of entries: see `hidesAround` and
 * `isLargestHidden`.
 */
import { graphOf, type BlockGraph, type Edge } from './block-graph.ts';
import { Blocks, Cells, type Run } from './blocks.ts';
import { type Figures } from './figures.ts';
import { cutBelow, flowsAcross } from './flow.ts';
import type { Intervals } from './intervals.ts';

/** How many entries a combination of answers has to be about. */
export const k = 5;

/** An amount counts as worked out when it can be estimated within this share of itself: one fifth. */
const estimateDivisor = 5;

/**
 * Whether all that follows from these blocks is safe. The intervals are cut at the ends of all of them, and have figures
 * wherever one reaches.
 *
 * @param least another `k`, for tests
 */
export function isSafe(intervals: Intervals, runs: readonly Run[], least = k): boolean {
  const all = new Blocks(runs);
  return isSafeToAdd(intervals, all, all.and([]), all.numbers(), least);
}

/**
 * The same, where all that follows from the blocks that are not new is known to be safe: each of them was judged with
 * those that there were, or is made of some that were.
 *
 * @param added numbers of the new blocks
 */
export function isSafeToAdd(
  intervals: Intervals,
  standing: Blocks,
  tried: Blocks,
  added: Iterable<number>,
  least = k,
): boolean {
  const cells = new Cells(intervals, standing, tried);
  /** The new blocks whose numbers are not known to be zero in every combination that is about too few entries. */
  const open = new Set<number>();
  for (const block of added) {
    const total = cells.totalOf(block);
    // A block without entries tells of none, whatever its number.
    if (total.count === 0) continue;
    if (total.count < least || !hidesLargest(total)) return false;
    open.add(block);
  }
  // A round strikes out a block at least, or it is the last.
  for (let graph = graphOf(cells); ;) {
    if (!areLargestHidden(graph, open)) return false;
    const judgement = judge(graph, open, least);
    if (judgement === 'unsafe') return false;
    for (const block of judgement.settled) open.delete(block);
    if (open.size === 0) return true;
    if (judgement.zero.size === 0) return false;
    graph = graph.without(judgement.zero);
  }
}

// --------------------------------------------------------------------------------------------------------- counts

interface Judgement {
  /** Blocks whose numbers are zero in every combination that is about too few entries. */
  readonly zero: ReadonlySet<number>;
  /** Those, and blocks of a part without ground whose combinations are about enough entries, or about none. */
  readonly settled: ReadonlySet<number>;
}

const entryCount = ({ figures }: Edge): number => figures.count;

/**
 * Judges blocks. One that is cut off from the ground stays so while no entry of its side becomes an edge; that only
 * happens when a block is struck out that shares such an entry. So those are judged then, until there is one to strike out.
 */
function judge(graph: BlockGraph, open: ReadonlySet<number>, least: number): Judgement | 'unsafe' {
  const [zero, settled] = [new Set<number>(), new Set<number>()];
  const seen = new Set(open);
  for (let layer = [...open]; layer.length > 0 && zero.size === 0;) {
    const next: number[] = [];
    for (const block of layer) {
      if (settled.has(block)) continue;
      const side = cutBelow(graph, block, graph.ground, least, entryCount);
      if (side === null) {
        zero.add(block);
        settled.add(block);
        continue;
      }
      const entangled = [...side].flatMap(node => [...graph.entangledWith(node)]);
      if (entangled.length === 0 && isAloneAndSafe(graph, side, least)) {
        for (const node of side) settled.add(node);
        continue;
      }
      const others = entangled.filter(other => !side.has(other));
      // Nothing can ever lead out of here.
      if (others.length === 0 && open.has(block)) return 'unsafe';
      next.push(...others.filter(other => !seen.has(other)));
      for (const other of others) seen.add(other);
    }
    layer = [...new Set(next)];
  }
  return { zero, settled };
}

/**
 * Whether the blocks of one side of a cut are a part without ground that falls into two sides which entries only ever
 * join (wholes and their parts): giving all of one side a number and all of the other its negative is about no entry, if
 * every entry of theirs is an edge. And whether every other combination of them is about enough entries.
 */
function isAloneAndSafe(graph: BlockGraph, part: ReadonlySet<number>, least: number): boolean {
  const [base] = part;
  if (base === undefined) return false;
  const sides = new Map([[base, true]]);
  for (const [node, side] of sides) {
    for (const { one, other } of graph.edgesAt(node)) {
      const next = one === node ? other : one;
      if (next === graph.ground || !part.has(next) || sides.get(next) === side) return false;
      if (!sides.has(next)) sides.set(next, !side);
    }
  }
  return [...part].every(node => node === base || cutBelow(graph, node, base, least, entryCount) === null);
}

// -------------------------------------------------------------------------------------------------------- amounts

/**
 * The p%-rule of statistical offices (Hundepool et al., "Statistical Disclosure Control", 2012, section 4.2): whoever
 * knows the second largest amount cannot take the rest for the largest one and be less than a fifth wrong.
 */
function hidesLargest({ sumMinor, largestMinor, secondMinor }: Figures): boolean {
  return sumMinor - largestMinor - secondMinor >= largestMinor / estimateDivisor;
}

/**
 * The p%-rule for whatever leads out of a set of blocks that has one of these in it. Sets that hang together are enough:
 * the total of two that no entry joins holds no less beside its largest entry than the one of them that has it.
 */
function areLargestHidden(graph: BlockGraph, blocks: ReadonlySet<number>): boolean {
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
