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
 * amounts are judged as counts are, with flows of money in place of flows of entries: see `amounts.ts`.
 */
import { areLargestHidden, hidesLargest } from './amounts.ts';
import { graphOf } from './block-graph.ts';
import { Cells, type Blocks } from './blocks.ts';
import { Judging } from './counts.ts';
import type { Intervals } from './intervals.ts';

/** How many entries a combination of answers has to be about. */
export const k = 5;

/**
 * Whether all that follows from some blocks is safe, where that is known of the blocks that are not new: each of them was
 * judged with those that there were, or is made of some that were. The intervals are cut at the ends of all of them, and
 * have figures wherever one reaches.
 *
 * @param added numbers of the new blocks
 * @param least another `k`, for tests
 */
export function isSafeToAdd(
  intervals: Intervals,
  standing: Blocks,
  tried: Blocks,
  added: Iterable<number>,
  least = k,
): boolean {
  const cells = new Cells(intervals, standing, tried);
  const holding: number[] = [];
  for (const block of added) {
    const total = cells.totalOf(block);
    // A block without entries tells of none, whatever its number.
    if (total.count === 0) continue;
    if (total.count < least || !hidesLargest(total)) return false;
    holding.push(block);
  }
  const judging = new Judging(holding, least);
  // A round strikes out a block at least, or it is the last.
  for (let graph = graphOf(cells); ;) {
    if (!areLargestHidden(graph, judging.open)) return false;
    const zero = judging.findZero(graph);
    if (zero === null) return false;
    if (judging.open.size === 0) return true;
    if (zero.size === 0) return false;
    graph = graph.without(zero);
  }
}
