import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cutAt,
  figuresByLeaf,
  figuresOf,
  keepTold,
  type Intervals,
} from '../../../src/bank/disclosure/intervals.ts';
import type { Series } from '../../../src/bank/disclosure/series.ts';
import { readerOf, type Entry } from './teller.ts';

const spending: Series = { kind: 'spending', category: null, accountIds: ['a'] };
const purchase = (day: number, amountMinor: number): Entry => ({
  accountId: 'a',
  direction: 'out',
  category: 'dining',
  day,
  amountMinor,
});
const spans = (intervals: Intervals): (readonly [number, number, boolean])[] =>
  intervals.map(({ from, until, figures }) => [from, until, figures !== null]);

/** Cuts where nothing is in the way. */
async function cut(intervals: Intervals, from: number, until: number, entries: readonly Entry[]) {
  const after = await cutAt(intervals, { from, until }, readerOf(entries));
  if (after === null) throw new Error('it cannot be cut');
  return after;
}

describe('intervals', () => {
  const entries = [purchase(1, 100), purchase(3, 200), purchase(5, 300), purchase(8, 400)];

  it('are cut at both ends of a window, and read in it alone', async () => {
    const once = await cut([], 2, 6, entries);
    expect(spans(once)).toEqual([[2, 6, true]]);
    const twice = await cut(once, 4, 9, entries);
    expect(spans(twice)).toEqual([
      [2, 4, true],
      [4, 6, true],
      [6, 9, true],
    ]);
    const apart = await cut(twice, 12, 14, entries);
    expect(spans(apart).at(-2)).toEqual([9, 12, false]);
    expect(figuresOf(apart, spending, { from: 2, until: 9 })).toMatchObject({ count: 3, sumMinor: 900 });
    expect(() => figuresOf(apart, spending, { from: 2, until: 14 })).toThrow();
  });

  it('stay as they were when they were first told, whatever is booked late', async () => {
    const told = keepTold(await cut([], 0, 10, entries), [[0, 10]]);
    const late = [...entries, purchase(4, 999)];
    // The whole is told as it was, and a part would not add up to it any more.
    expect(figuresOf(await cut(told, 0, 10, late), spending, { from: 0, until: 10 }).sumMinor).toBe(1_000);
    expect(await cutAt(told, { from: 0, until: 5 }, readerOf(late))).toBeNull();
    expect(await cutAt(told, { from: 5, until: 12 }, readerOf(late))).toBeNull();
    // Of days that nobody has been told of, what is booked late is told with the rest.
    expect(figuresOf(await cut(told, 10, 12, late), spending, { from: 10, until: 12 }).count).toBe(0);
    expect(await cutAt(told, { from: 0, until: 5 }, readerOf(entries))).not.toBeNull();
  });

  it('cannot be cut either where an entry was taken back, or has become another one', async () => {
    const told = keepTold(await cut([], 0, 10, entries), [[0, 10]]);
    expect(await cutAt(told, { from: 0, until: 5 }, readerOf(entries.slice(1)))).toBeNull();
    const another = [...entries.slice(1), { ...purchase(1, 100), category: 'travel' as const }];
    expect(await cutAt(told, { from: 0, until: 5 }, readerOf(another))).toBeNull();
  });

  it('are kept without figures of days that nobody was told of, and no finer than was told', async () => {
    const fine = await cut(await cut(await cut([], 0, 20, entries), 3, 7, entries), 5, 12, entries);
    const kept = keepTold(fine, [
      [3, 7],
      [12, 20],
    ]);
    expect(spans(kept)).toEqual([
      [3, 7, true],
      [7, 12, false],
      [12, 20, true],
    ]);
    expect(figuresOf(kept, spending, { from: 3, until: 7 })).toMatchObject({ count: 2, sumMinor: 500 });
  });

  it('add up to what the ledger holds, however they are cut', async () => {
    const day = fc.integer({ min: 0, max: 30 });
    const ledger = fc.array(
      fc.record({
        day,
        accountId: fc.constantFrom('a', 'b'),
        direction: fc.constantFrom('in' as const, 'out' as const),
        category: fc.constantFrom('dining' as const, 'salary' as const),
        amountMinor: fc.integer({ min: 1, max: 1_000 }),
      }),
    );
    const windows = fc.array(
      fc.tuple(day, day).map(([one, other]) => ({
        from: Math.min(one, other),
        until: Math.max(one, other) + 1,
      })),
      { minLength: 1, maxLength: 6 },
    );
    await fc.assert(
      fc.asyncProperty(ledger, windows, async (entries, windows) => {
        const read = readerOf(entries);
        let intervals: Intervals = [];
        const told: number[][] = [];
        for (const window of windows) {
          const after = await cutAt(intervals, window, read);
          if (after === null) throw new Error('nothing was booked meanwhile');
          told.push([window.from, window.until]);
          intervals = keepTold(after, told);
          for (const [index, { from }] of intervals.entries()) {
            expect(intervals[index - 1]?.until ?? from).toBe(from);
          }
          for (const [from = 0, until = 0] of told) {
            // What is known of each leaf is no less than what is read at once.
            expect(figuresByLeaf(intervals, { from, until })).toEqual(await read({ from, until }));
          }
        }
      }),
    );
  });
});
