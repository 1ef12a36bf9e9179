/** What has left the bank about one customer, as equations over the amounts of single transactions. */
import type { Members } from './household.ts';

/** Where the true amount of a rounded one lies, both ends included. Equal ends: it was not rounded. */
export interface Bounds {
  readonly leastMinor: number;
  readonly mostMinor: number;
}

/** A sum of transactions, told within bounds. */
export interface ToldTotal extends Bounds {
  readonly members: Members;
}

/** A transaction by its index, and which way it moves a balance. */
export interface Entry {
  readonly index: number;
  readonly sign: 1 | -1;
}

/**
 * The balance of an account, over time. Each of its values is the first one, which is unknown, and what has entered
 * since: so the values are told by how many entries had entered.
 */
export interface BalanceChain {
  /** In the order in which they enter the balance. */
  readonly entries: readonly Entry[];
  /** By number of entries: the bounds of the balance that was told. */
  readonly values: ReadonlyMap<number, Bounds>;
  /** What the balance was in truth at the first of these values. */
  readonly startMinor: number;
}

/** A value of a balance, and what had entered since the one before; of the first one, all that had. */
interface BalanceStep {
  readonly entered: readonly Entry[];
  readonly bounds: Bounds;
}

/** The values of a balance as they were told, one after another. */
export function stepsOf({ entries, values }: BalanceChain): BalanceStep[] {
  let before = 0;
  return [...values]
    .sort(([one], [other]) => one - other)
    .map(([count, bounds]) => {
      const entered = entries.slice(before, count);
      before = count;
      return { entered, bounds };
    });
}

interface GrowingChain extends BalanceChain {
  readonly entries: Entry[];
  readonly values: Map<number, Bounds>;
}

/** Everything that was told. The same total told twice is kept once, within the tighter bounds. */
export class Told {
  /** Answers that left, repetitions too. */
  answers = 0;
  /** Those of them that told balances. */
  balanceAnswers = 0;
  /** Questions that were refused. */
  refusals = 0;
  /** Answers about another window than the one asked for. */
  moved = 0;
  readonly #totals = new Map<string, ToldTotal>();
  readonly #chains = new Map<string, GrowingChain>();

  get totals(): readonly ToldTotal[] {
    return [...this.#totals.values()];
  }

  get chains(): readonly BalanceChain[] {
    return [...this.#chains.values()];
  }

  /** What would have been told if every question for a balance had been refused, and all else had been as it was. */
  withoutBalances(): Told {
    const rest = new Told();
    rest.answers = this.answers - this.balanceAnswers;
    rest.refusals = this.refusals + this.balanceAnswers;
    rest.moved = this.moved;
    for (const { members, ...bounds } of this.totals) rest.total(members, bounds);
    return rest;
  }

  total(members: Members, bounds: Bounds): void {
    if (members.length === 0) return;
    const key = members.join();
    const before = this.#totals.get(key);
    this.#totals.set(key, { members, ...(before === undefined ? bounds : intersect(before, bounds)) });
  }

  /** A value of a balance, and all that has entered it: what had once entered never leaves. */
  balance(
    name: string,
    entered: readonly Entry[],
    trueMinor: number,
    bounds: Bounds,
    { beganEmpty = false }: { readonly beganEmpty?: boolean } = {},
  ): void {
    let chain = this.#chains.get(name);
    if (chain === undefined) {
      chain = { entries: [], values: new Map(), startMinor: beganEmpty ? 0 : trueMinor };
      this.#chains.set(name, chain);
      // Everybody knows that there was nothing on it before anything was booked.
      if (beganEmpty) chain.values.set(0, exactly(0));
    }
    if (entered.length > chain.entries.length) {
      const known = new Set(chain.entries.map(({ index }) => index));
      chain.entries.push(...entered.filter(({ index }) => !known.has(index)));
    }
    const before = chain.values.get(entered.length);
    chain.values.set(entered.length, before === undefined ? bounds : intersect(before, bounds));
  }
}

export const exactly = (minor: number): Bounds => ({ leastMinor: minor, mostMinor: minor });

const intersect = (one: Bounds, other: Bounds): Bounds => ({
  leastMinor: Math.max(one.leastMinor, other.leastMinor),
  mostMinor: Math.min(one.mostMinor, other.mostMinor),
});
