/** Made-up answers for tests of the attack: windows over a line of transactions. */
import { exactly, Told } from '../../src/attack/told.ts';
import { sumMinor, type Household } from '../../src/attack/household.ts';

/** One transaction a day, out of one account, all in one category. */
export function lineOf(amounts: readonly number[]): Household {
  return {
    index: 0,
    seed: 'line',
    currency: 'USD',
    accounts: [{ accountId: 'a', kind: 'checking', openingMinor: 0, creditLimitMinor: 0, beganEmpty: false }],
    transactions: amounts.map((amountMinor, day) => ({
      accountId: 'a',
      direction: 'out',
      category: 'groceries',
      amountMinor,
      day,
      occurredAt: day * 1_440,
      bookedAt: day * 1_440,
    })),
    period: { from: 0, until: amounts.length },
  };
}

/** The whole numbers from one up to another, which is not among them. */
export const span = (from: number, until: number): number[] =>
  Array.from({ length: until - from }, (_, index) => from + index);

/** Totals of windows `[from, until)` over a line, unrounded. */
export function toldOf(household: Household, windows: readonly (readonly [number, number])[]): Told {
  const told = new Told();
  for (const [from, until] of windows) {
    const members = span(from, until);
    told.total(members, exactly(sumMinor(household, members)));
  }
  return told;
}
