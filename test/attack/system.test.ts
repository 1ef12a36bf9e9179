/** Small systems whose answer is known. */
import { describe, expect, it } from 'vitest';
import { isIsolated, solve } from '../../src/attack/system.ts';
import { exactly, Told } from '../../src/attack/told.ts';
import { lineOf, span, toldOf } from './equations.ts';

const line = lineOf([100, 200, 300, 400, 500, 600, 700, 800]);

describe('totals of windows', () => {
  it('that differ by one transaction give it away', () => {
    const system = solve(toldOf(line, [[0, 4], [0, 5]])); // prettier-ignore
    expect(isIsolated(system, [4])).toBe(true);
    expect(isIsolated(system, [3])).toBe(false);
  });

  it('that only touch give nothing away but themselves and their sum', () => {
    const system = solve(toldOf(line, [[0, 4], [4, 8]])); // prettier-ignore
    for (const index of span(0, 8)) expect(isIsolated(system, [index])).toBe(false);
    expect(isIsolated(system, span(0, 4))).toBe(true);
    expect(isIsolated(system, span(0, 8))).toBe(true);
    expect(isIsolated(system, span(2, 6))).toBe(false);
  });

  it('that overlap in a ring are untied by sums and differences', () => {
    // The sum of the three less twice the whole.
    const told = new Told();
    for (const members of [[0, 1], [1, 2], [0, 2]]) told.total(members, exactly(0)); // prettier-ignore
    const system = solve(told);
    expect(system.space.rank).toBe(3);
    for (const index of [0, 1, 2]) expect(isIsolated(system, [index])).toBe(true);
  });

  it('slide: what is outside and inside of two of the same length is tied, and no more', () => {
    const system = solve(toldOf(line, [[0, 3], [1, 4]])); // prettier-ignore
    expect(isIsolated(system, [0])).toBe(false);
    expect(isIsolated(system, [3])).toBe(false);
    expect(system.space.has(system.classes.map(([first]) => (first === 0 ? 1 : first === 3 ? -1 : 0)))).toBe(
      true,
    );
  });

  it('that slide by seven and by three give every day away', () => {
    const windows = [3, 7].flatMap(length =>
      span(0, 20 - length).map(from => [from, from + length] as const),
    );
    const system = solve(toldOf(lineOf(span(1, 20)), windows));
    expect(span(0, 19).filter(index => isIsolated(system, [index]))).toHaveLength(19);
  });

  it('know nothing of what they do not hold', () => {
    expect(isIsolated(solve(toldOf(line, [[0, 4]])), [6])).toBe(false);
    expect(isIsolated(solve(new Told()), [0])).toBe(false);
  });
});

describe('transactions that all answers treat alike', () => {
  it('are one unknown, and none of them follows', () => {
    const system = solve(toldOf(line, [[0, 3], [2, 6]])); // prettier-ignore
    expect(system.classes.map(members => members.length).sort()).toEqual([1, 2, 3]);
    expect(isIsolated(system, [0])).toBe(false);
  });
});

describe('balances', () => {
  const balances = (counts: readonly number[]): Told => {
    const told = new Told();
    for (const count of counts) {
      const entries = span(0, count).map(index => ({ index, sign: index % 2 === 0 ? 1 : -1 }) as const);
      told.balance('a', entries, 0, exactly(0));
    }
    return told;
  };

  it('one alone says nothing of what is in it', () => {
    expect(solve(balances([5])).space.rank).toBe(0);
  });

  it('two of them say what came in between', () => {
    const system = solve(balances([3, 4, 6]));
    expect(isIsolated(system, [3])).toBe(true);
    expect(isIsolated(system, [4])).toBe(false);
    // One came in and one went out: their sum does not follow, only their difference.
    expect(isIsolated(system, [4, 5])).toBe(false);
  });

  it('of an account that began with nothing are totals', () => {
    const told = new Told();
    told.balance('a', [{ index: 7, sign: 1 }], 500, exactly(500), { beganEmpty: true });
    expect(isIsolated(solve(told), [7])).toBe(true);
  });

  it('that have not changed say nothing new', () => {
    expect(solve(balances([3, 3, 3])).space.rank).toBe(0);
  });

  it('and totals together say more than each', () => {
    const told = balances([0, 3]);
    // 0 and 2 came in, 1 went out; with what came in, what went out follows.
    told.total([0, 2], exactly(400));
    expect(isIsolated(solve(told), [1])).toBe(true);
  });
});
