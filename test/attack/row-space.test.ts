/** The fast elimination and the plain one with fractions agree, and both keep to the definition. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bigRowSpace } from '../../src/attack/big-row-space.ts';
import { rowSpace, TooLarge } from '../../src/attack/row-space.ts';

const matrices = fc.integer({ min: 1, max: 9 }).chain(width =>
  fc.record({
    width: fc.constant(width),
    rows: fc.array(fc.array(fc.integer({ min: -3, max: 3 }), { minLength: width, maxLength: width }), {
      maxLength: 12,
    }),
    targets: fc.array(fc.array(fc.integer({ min: -2, max: 2 }), { minLength: width, maxLength: width }), {
      maxLength: 6,
    }),
    weights: fc.array(fc.integer({ min: -4, max: 4 }), { minLength: 12, maxLength: 12 }),
  }),
);

describe('the space of what follows', () => {
  it('is the same by whole numbers and by fractions of big integers', () => {
    fc.assert(
      fc.property(matrices, ({ width, rows, targets }) => {
        const [fast, plain] = [rowSpace(width), bigRowSpace(width)];
        for (const row of rows) expect(fast.add(row)).toBe(plain.add(row));
        expect(fast.rank).toBe(plain.rank);
        const units = rows.length === 0 ? [] : Array.from({ length: width }, (_, one) => unit(width, one));
        for (const target of [...targets, ...units]) expect(fast.has(target)).toBe(plain.has(target));
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds every combination of the equations', () => {
    fc.assert(
      fc.property(matrices, ({ width, rows, weights }) => {
        const space = rowSpace(width);
        for (const row of rows) space.add(row);
        const combination = Array.from({ length: width }, (_, place) =>
          rows.reduce((sum, row, index) => sum + (weights[index] ?? 0) * (row[place] ?? 0), 0),
        );
        expect(space.has(combination)).toBe(true);
      }),
    );
  });

  it.each([
    ['whole numbers', rowSpace],
    ['fractions', bigRowSpace],
  ])('is given as rows that share no pivot, by %s', (_name, make) => {
    fc.assert(
      fc.property(matrices, ({ width, rows }) => {
        const space = make(width);
        for (const row of rows) space.add(row);
        const reduced = space.rows();
        for (const { pivot } of reduced) {
          expect(reduced.filter(({ row }) => row[pivot] !== 0)).toHaveLength(1);
        }
        for (const { row } of reduced) expect(space.has(row)).toBe(true);
      }),
    );
  });

  it('says so when a number would not be exact any more', () => {
    const space = rowSpace(3);
    space.add([2 ** 40 + 1, 1, 0]);
    expect(() => {
      space.add([1, 2 ** 40 + 3, 1]);
      space.has([0, 0, 1]);
    }).toThrow(TooLarge);
  });
});

const unit = (width: number, one: number): number[] =>
  Array.from({ length: width }, (_, place) => Number(place === one));
