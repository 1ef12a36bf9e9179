import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Asked } from '../../../src/bank/answers/compute.ts';
import { answers } from '../../../src/bank/answers/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { insertCustomer, teller, type Telling } from '../disclosure/record/house.ts';
import { engines } from '../engines.ts';
import { clear } from '../household.ts';

describe.each(engines)('what was told, in numbers, on $name', ({ open }) => {
  let database: BankDatabase;
  let tell: (customer: string, at: string, changes?: Telling) => Promise<string>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    await insertCustomer(database.kysely, 'nora', ['alexa', 'google']);
    await insertCustomer(database.kysely, 'omar');
    const told = teller(database.kysely);
    tell = (customer, at, changes) => told(customer, { answeredAt: Date.parse(at), ...changes });
  });

  const ask = (changes: Partial<Asked> = {}) =>
    answers.disclosures(
      { name: 'disclosures' },
      {
        database: database.kysely,
        customerId: 'nora',
        platform: 'alexa',
        consent: {
          questions: new Set(),
          accounts: [],
          precision: { totals: 'about', balances: 'fresh' },
          validUntil: 0,
        },
        now: Date.parse('2026-11-23T17:00:00Z'),
        today: '2026-11-23',
        timeZone: 'America/New_York',
        booksOpenDays: 0,
        maySeal: () => Promise.resolve(true),
        ...changes,
      },
    );

  test('nothing yet', async () => {
    await tell('omar', '2026-11-22T17:00:00Z');
    expect(await ask()).toEqual({ question: { name: 'disclosures' }, told: [], lastOn: null });
  });

  test('is of this platform alone, by kind, in the contract’s order', async () => {
    const balance = { told: { name: 'balance' }, asked: { name: 'balance' } } as const;
    await tell('nora', '2026-11-03T17:00:00Z');
    await tell('nora', '2026-11-22T17:00:00Z', balance);
    await tell('nora', '2026-11-20T17:00:00Z', balance);
    await tell('nora', '2026-11-23T16:00:00Z', { platform: 'google' });
    expect(await ask()).toMatchObject({
      told: [
        { kind: 'balance', count: 2 },
        { kind: 'spending', count: 1 },
      ],
      lastOn: '2026-11-22',
    });
    expect(await ask({ platform: 'google' })).toMatchObject({
      told: [{ kind: 'spending', count: 1 }],
      lastOn: '2026-11-23',
    });
    expect(await ask({ platform: 'siri' })).toMatchObject({ told: [], lastOn: null });
  });

  test('counts no answer about sharing or about the record itself', async () => {
    for (const name of ['sharing', 'disclosures'] as const) {
      await tell('nora', '2026-11-22T17:00:00Z', { asked: { name }, told: { name }, precision: null });
    }
    expect(await ask()).toMatchObject({ told: [], lastOn: null });
  });

  test('begins with the month, at the bank’s midnight', async () => {
    await tell('nora', '2026-11-01T03:59:59.999Z');
    expect(await ask()).toMatchObject({ told: [] });
    await tell('nora', '2026-11-01T04:00:00Z');
    expect(await ask()).toMatchObject({ told: [{ count: 1 }], lastOn: '2026-11-01' });
    expect(await ask({ timeZone: 'UTC' })).toMatchObject({ told: [{ count: 2 }] });
  });
});
