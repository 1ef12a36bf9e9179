/** Arithmetic modulo a prime, in numbers that a double holds exactly. */

/** The largest prime below 2^26: a product of two smaller numbers is below 2^52. */
export const prime = 67_108_859;

/** A number from minus one to twice the prime, brought between zero and the prime. */
export function modulo(value: number): number {
  if (value < 0) return value + prime;
  return value >= prime ? value - prime : value;
}

/** A product; both factors are below the prime. A division of doubles is far quicker than their remainder. */
export function times(one: number, other: number): number {
  const product = one * other;
  return modulo(product - Math.floor(product / prime) * prime);
}

/** One divided by each of some numbers; zero for zero. One power is enough for all of them (Montgomery, 1987). */
export function inverses(values: readonly number[]): number[] {
  const before: number[] = [];
  let product = 1;
  for (const value of values) {
    before.push(product);
    if (value !== 0) product = times(product, value);
  }
  let rest = power(product, prime - 2);
  const result = new Array<number>(values.length).fill(0);
  for (let place = values.length - 1; place >= 0; place -= 1) {
    const value = values[place] ?? 0;
    if (value === 0) continue;
    result[place] = times(rest, before[place] ?? 1);
    rest = times(rest, value);
  }
  return result;
}

function power(base: number, exponent: number): number {
  let [result, square] = [1, base];
  for (let rest = exponent; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) result = times(result, square);
    square = times(square, square);
  }
  return result;
}
