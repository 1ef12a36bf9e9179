/** The smallest combination, held against trying every set. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigRowSpace } from '../../src/attack/big-row-space.ts';
import { inverses, prime, times } from '../../src/attack/modulo.ts';
import { smallestCombination } from '../../src/attack/smallest.ts';
import { solve, type System } from '../../src/attack/system.ts';
import { exactly, Told } from '../../src/attack/told.ts';
import { lineOf, toldOf } from './equations.ts';

const limit = 5;

/** A combination is about these classes only, if leaving them out of the equations takes something away. */
function smallestByTrying({ classes, space }: System): number {
  const rows = space.rows().map(({ row }) => row);
  let best = limit;
  for (let set = 1; set < 2 ** classes.length; set += 1) {
    const isIn = (place: number): boolean => Math.floor(set / 2 ** place) % 2 === 1;
    const size = classes.reduce((sum, members, place) => sum + (isIn(place) ? members.length : 0), 0);
    if (size >= best) continue;
    const rest = bigRowSpace(classes.length);
    for (const row of rows) rest.add(row.map((value, place) => (isIn(place) ? 0 : value)));
    if (rest.rank < rows.length) best = size;
  }
  return best;
}

describe('the inverse of many numbers', () => {
  it('times each of them is one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: prime - 1 })), values => {
        for (const [place, inverse] of inverses(values).entries()) {
          const value = values[place] ?? 0;
          expect(times(value, inverse)).toBe(value === 0 ? 0 : 1);
        }
      }),
    );
  });

  it('is of products that are exact', () => {
    const number = fc.integer({ min: 0, max: prime - 1 });
    fc.assert(
      fc.property(number, number, (one, other) => {
        expect(BigInt(times(one, other))).toBe((BigInt(one) * BigInt(other)) % BigInt(prime));
      }),
    );
  });
});

describe('the smallest combination', () => {
  it('is the one that trying every set finds', () => {
    const totals = fc.array(fc.uniqueArray(fc.nat(10), { minLength: 1, maxLength: 9 }), { maxLength: 6 });
    fc.assert(
      fc.property(totals, sets => {
        const told = new Told();
        for (const set of sets)
          told.total(
            set.toSorted((one, other) => one - other),
            exactly(0),
          );
        const system = solve(told);
        expect(smallestCombination(system, limit)).toBe(smallestByTrying(system));
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    ['of nothing is none', [], 5],
    ['of one total is the total', [[0, 3]], 3],
    ['of a total of enough is none below the limit', [[0, 9]], 5],
    [
      'of two that overlap is their difference',
      [
        [0, 9],
        [2, 9],
      ],
      2,
    ],
    [
      'of two that slide is what they do not share',
      [
        [0, 9],
        [1, 10],
      ],
      2,
    ],
  ] as const)('%s', (_name, windows, size) => {
    const line = lineOf(Array.from({ length: 12 }, () => 100));
    expect(smallestCombination(solve(toldOf(line, windows)), limit)).toBe(size);
  });
});
