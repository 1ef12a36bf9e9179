/**
 * The smallest number of transactions that any combination of the answers is about: what disclosure control promises to
 * keep at k or above. It looks at every combination, not at those that somebody has thought of.
 *
 * A combination that is about a set of classes only exists if and only if, in the dual space, the vectors of that set are
 * linearly dependent (the dual space: all changes of the amounts that no answer shows). So it is enough to look for
 * dependent sets of fewer than k transactions, which is sets of four at the most. Dependence is looked for modulo a prime,
 * after a random projection into four dimensions: a set that is dependent always is so there as well, so nothing is
 * missed; what seems dependent is then checked exactly.
 */
import { seededRandom } from '../bank/demo/seeded-random.ts';
import { bigRowSpace } from './big-row-space.ts';
import { inverses, modulo, prime, times } from './modulo.ts';
import type { System } from './system.ts';

const dimensions = 4;

/** One class: its number, how many transactions it holds, and its vector. */
interface Item {
  readonly number: number;
  readonly size: number;
  readonly vector: readonly number[];
}

/**
 * The size of the smallest set below `limit`; `limit` when there is none.
 *
 * @param limit five at the most: sets of more than four classes are not looked at
 */
export function smallestCombination({ classes, space }: System, limit: number): number {
  if (limit > dimensions + 1) throw new RangeError('no more than four classes are looked at together');
  const vectors = dualVectors({ classes, space });
  const items = project(vectors)
    .map((vector, number): Item => ({ number, size: classes[number]?.length ?? 0, vector }))
    .filter(({ size }) => size < limit)
    .sort((one, other) => one.size - other.size);
  const search = new Search(limit, chosen => isDependent(chosen.map(({ number }) => vectors[number] ?? [])));
  search.among(items, [], 0);
  return search.best;
}

class Search {
  best: number;
  readonly #isDependent: (chosen: readonly Item[]) => boolean;

  constructor(limit: number, areDependent: (chosen: readonly Item[]) => boolean) {
    this.best = limit;
    this.#isDependent = areDependent;
  }

  /**
   * Looks at all sets of the chosen items and some of these, whose vectors are what is left of them once the chosen ones
   * are taken out. Once two dimensions are left, any two items that point the same way make a set.
   */
  among(items: readonly Item[], chosen: readonly Item[], size: number): void {
    for (const [place, item] of items.entries()) {
      if (size + item.size >= this.best) break;
      const lead = item.vector.findIndex(value => value !== 0);
      if (lead === -1) {
        this.#found([...chosen, item], size + item.size);
      } else if (item.vector.length > 2) {
        const rest = items.slice(place + 1).filter(other => size + item.size + other.size < this.best);
        this.among(takenOut(item, lead, rest), [...chosen, item], size + item.size);
      }
    }
    if (items[0]?.vector.length === 2) this.#pairs(items, chosen, size);
  }

  #pairs(items: readonly Item[], chosen: readonly Item[], size: number): void {
    const byDirection = new Map<number, Item[]>();
    const unders = inverses(items.map(({ vector }) => vector[1] ?? 0));
    for (const [place, item] of items.entries()) {
      const [one = 0, other = 0] = item.vector;
      if (one === 0 && other === 0) continue;
      // What divides by zero points along the first axis.
      const direction = other === 0 ? -1 : times(one, unders[place] ?? 0);
      const alike = byDirection.get(direction);
      if (alike === undefined) {
        byDirection.set(direction, [item]);
        continue;
      }
      for (const before of alike) {
        const sum = size + before.size + item.size;
        if (sum < this.best) this.#found([...chosen, before, item], sum);
      }
      alike.push(item);
    }
  }

  #found(chosen: readonly Item[], size: number): void {
    if (size < this.best && this.#isDependent(chosen)) this.best = size;
  }
}

/** Items less their part along one of them, without the dimension in which that one leads. */
function takenOut({ vector: base }: Item, lead: number, items: readonly Item[]): Item[] {
  const [under = 0] = inverses([base[lead] ?? 0]);
  const slopes = base.map(value => times(value, under));
  return items.map(item => {
    const factor = item.vector[lead] ?? 0;
    const vector: number[] = [];
    for (let place = 0; place < base.length; place += 1) {
      if (place === lead) continue;
      vector.push(modulo((item.vector[place] ?? 0) - times(factor, slopes[place] ?? 0)));
    }
    return { number: item.number, size: item.size, vector };
  });
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
      const factor = modulo(value % prime);
      for (const [dimension, sum] of sums.entries()) {
        sums[dimension] = modulo(sum + times(factor, matrix[place]?.[dimension] ?? 0));
      }
    }
    return sums;
  });
}

function isDependent(vectors: readonly (readonly number[])[]): boolean {
  const space = bigRowSpace(vectors[0]?.length ?? 0);
  return vectors.some(vector => !space.add(vector));
}
