/** How large an amount can be, held against every solution in whole numbers. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimated, estimatedFromRounded } from '../../src/attack/estimate.ts';
import { LinearBounds, type Constraint } from '../../src/attack/linear-bounds.ts';
import { boundsAfter } from '../../src/attack/rounded.ts';
import { solve } from '../../src/attack/system.ts';
import { exactly, Told } from '../../src/attack/told.ts';
import { roundTotal } from '../../src/bank/pipeline/round.ts';
import { lineOf, span, toldOf } from './equations.ts';

/** All ways in which so many whole numbers from 0 can be chosen. */
function* choices(count: number, most: number): Generator<number[]> {
  if (count === 0) {
    yield [];
    return;
  }
  for (const rest of choices(count - 1, most))
    for (let value = 0; value <= most; value += 1) yield [...rest, value];
}

describe('the most that an amount can be', () => {
  // Of sums of windows, the extreme solutions are whole numbers (totally unimodular), so trying those is enough.
  const systems = fc.integer({ min: 1, max: 4 }).chain(count =>
    fc.record({
      values: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: count, maxLength: count }),
      windows: fc.array(
        fc.record({
          from: fc.integer({ min: 0, max: count - 1 }),
          length: fc.integer({ min: 1, max: count }),
          below: fc.integer({ min: 0, max: 2 }),
          above: fc.integer({ min: 0, max: 2 }),
        }),
        { maxLength: 5 },
      ),
    }),
  );

  it('is that of the largest solution', () => {
    const most = 13;
    fc.assert(
      fc.property(systems, ({ values, windows }) => {
        const constraints = windows.map(({ from, length, below, above }): Constraint => {
          const coefficients = values.map((_, index) => Number(index >= from && index < from + length));
          const sum = values.reduce((total, value, index) => total + value * (coefficients[index] ?? 0), 0);
          return { coefficients, least: sum - below, most: sum + above };
        });
        const solutions = [...choices(values.length, most)].filter(choice =>
          constraints.every(({ coefficients, least, most: limit }) => {
            const sum = choice.reduce((total, value, index) => total + value * (coefficients[index] ?? 0), 0);
            return sum >= least && sum <= limit;
          }),
        );
        const bounds = new LinearBounds(
          values.map(value => ({ value, least: 0, most: Infinity })),
          constraints,
        );
        // Twice, in both directions: one search must not spoil the next.
        for (const unknown of [...values.keys(), ...[...values.keys()].reverse()]) {
          const largest = Math.max(...solutions.map(solution => solution[unknown] ?? 0));
          expect(bounds.canExceed(unknown, largest - 0.5)).toBe(true);
          // An unknown without a limit is cut off at the edge of what was tried.
          if (largest < most) expect(bounds.canExceed(unknown, largest + 0.01)).toBe(false);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuses values that are not a solution', () => {
    const unknown = { value: 3, least: 0, most: Infinity };
    expect(() => new LinearBounds([unknown], [{ coefficients: [1], least: 4, most: 5 }])).toThrow(RangeError);
  });
});

describe('an estimate within a fifth', () => {
  const rent = lineOf([150_000, 2_000, 3_000, 4_000, 1_000, 2_500]);

  it('is what a total is, of which one transaction is nearly all', () => {
    const told = toldOf(rent, [[0, 6]]);
    expect(estimated(solve(told), rent, span(0, 6))).toEqual([0]);
  });

  it('is none where the others are a fifth of it and more', () => {
    const even = lineOf([10_000, 800, 600, 700]);
    expect(estimated(solve(toldOf(even, [[0, 4]])), even, span(0, 4))).toEqual([]);
  });

  it('follows from several totals where none of them is enough', () => {
    const two = lineOf([5_000, 10_000, 5_000]);
    const told = toldOf(two, [[0, 2], [1, 3], [0, 1]]); // prettier-ignore
    expect(estimated(solve(told), two, span(0, 3))).toEqual([0, 1, 2]);
  });

  it('is lost in the rounding where the amount is small, and not where it is large', () => {
    const bounds = boundsAfter(roundTotal);
    const purchases = lineOf([1_200, 80_000]);
    const told = new Told();
    told.total([0], bounds(1_200, 'USD'));
    told.total([1], bounds(80_000, 'USD'));
    const system = solve(told);
    expect(estimated(system, purchases, [0, 1])).toEqual([0, 1]);
    expect(estimatedFromRounded(told, system, purchases, [0, 1])).toEqual([1]);
  });

  it('from balances is as wide as the roundings of both', () => {
    const purchases = lineOf([3_000, 9_000]);
    const told = new Told();
    const entries = [0, 1].map(index => ({ index, sign: -1 }) as const);
    told.balance('a', [], 100_000, { leastMinor: 99_500, mostMinor: 100_499 });
    told.balance('a', entries.slice(0, 1), 97_000, { leastMinor: 96_500, mostMinor: 97_499 });
    told.balance('a', entries, 88_000, { leastMinor: 87_500, mostMinor: 88_499 });
    const system = solve(told);
    expect(estimatedFromRounded(told, system, purchases, [0, 1])).toEqual([1]);
  });

  it('from answers that were not rounded is the same either way', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 2, maxLength: 9 }),
        fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 7 }),
        (amounts, ends) => {
          const household = lineOf(amounts);
          const windows = ends
            .map(
              ([one, other]) =>
                [Math.min(one, other), Math.min(amounts.length, Math.max(one, other))] as const,
            )
            .filter(([from, until]) => from < until);
          const told = toldOf(household, windows);
          const system = solve(told);
          const targets = span(0, amounts.length);
          expect(estimatedFromRounded(told, system, household, targets)).toEqual(
            estimated(system, household, targets),
          );
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('what a rounding leaves', () => {
  it('is every amount that is rounded alike, and no other', () => {
    const bounds = boundsAfter(roundTotal);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5_000_000 }), amount => {
        const { leastMinor, mostMinor } = bounds(amount, 'USD');
        const told = roundTotal(amount, 'USD');
        expect(leastMinor <= amount && amount <= mostMinor).toBe(true);
        for (const inside of [leastMinor, mostMinor]) expect(roundTotal(inside, 'USD')).toBe(told);
        for (const outside of [leastMinor - 1, mostMinor + 1])
          expect(roundTotal(outside, 'USD')).not.toBe(told);
      }),
    );
  });

  it('of the same total told twice is what both leave', () => {
    const told = new Told();
    told.total([0], { leastMinor: 10, mostMinor: 20 });
    told.total([0], { leastMinor: 15, mostMinor: 30 });
    told.total([0], exactly(17));
    expect(told.totals).toEqual([{ members: [0], leastMinor: 17, mostMinor: 17 }]);
  });
});
