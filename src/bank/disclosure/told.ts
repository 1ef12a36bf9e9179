/**
 * What windows of one series have been told, and what follows from them.
 *
 * Take the ends of the windows as nodes and each window as an edge between its two ends. Whoever knows the totals knows
 * the total between two nodes if and only if they are connected: going along the path adds and subtracts told totals,
 * and across two components there is no such path (the totals of one component can be shifted against the other
 * without any told total changing). So a component is all that has to be kept: its nodes in order.
 */
import type { Day, Window } from './day.ts';

/** Connected nodes in ascending order; two at least. */
export type Component = readonly Day[];

/** The components of a series; no node is in two of them. */
export type ToldWindows = readonly Component[];

/** Whether the total of a window follows from what has been told. */
export function isDerivable(told: ToldWindows, { from, until }: Window): boolean {
  return told.some(component => component.includes(from) && component.includes(until));
}

/** What has been told after one more window. */
export function tellWindow(told: ToldWindows, { from, until }: Window): ToldWindows {
  const joined = new Set<Day>([from, until]);
  const apart: Component[] = [];
  for (const component of told) {
    if (component.includes(from) || component.includes(until)) {
      for (const node of component) joined.add(node);
    } else {
      apart.push(component);
    }
  }
  return [...apart, [...joined].sort((one, other) => one - other)];
}

/**
 * The smallest windows that follow: between each node and the next one of its component. Every window that follows is
 * made of them, and no two of a component overlap.
 */
export function blocksOf(told: ToldWindows): Window[] {
  const blocks: Window[] = [];
  for (const component of told) {
    for (const [index, until] of component.entries()) {
      const from = component[index - 1];
      if (from !== undefined) blocks.push({ from, until });
    }
  }
  return blocks;
}

/** Which of the blocks there are after a window was told, and were not before: places in `blocksOf(after)`. */
export function addedBlocks(before: ToldWindows, after: ToldWindows): number[] {
  // No day is a node of two components, so no two blocks begin on the same day.
  const known = new Map(blocksOf(before).map(({ from, until }) => [from, until]));
  return blocksOf(after).flatMap(({ from, until }, place) => (known.get(from) === until ? [] : [place]));
}
