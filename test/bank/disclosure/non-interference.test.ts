/**
 * Non-interference: of two ledgers of which the same may be told, nobody can tell which one it is, by nothing that leaves
 * the bank. And of two of which not the same may be told, by nothing but what may.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayOf } from '../../../src/bank/disclosure/day.ts';
import { converse, type Seen, type Told } from './interference.ts';

/** The days between the ends of all windows that the conversation asks about, or that it is compared with. */
const blocks = [
  ['2025-12-01', '2025-12-31'],
  ['2026-01-01', '2026-01-31'],
  ['2026-02-01', '2026-02-17'],
  ['2026-02-18', '2026-02-28'],
  ['2026-03-01', '2026-03-17'],
].map(([from = '', through = '']) => ({ from: dayOf(from), until: dayOf(through) + 1 }));

/** What is in each block: enough of everything, and nothing that stands out. */
const leaves = [
  ['main', 'out', 'groceries', 6],
  ['card', 'out', 'groceries', 3],
  ['card', 'out', 'dining', 7],
  ['main', 'in', 'other-income', 7],
] as const;

/** The beginning of every ledger: where each entry is, and how much it is. */
const entries = blocks.flatMap(({ from, until }, block) =>
  leaves.flatMap(([accountId, direction, category, count], leaf) =>
    Array.from({ length: count }, (_, index) => ({
      accountId,
      direction,
      category,
      block,
      leaf,
      day: from + ((index * 5 + leaf) % (until - from)),
      amountMinor: 2_000 + 37 * index + 11 * block + 101 * leaf,
      texts: textsOf('Shop', block * 1_000 + leaf * 100 + index),
    })),
  ),
);
type Made = (typeof entries)[number];

function textsOf(name: string, index: number): Told['texts'] {
  return {
    transaction_id: `${name}-${index}`,
    merchant: `${name} ${index}`,
    counterparty: `${name} counterparty ${index}`,
    counterparty_account: `GB29NWBK${index}`,
    description: `${name} description ${index}`,
  };
}

/** Another ledger of which the same may be told: other days in a block, other amounts of the same sum, other names. */
const alike: fc.Arbitrary<readonly Made[]> = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 20 }),
    days: fc.array(fc.nat(), { minLength: entries.length, maxLength: entries.length }),
    shifts: fc.array(fc.integer({ min: -400, max: 400 }), {
      minLength: entries.length,
      maxLength: entries.length,
    }),
    order: fc.shuffledSubarray([...entries.keys()], { minLength: entries.length }),
  })
  .map(({ name, days, shifts, order }) => {
    const changed = entries.map((entry, index): Made => {
      const { from, until } = blocks[entry.block] ?? { from: 0, until: 1 };
      return { ...entry, day: from + ((days[index] ?? 0) % (until - from)), texts: textsOf(name, index) };
    });
    // What one entry gains the next of its kind loses.
    for (const [index, shift] of shifts.entries()) {
      const [one, other] = [changed[index], changed[index + 1]];
      if (one?.block !== other?.block || one?.leaf !== other?.leaf || !one || !other) continue;
      const [more, less] = [one.amountMinor + shift, other.amountMinor - shift];
      if (Math.min(more, less) < 1_500 || Math.max(more, less) > 3_500) continue;
      changed[index] = { ...one, amountMinor: more };
      changed[index + 1] = { ...other, amountMinor: less };
    }
    return order.flatMap(index => changed[index] ?? []);
  });

/** Changes one entry of a block and a leaf. */
const withOne = (block: number, leaf: number, change: (entry: Made) => Partial<Made>): Made[] => {
  const place = entries.findIndex(entry => entry.block === block && entry.leaf === leaf);
  return entries.map((entry, index) => (index === place ? { ...entry, ...change(entry) } : entry));
};

/** The turns of which the platform gets something else. */
const turnsThatDiffer = (one: Seen, other: Seen): number[] =>
  one.responses.flatMap((response, turn) => (response === other.responses[turn] ? [] : [turn]));

describe('the platform, the skill and the logs', () => {
  it('see the same of ledgers of which the same may be told', { timeout: 120_000 }, async () => {
    const expected = await converse(entries);
    // The conversation is one: with figures, each about the days that were asked about.
    const said = expected.responses.join('\n');
    expect(said.match(/about \$/g)?.length).toBeGreaterThan(12);
    expect(said).not.toMatch(/not able to tell|days I can add up/);
    expect(expected.exchanges.length).toBeGreaterThan(10);
    await fc.assert(
      fc.asyncProperty(alike, async ledger => {
        expect(await converse(ledger)).toEqual(expected);
      }),
      { numRuns: 12 },
    );
  });

  it('see the same when an amount is another one by less than the rounding', async () => {
    const cents = await converse(withOne(2, 0, ({ amountMinor }) => ({ amountMinor: amountMinor + 7 })));
    expect(cents).toEqual(await converse(entries));
  });

  it('see by an answer about it that a payment is in another window, and by no other', async () => {
    const expected = await converse(entries);
    // Dining of January in December: nothing but activity of January and its comparison tell of these days.
    const moved = await converse(withOne(1, 2, () => ({ day: dayOf('2025-12-20') })));
    const differing = turnsThatDiffer(expected, moved);
    const names = differing.map(turn => expected.responses[turn] ?? '');
    expect(differing.length).toBeGreaterThan(0);
    expect(names.every(response => response.includes('January'))).toBe(true);
  });

  it('see an amount to the cent where the customer has chosen exact figures, and only there', async () => {
    const precision = { totals: 'exact', balances: 'exact' } as const;
    const ledger = withOne(2, 0, ({ amountMinor }) => ({ amountMinor: amountMinor + 7 }));
    const [expected, other] = [await converse(entries, precision), await converse(ledger, precision)];
    expect(turnsThatDiffer(expected, other).length).toBeGreaterThan(3);
  });
});
