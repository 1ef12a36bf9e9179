/** What an attack on one customer comes to, in one scenario, and the same added up. */
import { k } from '../bank/disclosure/audit.ts';
import { estimated, estimatedFromRounded } from './estimate.ts';
import { habitOf, type Habit } from './habits.ts';
import type { Household } from './household.ts';
import { smallestCombination } from './smallest.ts';
import { isIsolated, solve } from './system.ts';
import type { Told } from './told.ts';
import type { Targets } from './targets.ts';

/** Found of so many. */
export interface Share {
  readonly found: number;
  readonly of: number;
}

/** What was found, of one customer or of many. */
export interface Findings {
  readonly customers: number;
  readonly answers: number;
  readonly refusals: number;
  /** Totals that were told of another window than the one asked for. */
  readonly moved: number;
  /** Transactions whose amount follows from the answers, if none is rounded. */
  readonly transactions: Share;
  /** Days whose spending follows. */
  readonly days: Share;
  /** Cells of two to four transactions whose total follows; see `targets.ts`. */
  readonly smallCells: Share;
  /** Transactions whose amount can be estimated within a fifth, if no answer is rounded. */
  readonly estimated: Share;
  /** The same from the answers as they were rounded. */
  readonly estimatedFromRounded: Share;
  /** The fewest transactions that any combination of answers is about; `k` stands for k and more. */
  readonly smallestCombination: number;
}

export interface CustomerFindings extends Findings {
  readonly habit: Habit;
}

/** Works out what follows from what was told of a household. */
export function findingsFrom(
  told: Told,
  household: Household,
  { isRounded, targets }: { readonly isRounded: boolean; readonly targets: Targets },
): CustomerFindings {
  const system = solve(told);
  const isolated = (sets: readonly (readonly number[])[]): Share => ({
    found: sets.filter(members => isIsolated(system, members)).length,
    of: sets.length,
  });
  const ofAll = (found: readonly number[]): Share => ({
    found: found.length,
    of: targets.transactions.length,
  });
  const fromExact = ofAll(estimated(system, household, targets.transactions));
  return {
    habit: habitOf(household),
    customers: 1,
    answers: told.answers,
    refusals: told.refusals,
    moved: told.moved,
    transactions: isolated(targets.transactions.map(index => [index])),
    days: isolated(targets.days),
    smallCells: isolated(targets.smallCells),
    estimated: fromExact,
    estimatedFromRounded: isRounded
      ? ofAll(estimatedFromRounded(told, system, household, targets.transactions))
      : fromExact,
    smallestCombination: smallestCombination(system, k),
  };
}

/** The findings of all together. */
export function addUp(findings: readonly Findings[]): Findings {
  const sum = (count: (one: Findings) => number): number =>
    findings.reduce((total, one) => total + count(one), 0);
  const shares = (share: (one: Findings) => Share): Share => ({
    found: sum(one => share(one).found),
    of: sum(one => share(one).of),
  });
  return {
    customers: sum(one => one.customers),
    answers: sum(one => one.answers),
    refusals: sum(one => one.refusals),
    moved: sum(one => one.moved),
    transactions: shares(one => one.transactions),
    days: shares(one => one.days),
    smallCells: shares(one => one.smallCells),
    estimated: shares(one => one.estimated),
    estimatedFromRounded: shares(one => one.estimatedFromRounded),
    smallestCombination: Math.min(k, ...findings.map(one => one.smallestCombination)),
  };
}
