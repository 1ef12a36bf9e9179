/** How many rules hold. */
import type { JudgedGroup, Outcome } from '../rule.ts';

export type Summary = Readonly<Record<Outcome['kind'], number>>;

export function summaryOf(groups: readonly JudgedGroup[]): Summary {
  const outcomes = groups.flatMap(({ judged }) => judged.map(({ outcome }) => outcome.kind));
  const count = (kind: Outcome['kind']): number => outcomes.filter(each => each === kind).length;
  return { passed: count('passed'), failed: count('failed'), skipped: count('skipped') };
}
