/**
 * Exact linear algebra over the rationals: which combinations of unknowns follow from equations.
 *
 * Rows are whole numbers without a common divisor, kept fully reduced, so no fraction is ever needed. Sums of windows
 * keep them tiny; a number that a double would not hold exactly throws `TooLarge`, and the caller takes `bigRowSpace`,
 * which is slow and knows no limit.
 */

/** A number that is too large to be exact. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** One number for each unknown. */
export type Vector = readonly number[];

export interface RowSpace {
  readonly rank: number;
  /** Adds an equation; whether it says something new. */
  add(row: Vector): boolean;
  /** Whether this combination of the unknowns follows from the equations. */
  has(target: Vector): boolean;
  /** The reduced equations, each with the one unknown that no other holds. */
  rows(): readonly { readonly pivot: number; readonly row: Vector }[];
}

interface Row {
  values: Float64Array;
  /** Where `values` is not zero. */
  places: number[];
}

/** No equations, over so many unknowns. */
export function rowSpace(width: number): RowSpace {
  const byPivot = new Map<number, Row>();

  /** Takes all pivots out of a vector; what is left is a multiple of what the equations do not explain. */
  const reduce = (target: Vector): Float64Array => {
    const values = Float64Array.from(target);
    for (let place = 0; place < width; place += 1) {
      const row = values[place] === 0 ? undefined : byPivot.get(place);
      if (row !== undefined) eliminate(values, row, place);
    }
    return values;
  };

  return {
    get rank() {
      return byPivot.size;
    },
    add(target) {
      const values = reduce(target);
      const pivot = choosePivot(values, byPivot);
      if (pivot === undefined) return false;
      const row = { values, places: placesOf(values) };
      for (const other of byPivot.values()) {
        if (other.values[pivot] === 0) continue;
        eliminate(other.values, row, pivot);
        other.places = placesOf(other.values);
      }
      byPivot.set(pivot, row);
      return true;
    },
    has: target => reduce(target).every(value => value === 0),
    rows: () => [...byPivot].map(([pivot, { values }]) => ({ pivot, row: [...values] })),
  };
}

/** Makes `values[place]` zero by the row whose pivot it is, and divides by what all values have in common. */
function eliminate(values: Float64Array, row: Row, place: number): void {
  const [mine, its] = [values[place] ?? 0, row.values[place] ?? 0];
  const common = gcd(mine, its);
  const [scale, times] = [its / common, mine / common];
  if (scale !== 1) {
    for (const [index, value] of values.entries()) values[index] = exact(value * scale);
  }
  for (const index of row.places) {
    values[index] = exact((values[index] ?? 0) - times * (row.values[index] ?? 0));
  }
  makePrimitive(values);
}

function exact(value: number): number {
  if (!Number.isSafeInteger(value)) throw new TooLarge();
  return value;
}

/** Divides by the greatest common divisor. */
function makePrimitive(values: Float64Array): void {
  let common = 0;
  for (const value of values) {
    if (value !== 0) common = gcd(common, value);
    if (common === 1) return;
  }
  if (common > 1) for (const [index, value] of values.entries()) values[index] = value / common;
}

/** The unknown that the fewest other rows hold, and of those one with the smallest number: rows stay short. */
function choosePivot(values: Float64Array, byPivot: ReadonlyMap<number, Row>): number | undefined {
  const uses = new Map<number, number>();
  for (const place of placesOf(values)) uses.set(place, 0);
  if (uses.size === 0) return undefined;
  for (const { values: other } of byPivot.values()) {
    for (const place of uses.keys()) if (other[place] !== 0) uses.set(place, (uses.get(place) ?? 0) + 1);
  }
  const size = (place: number): number => Math.abs(values[place] ?? 0);
  return [...uses].reduce((best, next) =>
    size(next[0]) < size(best[0]) || (size(next[0]) === size(best[0]) && next[1] < best[1]) ? next : best,
  )[0];
}

function placesOf(values: Float64Array): number[] {
  const places: number[] = [];
  for (let index = 0; index < values.length; index += 1) if (values[index] !== 0) places.push(index);
  return places;
}

/** Greatest common divisor; never negative. */
function gcd(one: number, other: number): number {
  let [a, b] = [Math.abs(one), Math.abs(other)];
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
