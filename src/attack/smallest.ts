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
  const chosen: number[] = [];
  const basis = new Basis(limit);
  /** Extends the chosen set, which is independent, by later classes. */
  const extend = (start: number, size: number): boolean => {
    for (let place = start; place < small.length; place += 1) {
      const next = small[place];
      if (next === undefined || size + next.size >= best) return true;
      looked += 1;
      if (looked > maxSets) return false;
      chosen.push(next.number);
      if (!basis.push(projected[next.number] ?? new Float64Array(dimensions))) {
        if (isDependent(chosen.map(number => vectors[number] ?? []))) best = size + next.size;
      } else {
        const isDone = extend(place + 1, size + next.size);
        basis.pop();
        if (!isDone) return false;
      }
      chosen.pop();
    }
    return true;
  };
  return extend(0, 0) || best < limit ? best : null;
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
function project(vectors: readonly (readonly number[])[]): Float64Array[] {
  const random = seededRandom('projection');
  const matrix = (vectors[0] ?? []).map(() =>
    Array.from({ length: dimensions }, () => random.between(1, prime - 1)),
  );
  return vectors.map(vector => {
    const sums = new Float64Array(dimensions);
    for (const [place, value] of vector.entries()) {
      if (value === 0) continue;
      const factor = ((value % prime) + prime) % prime;
      for (const [dimension, sum] of sums.entries()) {
        sums[dimension] = (sum + times(factor, matrix[place]?.[dimension] ?? 0)) % prime;
      }
    }
    return sums;
  });
}

/** Independent vectors modulo the prime, each reduced by those before it; a stack without garbage. */
class Basis {
  readonly #vectors: readonly Float64Array[];
  /** Where each is 1. */
  readonly #leads: number[] = [];

  constructor(most: number) {
    this.#vectors = Array.from({ length: most }, () => new Float64Array(dimensions));
  }

  /** Adds a vector; false, and nothing is added, where it depends on those that are there. */
  push(vector: Float64Array): boolean {
    const rest = this.#vectors[this.#leads.length];
    if (rest === undefined) throw new RangeError('the basis is full');
    rest.set(vector);
    for (let place = 0; place < this.#leads.length; place += 1) {
      const base = this.#vectors[place];
      const factor = rest[this.#leads[place] ?? 0] ?? 0;
      if (base === undefined || factor === 0) continue;
      for (let index = 0; index < dimensions; index += 1) {
        rest[index] = ((rest[index] ?? 0) + times(prime - factor, base[index] ?? 0)) % prime;
      }
    }
    const lead = rest.findIndex(value => value !== 0);
    if (lead === -1) return false;
    const inverse = power(rest[lead] ?? 1, prime - 2);
    for (let index = 0; index < dimensions; index += 1) rest[index] = times(rest[index] ?? 0, inverse);
    this.#leads.push(lead);
    return true;
  }

  pop(): void {
    this.#leads.pop();
  }
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
