import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafeToAdd } from '../../../src/bank/disclosure/audit.ts';
import { Blocks, type Run } from '../../../src/bank/disclosure/blocks.ts';
import type { Window } from '../../../src/bank/disclosure/day.ts';
import { addFigures, noFigures, type Figures } from '../../../src/bank/disclosure/figures.ts';
import type { Intervals } from '../../../src/bank/disclosure/intervals.ts';
import { belongs, leafKey, type Leaf, type Series } from '../../../src/bank/disclosure/series.ts';
import {
  addedBlocks,
  blocksOf,
  isDerivable,
  tellWindow,
  type ToldWindows,
} from '../../../src/bank/disclosure/told.ts';
import { follows, tellsOfFewerThan } from './linear-algebra.ts';

/** Fewer than the product's own `k`, so that small ledgers have both safe and unsafe histories. */
const least = 3;
const days = 8;

interface Entry extends Leaf {
  readonly day: number;
}

/** One interval a day: as fine as can be. */
function intervalsOf<One extends Entry>(
  entries: readonly One[],
  amountOf: (entry: One) => number = () => 1,
): Intervals {
  return Array.from({ length: days }, (_, day) => {
    const figures = new Map<string, Figures>();
    for (const entry of entries.filter(entry => entry.day === day)) {
      const amountMinor = amountOf(entry);
      const one = { count: 1, sumMinor: amountMinor, largestMinor: amountMinor, secondMinor: 0 };
      figures.set(leafKey(entry), addFigures(figures.get(leafKey(entry)) ?? noFigures, one));
    }
    return { from: day, until: day + 1, figures };
  });
}

/** Whether all that follows from these blocks is safe: all of them new. */
function isSafe(intervals: Intervals, runs: readonly Run[], least: number): boolean {
  const blocks = new Blocks(runs);
  const numbers = Array.from({ length: blocks.count }, (_, number) => number);
  return isSafeToAdd(intervals, blocks, blocks.and([]), numbers, least);
}

interface Told {
  readonly series: Series;
  readonly window: Window;
}

/** What the answers say, as a matrix: a row an answer, a column an entry. */
const matrixOf = (told: readonly Told[], entries: readonly Entry[]): number[][] =>
  told.map(({ series, window }) =>
    entries.map(entry => {
      const isIn = belongs(entry, series) && window.from <= entry.day && entry.day < window.until;
      if (!isIn) return 0;
      return series.kind === 'balance' && entry.direction === 'out' ? -1 : 1;
    }),
  );

function runsFrom(told: readonly Told[]): Run[] {
  const bySeries = new Map<Series, ToldWindows>();
  for (const { series, window } of told) {
    bySeries.set(series, tellWindow(bySeries.get(series) ?? [], window));
  }
  return [...bySeries].flatMap(([series, windows]) => windows.map(days => ({ series, days })));
}

const window = fc
  .tuple(fc.integer({ min: 0, max: days - 1 }), fc.integer({ min: 1, max: days }))
  .map(([from, length]) => ({ from, until: Math.min(days, from + length) }));

const spendingOf = (category: Series['category'], ...accountIds: string[]): Series => ({
  kind: 'spending',
  category,
  accountIds,
});
const whole = spendingOf(null, 'a', 'b');
const byCategory = [whole, spendingOf('groceries', 'a', 'b'), spendingOf('dining', 'a', 'b')];
const everything: Series[] = [
  ...byCategory,
  spendingOf(null, 'a'),
  spendingOf('dining', 'b'),
  { kind: 'income', category: null, accountIds: ['a', 'b'] },
  { kind: 'balance', category: null, accountIds: ['a'] },
  { kind: 'balance', category: null, accountIds: ['b'] },
];

const purchase: fc.Arbitrary<Entry> = fc.record({
  day: fc.integer({ min: 0, max: days - 1 }),
  accountId: fc.constantFrom('a', 'b'),
  direction: fc.constant('out'),
  category: fc.constantFrom('groceries', 'dining', 'housing'),
});
const entry: fc.Arbitrary<Entry> = fc.oneof(
  { arbitrary: purchase, weight: 4 },
  {
    arbitrary: fc.record({
      day: fc.integer({ min: 0, max: days - 1 }),
      accountId: fc.constantFrom('a', 'b'),
      direction: fc.constant('in'),
      category: fc.constantFrom('salary', 'refund', 'transfer'),
    }),
    weight: 1,
  },
);

const ofSeries = (series: readonly Series[]) => history(series, series === everything ? entry : purchase);

const history = (series: readonly Series[], entries: fc.Arbitrary<Entry>) =>
  fc.record({
    entries: fc.array(entries, { minLength: 4, maxLength: 12 }),
    told: fc.array(fc.record({ series: fc.constantFrom(...series), window }), { minLength: 1, maxLength: 6 }),
  });

describe('what follows from the windows of one series', () => {
  it('is what is connected, as linear algebra has it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(fc.array(window, { maxLength: 8 }), window, (windows, target) => {
        const told = windows.reduce<ToldWindows>(tellWindow, []);
        const rowOf = ({ from, until }: Window) =>
          Array.from({ length: days }, (_, day) => (from <= day && day < until ? 1 : 0));
        expect(isDerivable(told, target)).toBe(follows(windows.map(rowOf), rowOf(target)));
        // The blocks say as much as the windows, no more and no less.
        const blocks = blocksOf(told).map(rowOf);
        expect(isDerivable(told, target)).toBe(follows(blocks, rowOf(target)));
      }),
      { numRuns: 10_000 },
    );
  });
});

/** Tells what may be told, one window after the other. */
function tellOneByOne(told: readonly Told[], intervals: Intervals, atLeast: number) {
  const windowsOf = new Map<Series, ToldWindows>();
  const allowed: Told[] = [];
  const refused: { one: Told; before: readonly Told[] }[] = [];
  for (const one of told) {
    const before = windowsOf.get(one.series) ?? [];
    if (isDerivable(before, one.window)) continue;
    const after = tellWindow(before, one.window);
    const runsOf = ([series, windows]: [Series, ToldWindows]) => windows.map(days => ({ series, days }));
    const standing = new Blocks([...windowsOf].filter(([series]) => series !== one.series).flatMap(runsOf));
    const added = addedBlocks(before, after).map(place => standing.count + place);
    if (isSafeToAdd(intervals, standing, standing.and(runsOf([one.series, after])), added, atLeast)) {
      windowsOf.set(one.series, after);
      allowed.push(one);
    } else refused.push({ one, before: [...allowed] });
  }
  return { allowed, refused };
}

const amounts = [1_000, 1_100, 1_900, 2_000, 5_000, 5_500, 9_000, 30_000];

/** Every sum and difference of some rows, each taken once. */
function* combinationsOf(rows: readonly (readonly number[])[]): Generator<readonly number[]> {
  const width = rows[0]?.length ?? 0;
  for (let code = 1; code < 3 ** rows.length; code += 1) {
    const numbers = rows.map((_, place) => (Math.floor(code / 3 ** place) % 3) - 1);
    yield Array.from({ length: width }, (_, column) =>
      rows.reduce((sum, row, place) => sum + (numbers[place] ?? 0) * (row[column] ?? 0), 0),
    );
  }
}

describe('the auditor', () => {
  /** An entry in three blocks, or an odd circle of blocks, is where the auditor is more careful than it has to be. */
  const isDecidedExactly = (runs: readonly Run[], entries: readonly Entry[]): boolean => {
    const blocks = runs.flatMap(({ series, days }) => blocksOf([days]).map(window => ({ series, window })));
    const holding = entries.map(entry =>
      blocks.flatMap(({ series, window }, index) =>
        belongs(entry, series) && window.from <= entry.day && entry.day < window.until ? [index] : [],
      ),
    );
    if (holding.some(inBlocks => inBlocks.length > 2)) return false;
    const pairs = holding.filter(inBlocks => inBlocks.length === 2);
    const sides = new Map<number, number>();
    for (const start of blocks.keys()) {
      if (sides.has(start)) continue;
      sides.set(start, 1);
      const queue = [start];
      for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
        for (const pair of pairs) {
          if (!pair.includes(node)) continue;
          const other = pair[0] === node ? pair[1] : pair[0];
          if (other === undefined) continue;
          if (!sides.has(other)) {
            sides.set(other, -(sides.get(node) ?? 1));
            queue.push(other);
          } else if (sides.get(other) === sides.get(node)) return false;
        }
      }
    }
    return true;
  };

  it('agrees with linear algebra on wholes and their categories', { timeout: 120_000 }, () => {
    const counts = { safe: 0, unsafe: 0 };
    fc.assert(
      fc.property(history(byCategory, purchase), ({ entries, told }) => {
        const runs = runsFrom(told);
        const isUnsafe = tellsOfFewerThan(matrixOf(told, entries), least);
        const isAllowed = isSafe(intervalsOf(entries), runs, least);
        counts[isUnsafe ? 'unsafe' : 'safe'] += 1;
        if (isAllowed) expect(isUnsafe).toBe(false);
        if (isDecidedExactly(runs, entries)) expect(isAllowed).toBe(!isUnsafe);
      }),
      { numRuns: 10_000 },
    );
    // Neither is rare, so that agreement means something.
    expect(Math.min(counts.safe, counts.unsafe)).toBeGreaterThan(1_000);
  });

  it(
    'never allows what linear algebra finds unsafe: accounts, income and sealed balances, too',
    { timeout: 120_000 },
    () => {
      const counts = { allowed: 0, unsafe: 0 };
      fc.assert(
        fc.property(history(everything, entry), ({ entries, told }) => {
          const isUnsafe = tellsOfFewerThan(matrixOf(told, entries), least);
          const isAllowed = isSafe(intervalsOf(entries), runsFrom(told), least);
          counts.allowed += isAllowed ? 1 : 0;
          counts.unsafe += isUnsafe ? 1 : 0;
          if (isAllowed) expect(isUnsafe).toBe(false);
        }),
        { numRuns: 10_000 },
      );
      expect(Math.min(counts.allowed, counts.unsafe)).toBeGreaterThan(500);
    },
  );

  it(
    'builds no history that linear algebra finds unsafe, window by window, and leaves out no safe one',
    { timeout: 120_000 },
    () => {
      const counts = { allowed: 0, unsafe: 0 };
      fc.assert(
        fc.property(fc.constantFrom(byCategory, everything).chain(ofSeries), ({ entries, told }) => {
          const { allowed, refused } = tellOneByOne(told, intervalsOf(entries), least);
          counts.allowed += allowed.length;
          expect(tellsOfFewerThan(matrixOf(allowed, entries), least)).toBe(false);
          for (const { one, before } of refused) {
            const all = [...before, one];
            const isUnsafe = tellsOfFewerThan(matrixOf(all, entries), least);
            counts.unsafe += isUnsafe ? 1 : 0;
            if (isDecidedExactly(runsFrom(all), entries)) expect(isUnsafe).toBe(true);
          }
        }),
        { numRuns: 10_000 },
      );
      expect(Math.min(counts.allowed, counts.unsafe)).toBeGreaterThan(5_000);
    },
  );

  it('leaves no total in which the largest amount is known within a fifth', { timeout: 120_000 }, () => {
    const counts = { totals: 0, refused: 0 };
    fc.assert(
      fc.property(
        ofSeries(byCategory),
        fc.array(fc.nat(), { minLength: 12, maxLength: 12 }),
        (made, sizes) => {
          const { told } = made;
          // Small and large ones, of which few look alike.
          const entries = made.entries.map((entry, index) => ({
            ...entry,
            amountMinor: amounts[(sizes[index] ?? 0) % amounts.length] ?? 1,
          }));
          const { allowed, refused } = tellOneByOne(
            told,
            intervalsOf(entries, ({ amountMinor }) => amountMinor),
            2,
          );
          counts.refused += refused.length;
          const blocks = runsFrom(allowed).flatMap(({ series, days }) =>
            blocksOf([days]).map(window => ({ series, window })),
          );
          const rows = matrixOf(blocks, entries);
          if (entries.some((_, column) => rows.reduce((sum, row) => sum + (row[column] ?? 0), 0) > 2)) return;
          for (const combination of combinationsOf(rows)) {
            const inTotal = entries.filter((_, column) => combination[column] !== 0);
            if (inTotal.length === 0 || new Set(combination.filter(weight => weight !== 0)).size > 1)
              continue;
            const [largest = 0, second = 0, ...others] = inTotal
              .map(({ amountMinor }) => amountMinor)
              .toSorted((one, other) => other - one);
            counts.totals += 1;
            expect(
              others.reduce((sum, amount) => sum + amount, 0),
              JSON.stringify({ largest, second, others }),
            ).toBeGreaterThanOrEqual(largest / 5);
          }
        },
      ),
      { numRuns: 10_000 },
    );
    expect(Math.min(counts.totals, counts.refused)).toBeGreaterThan(5_000);
  });

  it('knows that three totals, of which each two share an account, give each account away', () => {
    const entries = ['a', 'b', 'c'].flatMap(accountId =>
      Array.from({ length: 3 }, (): Entry => ({ day: 0, accountId, direction: 'out', category: 'dining' })),
    );
    const window = { from: 0, until: 1 };
    const told = [
      ['a', 'b'],
      ['b', 'c'],
      ['a', 'c'],
    ].map(ids => ({ series: spendingOf(null, ...ids), window }));
    expect(tellsOfFewerThan(matrixOf(told, entries), 4)).toBe(true);
    expect(isSafe(intervalsOf(entries), runsFrom(told), 4)).toBe(false);
  });
});
