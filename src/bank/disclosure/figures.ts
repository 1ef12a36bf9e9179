/** What is known at the bank of some entries: enough to tell a total, and to judge whether it may be told. */

export interface Figures {
  readonly count: number;
  readonly sumMinor: number;
  /** The largest amount; 0 without entries. */
  readonly largestMinor: number;
  /** The second largest, of whichever entries; 0 with fewer than two. */
  readonly secondMinor: number;
}

export const noFigures: Figures = { count: 0, sumMinor: 0, largestMinor: 0, secondMinor: 0 };

/** The figures of two sets of entries that have none in common, taken together. */
export function addFigures(one: Figures, other: Figures): Figures {
  if (one.count === 0) return other;
  if (other.count === 0) return one;
  return {
    count: one.count + other.count,
    sumMinor: one.sumMinor + other.sumMinor,
    largestMinor: Math.max(one.largestMinor, other.largestMinor),
    secondMinor: Math.max(Math.min(one.largestMinor, other.largestMinor), one.secondMinor, other.secondMinor),
  };
}
