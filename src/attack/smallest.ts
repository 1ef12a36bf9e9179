/**
 * The smallest number of transactions that any combination of the answers is about: what disclosure control promises to
 * keep at k or above. It looks at every combination, not at those that somebody has thought of.
 *
 * A combination that is about a set of classes only exists if and only if, in the dual space, the vectors of that set are
 * linearly dependent (the dual space: all changes of the amounts that no answer shows). So it is enough to look for
 * dependent sets of fewer than k transactions. Dependence is looked for modulo a prime, after a random projection into
 * eight dimensions: a set that is dependent always is so there as well, so nothing is missed; what seems dependent is then
 * checked exactly.
 */
import { bigRowSpace } from './big-row-space.ts';
import { seededRandom } from '../bank/demo/seeded-random.ts';
import type { System } from './system.ts';

/** The largest prime below 2^26: products stay within what a double holds exactly. */
const prime = 67_108_859;
const dimensions = 8;
/** So many sets are looked at; a system that would take more is one in which small sets abound. */
const maxSets = 20_000_000;

/** The size of the smallest set below `limit`; `limit` when there is none, null when there is too much to look at. */
export function smallestCombination({ classes, space }: System, limit: number): number | null {
  const vectors = dualVectors({ classes, space });
  const projected = project(vectors);
  const small = classes
    .map(({ length }, number) => ({ number, size: length }))
    .filter(({ size }) => size < limit)
    .sort((one, other) => one.size - other.size);

  let best = limit;
  let looked = 0;
  /** Extends an independent set by later classes; `basis` is its vectors, reduced. */
  const extend = (
    start: number,
    size: number,
    chosen: readonly number[],
    basis: readonly Reduced[],
  ): boolean => {
    for (let place = start; place < small.length; place += 1) {
      const next = small[place];
      if (next === undefined || size + next.size >= best) return true;
      looked += 1;
      if (looked > maxSets) return false;
      const reduced = reduceBy(basis, projected[next.number] ?? []);
      if (reduced === null) {
        if (isDependent([...chosen, next.number].map(number => vectors[number] ?? [])))
          best = size + next.size;
        continue;
      }
      if (!extend(place + 1, size + next.size, [...chosen, next.number], [...basis, reduced])) return false;
    }
    return true;
  };
  return extend(0, 0, [], []) ? best : best < limit ? best : null;
}

/**
 * For each class its coordinates in the dual space, up to a factor: of one that no pivot is at, a unit vector; of a pivot,
 * its row's numbers at those.
 */
function dualVectors({ classes, space }: Pick<System, 'classes' | 'space'>): number[][] {
  const rows = new Map(space.rows().map(({ pivot, row }) => [pivot, row]));
  const freeClasses = classes.flatMap((_, number) => (rows.has(number) ? [] : [number]));
  return classes.map((_, number) => {
    const row = rows.get(number);
    return freeClasses.map(free => (row === undefined ? Number(free === number) : (row[free] ?? 0)));
  });
}

/** The same vectors in few dimensions, by one random matrix. */
function project(vectors: readonly (readonly number[])[]): number[][] {
  const random = seededRandom('projection');
  const matrix = (vectors[0] ?? []).map(() =>
    Array.from({ length: dimensions }, () => random.between(1, prime - 1)),
  );
  return vectors.map(vector => {
    const sums = new Array<number>(dimensions).fill(0);
    for (const [place, value] of vector.entries()) {
      if (value === 0) continue;
      const factor = ((value % prime) + prime) % prime;
      for (let dimension = 0; dimension < dimensions; dimension += 1) {
        sums[dimension] = ((sums[dimension] ?? 0) + times(factor, matrix[place]?.[dimension] ?? 0)) % prime;
      }
    }
    return sums;
  });
}

interface Reduced {
  readonly lead: number;
  /** One at `lead`. */
  readonly vector: readonly number[];
}

/** A vector less its part in a basis; null when nothing is left. */
function reduceBy(basis: readonly Reduced[], vector: readonly number[]): Reduced | null {
  let rest = [...vector];
  for (const { lead, vector: base } of basis) {
    const factor = prime - (rest[lead] ?? 0);
    if (factor === prime) continue;
    rest = rest.map((value, place) => (value + times(factor, base[place] ?? 0)) % prime);
  }
  const lead = rest.findIndex(value => value !== 0);
  if (lead === -1) return null;
  const inverse = power(rest[lead] ?? 1, prime - 2);
  return { lead, vector: rest.map(value => times(value, inverse)) };
}

/** A product modulo the prime; both factors are below it. */
const times = (one: number, other: number): number => (one * other) % prime;

function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square);
    square = times(square, square);
  }
  return result;
}

function isDependent(vectors: readonly (readonly number[])[]): boolean {
  const space = bigRowSpace(vectors[0]?.length ?? 0);
  return vectors.some(vector => !space.add(vector));
}
