import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSafe } from '../../../src/bank/disclosure/audit.ts';
import type { Block } from '../../../src/bank/disclosure/block-graph.ts';
import type { Window } from '../../../src/bank/disclosure/day.ts';
import { addFigures, noFigures, type Figures } from '../../../src/bank/disclosure/figures.ts';
import type { Intervals } from '../../../src/bank/disclosure/intervals.ts';
import { belongs, leafKey, type Leaf, type Series } from '../../../src/bank/disclosure/series.ts';
import { blocksOf, isDerivable, tellWindow, type ToldWindows } from '../../../src/bank/disclosure/told.ts';
import { follows, tellsOfFewerThan } from './linear-algebra.ts';

/** Fewer than the product's own `k`, so that small ledgers have both safe and unsafe histories. */
const least = 3;
const days = 8;

interface Entry extends Leaf {
  readonly day: number;
}

/** One interval a day: as fine as can be. */
function intervalsOf(entries: readonly Entry[], amountOf: (entry: Entry) => number = () => 1): Intervals {
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

function blocksFrom(told: readonly Told[]): Block[] {
  const bySeries = new Map<Series, ToldWindows>();
  for (const { series, window } of told) {
    bySeries.set(series, tellWindow(bySeries.get(series) ?? [], window));
  }
  return [...bySeries].flatMap(([series, windows]) => blocksOf(windows).map(window => ({ series, window })));
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

describe('the auditor', () => {
  /** An entry in three blocks, or an odd circle of blocks, is where the auditor is more careful than it has to be. */
  const isDecidedExactly = (blocks: readonly Block[], entries: readonly Entry[]): boolean => {
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
        const blocks = blocksFrom(told);
        const isUnsafe = tellsOfFewerThan(matrixOf(told, entries), least);
        const isAllowed = isSafe(intervalsOf(entries), blocks, least);
        counts[isUnsafe ? 'unsafe' : 'safe'] += 1;
        if (isAllowed) expect(isUnsafe).toBe(false);
        if (isDecidedExactly(blocks, entries)) expect(isAllowed).toBe(!isUnsafe);
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
          const isAllowed = isSafe(intervalsOf(entries), blocksFrom(told), least);
          counts.allowed += isAllowed ? 1 : 0;
          counts.unsafe += isUnsafe ? 1 : 0;
          if (isAllowed) expect(isUnsafe).toBe(false);
        }),
        { numRuns: 10_000 },
      );
      expect(Math.min(counts.allowed, counts.unsafe)).toBeGreaterThan(500);
    },
  );
});
