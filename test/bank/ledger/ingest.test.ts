import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { ledgerCategories } from '../../../src/bank/ledger/category.ts';
import { differences, keyOf, type LedgerEntry } from '../../../src/bank/ledger/entry.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { engines } from '../engines.ts';

const entry = (changes: Partial<LedgerEntry> = {}): LedgerEntry => ({
  customer_id: 'ada',
  account_id: 'a',
  transaction_id: 't1',
  status: 'booked',
  day: '2026-03-01',
  direction: 'out',
  category: 'dining',
  amount_minor: 1_250,
  merchant: 'Canary Café',
  counterparty: null,
  counterparty_account: null,
  description: null,
  ...changes,
});

/** Few values, so that ids, days and cells meet often. */
const anyEntry: fc.Arbitrary<LedgerEntry> = fc
  .record({
    customer_id: fc.constantFrom('ada', 'bob'),
    account_id: fc.constantFrom('a', 'b'),
    transaction_id: fc.constantFrom('t1', 't2', 't3', '"], [', "';--"),
    status: fc.constantFrom('booked', 'pending'),
    day: fc.constantFrom('2026-02-28', '2026-03-01', '2026-03-02'),
    direction: fc.constantFrom('in', 'out'),
    category: fc.constantFrom(...ledgerCategories.slice(0, 2)),
    amount_minor: fc.integer({ min: 0, max: 3 }),
  })
  .map(entry);

describe.each(engines)('ingest on $name', ({ open }) => {
  let database: BankDatabase;
  const stored = () => database.kysely.selectFrom('ledger_transaction').selectAll().execute();
  const days = () => database.kysely.selectFrom('rollup_day').selectAll().execute();

  beforeAll(async () => {
    database = await open();
    for (const customer_id of ['ada', 'bob']) {
      await database.kysely
        .insertInto('customer')
        .values({ customer_id, name: customer_id, birth_date: null })
        .execute();
      for (const account_id of ['a', 'b']) {
        await database.kysely
          .insertInto('account')
          .values({
            customer_id,
            account_id,
            kind: 'checking',
            nickname: 'Everyday',
            currency: 'USD',
            account_number: null,
            opening_minor: 0,
            credit_limit_minor: 0,
          })
          .execute();
      }
    }
  });
  const empty = async (): Promise<void> => {
    for (const table of ['ledger_transaction', 'rollup_day', 'rollup_month'] as const) {
      await database.kysely.deleteFrom(table).execute();
    }
  };
  beforeEach(empty);
  afterAll(() => database.close());

  it('adds entries and their rollups', async () => {
    const batch = [
      entry(),
      entry({ transaction_id: 't2', amount_minor: 50 }),
      entry({ transaction_id: 't3', day: '2026-03-31', amount_minor: 5 }),
      entry({ transaction_id: 't4', status: 'pending' }),
    ];
    expect(await ingest(database.kysely, batch)).toEqual({
      added: 4,
      booked: 0,
      alreadyThere: 0,
      refused: [],
    });
    expect(await days()).toMatchObject([
      { day: '2026-03-01', entry_count: 2, sum_minor: 1_300 },
      { day: '2026-03-31', entry_count: 1, sum_minor: 5 },
    ]);
    expect(await database.kysely.selectFrom('rollup_month').selectAll().execute()).toMatchObject([
      { month: '2026-03', entry_count: 3, sum_minor: 1_305 },
    ]);
  });

  it('changes nothing the second time', async () => {
    await ingest(database.kysely, [entry()]);
    expect(await ingest(database.kysely, [entry(), entry()])).toMatchObject({ added: 0, alreadyThere: 2 });
    expect(await days()).toMatchObject([{ entry_count: 1, sum_minor: 1_250 }]);
  });

  it('moves a pending entry into the rollups once, as it was booked', async () => {
    const pending = entry({ status: 'pending', amount_minor: 100 });
    await ingest(database.kysely, [pending]);
    expect(await days()).toEqual([]);
    const settled = entry({ day: '2026-03-02', amount_minor: 4_500 });
    expect(await ingest(database.kysely, [settled])).toMatchObject({ added: 0, booked: 1 });
    expect(await ingest(database.kysely, [settled, pending])).toMatchObject({ booked: 0, alreadyThere: 2 });
    expect(await days()).toMatchObject([{ day: '2026-03-02', entry_count: 1, sum_minor: 4_500 }]);
    expect(await stored()).toMatchObject([settled]);
  });

  it('refuses a booked entry that changed, says where, and keeps what was there', async () => {
    await ingest(database.kysely, [entry()]);
    const changed = entry({ amount_minor: 1, day: '2026-03-05', description: 'other words' });
    const { refused } = await ingest(database.kysely, [entry({ transaction_id: 't2' }), changed]);
    expect(refused).toEqual([{ index: 1, differsIn: ['day', 'amount_minor'] }]);
    expect(await stored()).toContainEqual(entry());
    expect(await ingest(database.kysely, [entry({ category: 'groceries' })])).toMatchObject({
      alreadyThere: 1,
    });
  });

  it('leaves nothing behind when the transaction around it fails', async () => {
    const doomed = database.kysely.transaction().execute(async transaction => {
      await ingest(transaction, [entry()]);
      throw new Error('no');
    });
    await expect(doomed).rejects.toThrow('no');
    expect([...(await stored()), ...(await days())]).toEqual([]);
  });

  it('counts once what arrives twice at the same time', async () => {
    const batch = Array.from({ length: 30 }, (_, index) => entry({ transaction_id: `t${index}` }));
    const results = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => ingest(database.kysely, turn % 2 ? batch : batch.toReversed())),
    );
    expect(results.reduce((sum, result) => sum + result.added, 0)).toBe(30);
    expect(await days()).toMatchObject([{ entry_count: 30, sum_minor: 30 * 1_250 }]);
  });

  it('takes a batch larger than a statement', async () => {
    const batch = Array.from({ length: 2_500 }, (_, index) => entry({ transaction_id: `t${index}` }));
    expect(await ingest(database.kysely, batch)).toMatchObject({ added: 2_500 });
    expect(await ingest(database.kysely, batch)).toMatchObject({ alreadyThere: 2_500 });
  });

  it('keeps rollups equal to an independent sum over the ledger, whatever comes in whatever order', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(anyEntry, { maxLength: 12 }), { maxLength: 6 }), async batches => {
        await empty();
        const model = new Map<string, LedgerEntry>();
        for (const batch of batches) {
          const result = await ingest(database.kysely, batch);
          const expected = { added: 0, booked: 0, alreadyThere: 0, refused: 0 };
          for (const next of batch) {
            const before = model.get(keyOf(next));
            if (before === undefined) expected.added += 1;
            else if (before.status === 'pending' && next.status === 'booked') expected.booked += 1;
            else if (next.status === 'booked' && differences(before, next).length > 0) expected.refused += 1;
            else expected.alreadyThere += 1;
            if (before === undefined || (before.status === 'pending' && next.status === 'booked')) {
              model.set(keyOf(next), next);
            }
          }
          expect({ ...result, refused: result.refused.length }).toEqual(expected);
        }

        expect((await stored()).map(row => [keyOf(row), { ...row }]).sort()).toEqual([...model].sort());
        for (const [table, period, length] of [
          ['rollup_day', 'day', 10],
          ['rollup_month', 'month', 7],
        ] as const) {
          const sums = new Map<string, { entry_count: number; sum_minor: number }>();
          for (const row of model.values()) {
            if (row.status === 'pending') continue;
            const place = [
              row.customer_id,
              row.account_id,
              row.day.slice(0, length),
              row.direction,
              row.category,
            ].join();
            const sum = sums.get(place) ?? { entry_count: 0, sum_minor: 0 };
            sums.set(place, {
              entry_count: sum.entry_count + 1,
              sum_minor: sum.sum_minor + row.amount_minor,
            });
          }
          const rows = await database.kysely.selectFrom(table).selectAll().execute();
          const kept = rows.map(row => {
            const { customer_id, account_id, direction, category, entry_count, sum_minor } = row;
            const when = period === 'day' && 'day' in row ? row.day : 'month' in row ? row.month : '';
            return [[customer_id, account_id, when, direction, category].join(), { entry_count, sum_minor }];
          });
          expect(kept.sort()).toEqual([...sums].sort());
        }
      }),
      { numRuns: database.engine === 'sqlite' ? 150 : 40 },
    );
  });
});
