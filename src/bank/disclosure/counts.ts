/** Which blocks have the number zero in every combination that is about too few entries: by flows of entries. */
import type { BlockGraph, Edge } from './block-graph.ts';
import { cutBelow } from './flow.ts';

const entryCount = ({ figures }: Edge): number => figures.count;

/**
 * Judges blocks, those first of which it has to be known. One that is cut off from the ground stays so while no entry of
 * its side becomes an edge; that only happens when a block is struck out that shares such an entry. So those are judged
 * next, and the block once more when one of them is struck out.
 */
export class Judging {
  /** The blocks of which it is not known. */
  readonly open: Set<number>;
  readonly #least: number;
  #queue: number[];
  /** That were ever in the queue. */
  readonly #seen: Set<number>;
  /** Of which it is known. */
  readonly #settled = new Set<number>();
  /** By block, those that are judged once more when it is struck out. */
  readonly #waiting = new Map<number, number[]>();

  constructor(open: Iterable<number>, least: number) {
    this.open = new Set(open);
    this.#least = least;
    this.#queue = [...this.open];
    this.#seen = new Set(this.open);
  }

  /**
   * Blocks to be struck out, until there is no open one left; none when that cannot be.
   *
   * @returns Null as soon as an open one is known never to be.
   */
  findZero(graph: BlockGraph): ReadonlySet<number> | null {
    const zero = new Set<number>();
    while (this.#queue.length > 0 && zero.size === 0) {
      const batch = new Set(this.#queue.splice(0));
      for (const block of batch) {
        if (this.#settled.has(block)) continue;
        const outcome = this.#judge(graph, block);
        if (outcome === 'never' && this.open.has(block)) return null;
        if (outcome === 'zero') zero.add(block);
      }
    }
    for (const block of zero) this.#queue.push(...(this.#waiting.get(block) ?? []));
    return zero;
  }

  #judge(graph: BlockGraph, block: number): 'zero' | 'alone' | 'waits' | 'never' {
    const side = cutBelow(graph, block, graph.ground, this.#least, entryCount);
    if (side === null) {
      this.#settle(block);
      return 'zero';
    }
    const entangled = new Set<number>();
    for (const node of side) for (const other of graph.entangledWith(node)) entangled.add(other);
    if (entangled.size === 0 && isAloneAndSafe(graph, side, this.#least)) {
      for (const node of side) this.#settle(node);
      return 'alone';
    }
    let outcome: 'waits' | 'never' = 'never';
    for (const other of entangled) {
      if (side.has(other)) continue;
      outcome = 'waits';
      const waiting = this.#waiting.get(other);
      if (waiting === undefined) this.#waiting.set(other, [block]);
      else waiting.push(block);
      if (!this.#seen.has(other)) this.#queue.push(other);
      this.#seen.add(other);
    }
    return outcome;
  }

  #settle(block: number): void {
    this.#settled.add(block);
    this.open.delete(block);
  }
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
