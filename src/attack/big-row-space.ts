/** The same as `rowSpace`, as plainly as it can be written: Gauss and Jordan with fractions of big integers. */
import type { RowSpace, Vector } from './row-space.ts';

interface Fraction {
  readonly over: bigint;
  /** Positive. */
  readonly under: bigint;
}

const zero: Fraction = { over: 0n, under: 1n };

export function bigRowSpace(width: number): RowSpace {
  const byPivot = new Map<number, Fraction[]>();
  const reduce = (target: Vector): Fraction[] => {
    let values = target.map((value): Fraction => ({ over: BigInt(value), under: 1n }));
    for (const [pivot, row] of byPivot) values = subtract(values, values[pivot] ?? zero, row);
    return values;
  };
  const isZero = ({ over }: Fraction): boolean => over === 0n;

  return {
    get rank() {
      return byPivot.size;
    },
    add(target) {
      if (target.length !== width) throw new RangeError('a row has one number for each unknown');
      const values = reduce(target);
      const pivot = values.findIndex(value => !isZero(value));
      if (pivot === -1) return false;
      const leading = values[pivot] ?? zero;
      const row = values.map(value => divide(value, leading));
      for (const [other, itsRow] of byPivot) {
        byPivot.set(other, subtract(itsRow, itsRow[pivot] ?? zero, row));
      }
      byPivot.set(pivot, row);
      return true;
    },
    has: target => reduce(target).every(isZero),
    rows: () => [...byPivot].map(([pivot, row]) => ({ pivot, row: wholeNumbers(row) })),
  };
}

function subtract(values: readonly Fraction[], times: Fraction, row: readonly Fraction[]): Fraction[] {
  if (times.over === 0n) return [...values];
  return values.map((value, index) => {
    const by = row[index] ?? zero;
    if (by.over === 0n) return value;
    return shortened(
      value.over * times.under * by.under - times.over * by.over * value.under,
      value.under * times.under * by.under,
    );
  });
}

const divide = (one: Fraction, other: Fraction): Fraction =>
  shortened(one.over * other.under, one.under * other.over);

function shortened(over: bigint, under: bigint): Fraction {
  const common = gcd(over, under) * (under < 0n ? -1n : 1n);
  return { over: over / common, under: under / common };
}

/** The row times what its fractions are over. A number that a double does not hold is rounded; only signs are read. */
function wholeNumbers(row: readonly Fraction[]): number[] {
  const common = row.reduce((product, { under }) => (product / gcd(product, under)) * under, 1n);
  return row.map(({ over, under }) => Number(over * (common / under)));
}

/** Greatest common divisor; never negative. */
function gcd(one: bigint, other: bigint): bigint {
  let [a, b] = [one < 0n ? -one : one, other < 0n ? -other : other];
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}
