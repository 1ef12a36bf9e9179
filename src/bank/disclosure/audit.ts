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
 * Three refinements make it fit. Blocks that have been shown to have the number zero are struck out, and the rest is
 * judged again: an entry of three blocks (an account, a category and the whole; a sealed balance) becomes an edge when one
 * of them is gone. Where no entry leads to the ground (every category has been told beside the whole), the whole less its
 * parts is a combination about no entry at all, which tells nothing; there one block takes the place of the ground. And
 * amounts are judged as counts are, with flows of money in place of flows of entries: see `isLargestHidden`.
 */
import { cellsOf, graphOf, type Block, type BlockGraph, type Cell, type Edge } from './block-graph.ts';
import { addFigures, noFigures, type Figures } from './figures.ts';
import { flowsAtLeast } from './flow.ts';
import type { Intervals } from './intervals.ts';

/** How many entries a combination of answers has to be about. */
export const k = 5;

/** An amount counts as worked out when it can be estimated within this share of itself: one fifth. */
const estimateDivisor = 5;

/**
 * Whether all that follows from these blocks is safe. The intervals have figures wherever a block reaches.
 *
 * @param least another `k`, for tests
 */
export function isSafe(intervals: Intervals, blocks: readonly Block[], least = k): boolean {
  let cells = cellsOf(intervals, blocks);
  if (!areBlocksSafe(cells, blocks.length, least)) return false;
  // A round that is not the last strikes out a block at least.
  for (;;) {
    const graph = graphOf(cells, blocks.length);
    if (!graph.edges.every(edge => isLargestHidden(graph, edge))) return false;
    const { zero, open } = judge(graph, least);
    if (open === 0) return true;
    if (zero.size === 0) return false;
    cells = cells
      .map((cell): Cell => ({ ...cell, blocks: cell.blocks.filter(block => !zero.has(block)) }))
      .filter(cell => cell.blocks.length > 0);
  }
}

/** Whether the entries of each block for itself are none, or enough. */
function areBlocksSafe(cells: readonly Cell[], blockCount: number, least: number): boolean {
  const totals = Array.from({ length: blockCount }, () => noFigures);
  for (const { blocks, figures } of cells) {
    for (const block of blocks) totals[block] = addFigures(totals[block] ?? noFigures, figures);
  }
  return totals.every(total => total.count === 0 || (total.count >= least && hidesLargest(total)));
}

/**
 * The p%-rule of statistical offices (Hundepool et al., "Statistical Disclosure Control", 2012, section 4.2): whoever
 * knows the second largest amount cannot take the rest for the largest one and be less than a fifth wrong.
 */
function hidesLargest({ sumMinor, largestMinor, secondMinor }: Figures): boolean {
  return sumMinor - largestMinor - secondMinor >= largestMinor / estimateDivisor;
}

/**
 * Which blocks' numbers are zero in every combination that is about too few entries, and how many blocks are left over
 * of which that is not known. A block without entries is neither: it tells of none, whatever its number.
 */
function judge(
  graph: BlockGraph,
  least: number,
): { readonly zero: ReadonlySet<number>; readonly open: number } {
  const bases = baseByNode(graph);
  const zero = new Set<number>();
  let open = 0;
  for (let node = 0; node < graph.ground; node += 1) {
    if (graph.edgesAt[node]?.length === 0 && !graph.withMore.has(node)) continue;
    const base = bases[node];
    const isHeld =
      base !== undefined && (node === base || flowsAtLeast(graph, node, base, least, entryCount));
    if (!isHeld) open += 1;
    else if (base === graph.ground) zero.add(node);
  }
  return { zero, open };
}

const entryCount = ({ figures }: Edge): number => figures.count;

/**
 * The p%-rule for whatever leads out of a set of blocks. Each such total that holds the largest entry of an edge
 * separates the edge's two ends, so what flows around that entry is the least that any of them holds beside it. A fifth
 * has to be left when the second largest is taken away: that is so where amounts are capped, each at the same, and a fifth
 * and one cap more flow. Any cap will do; a low one suits many small amounts, a high one few large ones.
 */
function isLargestHidden(graph: BlockGraph, edge: Edge): boolean {
  if (hidesLargest(edge.figures)) return true;
  const { largestMinor } = edge.figures;
  const holding = edge.parts.findIndex(part => part.largestMinor === largestMinor);
  const around = edge.parts.map((part, index) => (index === holding ? withoutLargest(part) : part));
  const least = Math.ceil(largestMinor / estimateDivisor);
  return [1, 4, 16].some(part => {
    const cap = Math.ceil(least / part);
    return flowsAtLeast(graph, edge.one, edge.other, least + cap, other =>
      cappedSum(other === edge ? around : other.parts, cap),
    );
  });
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

/**
 * For each node what its combinations are measured against: the ground where entries lead there. Where none do, a node
 * of the same part, if the part falls into two sides that entries only ever join (wholes and their parts): giving all of
 * one side a number and all of the other its negative is about no entry, if every entry of theirs is an edge. Otherwise
 * nothing, which is not safe.
 */
function baseByNode(graph: BlockGraph): readonly (number | undefined)[] {
  const bases: (number | undefined)[] = [];
  const side: (boolean | undefined)[] = [];
  /** Marks the part that a node is of, and tells whether it falls into two sides. */
  const visitFrom = (
    start: number,
    base: number,
  ): { readonly part: number[]; readonly isTwoSided: boolean } => {
    let isTwoSided = true;
    const part = [start];
    side[start] = true;
    bases[start] = base;
    for (const node of part) {
      if (graph.withMore.has(node)) isTwoSided = false;
      for (const edge of graph.edgesAt[node] ?? []) {
        const next = edge.one === node ? edge.other : edge.one;
        if (side[next] === undefined) {
          side[next] = side[node] !== true;
          bases[next] = base;
          part.push(next);
        } else if (side[next] === side[node]) isTwoSided = false;
      }
    }
    return { part, isTwoSided };
  };

  visitFrom(graph.ground, graph.ground);
  for (let node = 0; node < graph.ground; node += 1) {
    if (side[node] !== undefined) continue;
    const { part, isTwoSided } = visitFrom(node, node);
    if (!isTwoSided) for (const member of part) bases[member] = undefined;
  }
  return bases;
}
