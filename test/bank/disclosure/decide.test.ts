import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { demoHousehold } from '../../../src/attack/demo-households.ts';
import { k } from '../../../src/bank/disclosure/audit.ts';
import { dateOf, dayOf } from '../../../src/bank/disclosure/day.ts';
import { allowWindow } from '../../../src/bank/disclosure/decide.ts';
import { figuresOf } from '../../../src/bank/disclosure/intervals.ts';
import { nothingTold, readState, writeState } from '../../../src/bank/disclosure/state.ts';
import { blocksOf, isDerivable } from '../../../src/bank/disclosure/told.ts';
import { readSeriesKey, seriesKey } from '../../../src/bank/disclosure/series.ts';
import { seriesOf, type TotalsQuestion } from '../../../src/bank/disclosure/totals.ts';
import { spendingCategories, type SpendingCategory } from '../../../src/facade/contract.ts';
import { createTeller, datesOf, readerOf, type Entry } from './teller.ts';

const household = demoHousehold('decided', 0, 90);
const { period, transactions } = household;
const everywhere = household.accounts.map(({ accountId }) => accountId);
const read = readerOf(transactions);

// ------------------------------------------------------------------------------------------------ a small ledger

const first = dayOf('2026-10-05');
const purchase = (day: number, category: SpendingCategory, amountMinor: number): Entry => ({
  accountId: 'checking',
  direction: 'out',
  category,
  day: first + day,
  amountMinor,
});
const payIn = (day: number, amountMinor: number): Entry => ({
  accountId: 'checking',
  direction: 'in',
  category: 'salary',
  day: first + day,
  amountMinor,
});
const days = (from: number, until: number) => datesOf({ from: first + from, until: first + until });
/** Two purchases a day for two weeks. */
const plenty = Array.from({ length: 28 }, (_, index) =>
  purchase(Math.floor(index / 2), index % 2 === 0 ? 'groceries' : 'dining', 2_000 + 10 * index),
);
const askOne = (question: TotalsQuestion, entries: readonly Entry[], closedUntil = first + 14) =>
  createTeller(readerOf(entries)).ask(question, ['checking'], closedUntil);

describe('a total', () => {
  it('is told of the days that were asked about where that is safe', async () => {
    const told = await askOne({ name: 'activity', window: days(0, 7) }, [...plenty, payIn(3, 90_000)]);
    expect(told?.figures).toEqual({
      question: { name: 'activity', window: days(0, 7) },
      currency: 'USD',
      moneyOut: { count: 14, sumMinor: 28_910 },
      // One deposit would be that deposit.
      moneyIn: null,
      largestCategory: { category: 'dining', sharePercent: null },
      pendingCount: null,
    });
  });

  it('is told of other days where a single entry stands out', async () => {
    const rent = purchase(1, 'housing', 200_000);
    const told = await askOne({ name: 'spending', window: days(0, 7) }, [...plenty, rent]);
    expect(told?.figures.question.window).not.toEqual(days(0, 7));
    expect(told).not.toBeNull();
  });

  it('is refused where there is too little far and wide', async () => {
    const few = [0, 3, -40, -300].map(day => purchase(day, 'travel', 50_000));
    const question = { name: 'spending', category: 'travel', window: days(0, 7) } as const;
    expect(await askOne(question, few)).toBeNull();
    // One more, and all of them together may be told.
    const told = await askOne(question, [...few, purchase(-100, 'travel', 50_000)]);
    expect(told?.figures).toMatchObject({ spent: { count: 5, sumMinor: 250_000 } });
  });

  it('may be zero, of the days that were asked about and no others', async () => {
    const told = await askOne({ name: 'income', window: days(0, 7) }, plenty);
    expect(told?.figures).toMatchObject({ received: { count: 0, sumMinor: 0 } });
    expect(told?.figures.question.window).toEqual(days(0, 7));
    // Before the one deposit there is nothing, and after it; that is not what was asked.
    expect(await askOne({ name: 'income', window: days(0, 7) }, [payIn(3, 90_000)])).toBeNull();
  });

  it('is of 5 entries at the fewest', async () => {
    const some = plenty.slice(0, 5);
    const window = days(0, 3);
    const five = await askOne({ name: 'spending', window }, some, first + 3);
    expect(five?.figures).toMatchObject({ question: { window }, spent: { count: k } });
    const four = await askOne({ name: 'spending', window }, some.slice(0, 4), first + 3);
    expect(four?.figures.question.window).not.toEqual(window);
  });

  it('is never of a single day, however much there is of it', async () => {
    const market = Array.from({ length: 9 }, (_, index) => purchase(3, 'groceries', 1_000 + index));
    for (const window of [days(3, 4), days(0, 7)]) {
      expect(await askOne({ name: 'spending', category: 'groceries', window }, market)).toBeNull();
    }
    const twoDays = [...market, purchase(5, 'groceries', 1_000)];
    const told = await askOne({ name: 'spending', category: 'groceries', window: days(3, 4) }, twoDays);
    expect(told?.figures).toMatchObject({ spent: { count: 10 } });
  });

  it('is not told of a part whose days nobody knows any more', async () => {
    const entries = [...plenty];
    const teller = createTeller(window => readerOf(entries)(window));
    const week = days(0, 7);
    expect(await teller.ask({ name: 'spending', window: week }, ['checking'], first + 14)).not.toBeNull();
    entries.push({ ...purchase(2, 'dining', 2_000), amountMinor: 2_100 });
    // Of the same days another total is wanted, as they were then: of which of them its entries are is not kept.
    const dining = { name: 'spending', category: 'dining', window: week } as const;
    expect((await teller.ask(dining, ['checking'], first + 14))?.figures.question.window).not.toEqual(week);
  });

  it('is about days before the books are open, and never beyond', async () => {
    const told = await askOne({ name: 'activity', window: days(0, 20) }, plenty, first + 10);
    expect(told?.figures.question.window).toEqual(days(0, 10));
  });
});

// ------------------------------------------------------------------------------------------- random histories

const day = fc.integer({ min: period.from, max: period.until - 1 });
const window = fc
  .tuple(day, fc.constantFrom(1, 2, 3, 7, 7, 14, 30, 31))
  .map(([from, length]) => datesOf({ from, until: Math.min(from + length, period.until) }));
const question: fc.Arbitrary<TotalsQuestion> = fc.oneof(
  window.map(window => ({ name: 'activity' as const, window })),
  window.map(window => ({ name: 'spending' as const, window })),
  fc
    .tuple(fc.constantFrom(...spendingCategories), window)
    .map(([category, window]) => ({ name: 'spending' as const, category, window })),
  window.map(window => ({ name: 'income' as const, window })),
);
const inquiry = fc.record({
  question,
  accountIds: fc.constantFrom(everywhere, everywhere, ['card'], ['checking']),
  closedUntil: day,
});
const history = fc.array(inquiry, { minLength: 2, maxLength: 16 });

describe('a history', () => {
  it('answers the same question in the same bytes, whatever is told in between, at no cost', async () => {
    await fc.assert(
      fc.asyncProperty(history, async inquiries => {
        const teller = createTeller(read);
        const answers: (string | null)[] = [];
        for (const { question, accountIds, closedUntil } of inquiries) {
          const told = await teller.ask(question, accountIds, closedUntil);
          answers.push(told && JSON.stringify(told.figures));
        }
        const { state } = teller;
        for (const [index, { question, accountIds, closedUntil }] of inquiries.entries()) {
          const answer = answers[index];
          if (typeof answer !== 'string') continue;
          const again = await teller.ask(question, accountIds, closedUntil);
          expect(JSON.stringify(again?.figures)).toBe(answer);
          expect(teller.state).toBe(state);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('remembers every answer, and tells of no block with too few entries', async () => {
    await fc.assert(
      fc.asyncProperty(history, async inquiries => {
        const teller = createTeller(read);
        const told: { key: string; from: number; until: number }[] = [];
        let lastClosed = 0;
        for (const { question, accountIds, closedUntil } of inquiries) {
          lastClosed = Math.max(lastClosed, closedUntil);
          const decided = await teller.ask(question, accountIds, closedUntil);
          if (decided === null) continue;
          expect(decided.window.until).toBeLessThanOrEqual(lastClosed);
          const key = seriesKey(seriesOf(question, { accountIds, currency: 'USD' }));
          told.push({ key, ...decided.window });
        }
        const { intervals, told: windows } = teller.state;
        for (const { key, from, until } of told) {
          expect(isDerivable(windows.get(key) ?? [], { from, until })).toBe(true);
        }
        for (const [key, ofSeries] of windows) {
          for (const block of blocksOf(ofSeries)) {
            const { count } = figuresOf(intervals, readSeriesKey(key), block);
            expect(count === 0 || count >= k).toBe(true);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it('is kept as text, and read again as it was', async () => {
    await fc.assert(
      fc.asyncProperty(history, async inquiries => {
        const teller = createTeller(read);
        for (const { question, accountIds, closedUntil } of inquiries)
          await teller.ask(question, accountIds, closedUntil);
        expect(readState(writeState(teller.state))).toEqual(teller.state);
      }),
      { numRuns: 50 },
    );
    expect(readState(writeState(nothingTold))).toEqual(nothingTold);
  });

  it('tells no figures but those of the ledger', async () => {
    await fc.assert(
      fc.asyncProperty(history, async inquiries => {
        const teller = createTeller(read);
        for (const { question, accountIds, closedUntil } of inquiries) {
          const decided = await teller.ask(question, accountIds, closedUntil);
          if (decided === null || !('spent' in decided.figures)) continue;
          const { from, through } = decided.figures.question.window;
          const spent = transactions.filter(
            ({ accountId, direction, category, day }) =>
              accountIds.includes(accountId) &&
              direction === 'out' &&
              category !== 'transfer' &&
              (decided.figures.question.name !== 'spending' ||
                decided.figures.question.category === undefined ||
                category === decided.figures.question.category) &&
              dateOf(day) >= from &&
              dateOf(day) <= through,
          );
          expect(decided.figures.spent).toEqual({
            count: spent.length,
            sumMinor: spent.reduce((sum, { amountMinor }) => sum + amountMinor, 0),
          });
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe('a window as it is', () => {
  it('is allowed once more without a new state', async () => {
    const series = { kind: 'spending', category: null, accountIds: ['checking'] } as const;
    const window = { from: first, until: first + 7 };
    const allowed = await allowWindow(nothingTold, series, window, readerOf(plenty));
    if (allowed === null) throw new Error('it is safe');
    const again = await allowWindow(allowed.state, series, window, () => {
      throw new Error('nothing is read again');
    });
    expect(again?.state).toBe(allowed.state);
    expect(again?.figures).toEqual(allowed.figures);
  });
});
