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
 * Two refinements make it fit. Where no entry leads to the ground (every category has been told beside the whole), the
 * whole less its parts is a combination about no entry at all, which tells nothing; there one block takes the place of
 * the ground. And where entries lie in three blocks and more (a category, an account and the whole; a sealed balance),
 * the numbers of the coarse blocks are shown to be zero by the entries outside the told categories alone, and after that
 * those of the categories by all of theirs.
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
  const cells = cellsOf(intervals, blocks);
  if (!areBlocksSafe(cells, blocks.length, least)) return false;
  if (isGraphSafe(graphOf(cells, blocks.length), least)) return true;

  const isCategory = (block: number): boolean => (blocks[block]?.series.category ?? null) !== null;
  const isInCategory = (cell: Cell): boolean => cell.blocks.some(isCategory);
  const inCategories = cells.filter(isInCategory);
  const outside = cells.filter(cell => !isInCategory(cell));
  const categoriesAlone = inCategories.map(({ blocks: holding, figures }): Cell => ({
    blocks: holding.filter(isCategory),
    figures,
  }));
  const isCoarse = (node: number): boolean => !isCategory(node);
  return (
    isGraphSafe(graphOf(outside, blocks.length, inCategories), least, isCoarse) &&
    isGraphSafe(graphOf(categoriesAlone, blocks.length), least, isCategory)
  );
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
 * Whether every combination of the blocks is about enough entries, and none brings out a single one.
 *
 * @param mustHold which blocks are to be judged; the others' numbers are judged elsewhere
 */
function isGraphSafe(
  graph: BlockGraph,
  least: number,
  mustHold: (node: number) => boolean = () => true,
): boolean {
  const bases = baseByNode(graph);
  for (let node = 0; node < graph.ground; node += 1) {
    if (!mustHold(node)) continue;
    // A block without entries tells of none, whatever its number.
    if (graph.edgesAt[node]?.length === 0 && !graph.withMore.has(node)) continue;
    const base = bases[node];
    if (base === undefined) return false;
    if (node !== base && !flowsAtLeast(graph, node, base, least, entryCount)) return false;
  }
  return graph.edges.every(edge => isLargestHidden(graph, edge));
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
  const least = Math.ceil(edge.figures.largestMinor / estimateDivisor);
  return [1, 4, 16].some(part => {
    const cap = Math.ceil(least / part);
    const capacity = (other: Edge): number =>
      cappedSum(other === edge ? withoutLargest(edge.figures) : other.figures, cap);
    return flowsAtLeast(graph, edge.one, edge.other, least + cap, capacity);
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
 * The least that some amounts can add up to when each counts for no more than a cap. No amount but the largest exceeds
 * the second largest, so each unit of them counts for `cap / second` at least.
 */
function cappedSum({ sumMinor, largestMinor, secondMinor }: Figures, cap: number): number {
  if (largestMinor <= cap) return sumMinor;
  const rest = sumMinor - largestMinor;
  return cap + (secondMinor <= cap ? rest : Math.floor((rest * cap) / secondMinor));
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
  const visitFrom = (start: number, base: number | undefined): boolean => {
    let isBalanced = true;
    const queue = [start];
    side[start] = true;
    bases[start] = base;
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (graph.withMore.has(node)) isBalanced = false;
      for (const edge of graph.edgesAt[node] ?? []) {
        const next = edge.one === node ? edge.other : edge.one;
        if (side[next] === undefined) {
          side[next] = side[node] !== true;
          bases[next] = base;
          queue.push(next);
        } else if (side[next] === side[node]) isBalanced = false;
      }
    }
    return isBalanced;
  };

  visitFrom(graph.ground, graph.ground);
  for (let node = 0; node < graph.ground; node += 1) {
    if (side[node] !== undefined || visitFrom(node, node)) continue;
    for (const [index, base] of bases.entries()) if (base === node) bases[index] = undefined;
  }
  return bases;
}
