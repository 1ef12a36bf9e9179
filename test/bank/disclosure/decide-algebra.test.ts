/**
 * The whole of disclosure control against linear algebra: random ledgers, random questions of every kind, sealed balances
 * among them, entries that are booked late. Whatever it decides to tell, no combination of it is about fewer than k entries.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dayOf } from '../../../src/bank/disclosure/day.ts';
import { allowWindow, type Allowed } from '../../../src/bank/disclosure/decide.ts';
import { belongs, readLeafKey, type Series } from '../../../src/bank/disclosure/series.ts';
import type { TotalsFigures, TotalsQuestion } from '../../../src/bank/disclosure/totals.ts';
import { tellsOfFewerThan } from './linear-algebra.ts';
import { createTeller, datesOf, readerOf, type Entry } from './teller.ts';

const first = dayOf('2026-10-05');
const days = 21;

/**
 * Amounts that say themselves which they are: all about the same, and from a sum and a count of them it can be read of
 * which the sum is.
 */
const most = 16;
const baseMinor = 2 ** 24;
const amountOf = (index: number): number => baseMinor + 2 ** index;
const membersOf = ({ count, sumMinor }: { count: number; sumMinor: number }): boolean[] =>
  Array.from({ length: most }, (_, index) => ((sumMinor - count * baseMinor) & (2 ** index)) !== 0);

type Row = readonly number[];
const rowOf = (total: { count: number; sumMinor: number }): Row => membersOf(total).map(is => (is ? 1 : 0));

/** What an answer tells, one row a total. */
function rowsOf(figures: TotalsFigures): Row[] {
  if ('received' in figures) return [rowOf(figures.received)];
  if ('spent' in figures)
    return [figures.spent, ...(figures.before ? [figures.before.spent] : [])].map(rowOf);
  return [figures.moneyOut, ...(figures.moneyIn ? [figures.moneyIn] : [])].map(rowOf);
}

/** What the difference of two sealed balances tells. */
function balanceRow({ figures }: Allowed, series: Series): Row {
  const row = Array.from({ length: most }, () => 0);
  for (const [key, ofLeaf] of figures) {
    if (!belongs(readLeafKey(key), series)) continue;
    const sign = readLeafKey(key).direction === 'in' ? 1 : -1;
    for (const [index, is] of membersOf(ofLeaf).entries()) if (is) row[index] = sign;
  }
  return row;
}

const entries = fc
  .array(
    fc.record({
      day: fc.integer({ min: first, max: first + days - 1 }),
      accountId: fc.constantFrom('a', 'a', 'b'),
      kind: fc.constantFrom('groceries', 'groceries', 'groceries', 'dining', 'salary', 'transfer'),
      /** How many questions are asked before it is booked. */
      bookedAfter: fc.constantFrom(0, 0, 0, 0, 0, 3),
    }),
    { minLength: 8, maxLength: most },
  )
  .map(made =>
    made.map(({ kind, ...entry }, index): Entry & { bookedAfter: number } => ({
      ...entry,
      direction: kind === 'salary' ? 'in' : 'out',
      category: kind,
      amountMinor: amountOf(index),
    })),
  );

const window = fc
  .tuple(fc.integer({ min: 0, max: days - 2 }), fc.integer({ min: 3, max: days }))
  .map(([from, length]) => ({ from: first + from, until: first + Math.min(days, from + length) }));
type Asked =
  | { readonly kind: 'balance'; readonly accountId: string; readonly window: { from: number; until: number } }
  | { readonly kind: 'totals'; readonly question: TotalsQuestion; readonly accountIds: readonly string[] };
const totals = fc
  .record({
    window,
    of: fc.constantFrom('activity', 'spending', 'income', 'groceries', 'dining'),
    accountIds: fc.constantFrom(['a', 'b'], ['a', 'b'], ['a'], ['b']),
  })
  .map(({ window, of, accountIds }): Asked => {
    const isCategory = of === 'groceries' || of === 'dining';
    const question: TotalsQuestion = isCategory
      ? { name: 'spending', category: of, window: datesOf(window) }
      : { name: of, window: datesOf(window) };
    return { kind: 'totals', question, accountIds: isCategory ? ['a', 'b'] : accountIds };
  });
const balance = fc
  .record({ window, accountId: fc.constantFrom('a', 'b') })
  .map((made): Asked => ({ kind: 'balance', ...made }));
const questions = fc.array(fc.oneof({ arbitrary: totals, weight: 4 }, { arbitrary: balance, weight: 1 }), {
  minLength: 2,
  maxLength: 9,
});

it(
  'tells nothing of which a combination is about fewer than five entries',
  { timeout: 120_000 },
  async () => {
    const counts = { rows: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(entries, questions, async (ledger, asked) => {
        let step = 0;
        const booked: Entry[] = [];
        const teller = createTeller(window => readerOf(booked)(window));
        const rows: Row[] = [];
        for (const one of asked) {
          booked.splice(0, Infinity, ...ledger.filter(({ bookedAfter }) => bookedAfter <= step));
          step += 1;
          if (one.kind === 'totals') {
            const decided = await teller.ask(one.question, one.accountIds, first + days);
            if (decided === null) counts.refused += 1;
            else rows.push(...rowsOf(decided.figures));
          } else {
            const series: Series = { kind: 'balance', category: null, accountIds: [one.accountId] };
            const allowed = await allowWindow(teller.state, series, one.window, readerOf(booked));
            if (allowed === null) counts.refused += 1;
            else {
              teller.keep(allowed.state);
              rows.push(balanceRow(allowed, series));
            }
          }
        }
        counts.rows += rows.length;
        // Entries of which nothing is told are no matter.
        const told = ledger.flatMap((_, index) => (rows.some(row => row[index] !== 0) ? [index] : []));
        const matrix = rows.map(row => told.map(index => row[index] ?? 0));
        expect(tellsOfFewerThan(matrix, 5)).toBe(false);
      }),
      { numRuns: 400 },
    );
    // A good deal is told, and a good deal is not.
    expect(counts.rows).toBeGreaterThan(800);
    expect(counts.refused).toBeGreaterThan(100);
  },
);
