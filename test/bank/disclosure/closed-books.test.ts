import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { closedUntil, readPendingDays } from '../../../src/bank/disclosure/closed-books.ts';
import { dateOf, dayOf } from '../../../src/bank/disclosure/day.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { engines } from '../engines.ts';
import { insertHouse, rowOf } from './house.ts';

const today = dayOf('2026-11-23');

describe('the books', () => {
  it('are closed up to today', () => {
    expect(closedUntil(today, 0, [])).toBe(today);
  });

  it('are open from the first day on of which something is pending', () => {
    expect(closedUntil(today, 0, [today - 1, today - 3])).toBe(today - 3);
    expect(closedUntil(today, 0, [today - 5])).toBe(today - 5);
  });

  it('are not held up by what has been pending for longer than five days', () => {
    expect(closedUntil(today, 0, [today - 6])).toBe(today);
    expect(closedUntil(today, 0, [today - 30, today - 2])).toBe(today - 2);
  });

  it('are open for as many days as the bank says', () => {
    expect(closedUntil(today, 3, [])).toBe(today - 3);
    expect(closedUntil(today, 3, [today - 1])).toBe(today - 3);
    expect(closedUntil(today, 3, [today - 4])).toBe(today - 4);
  });
});

describe.each(engines)('what is pending, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
    await insertHouse(database.kysely, 'one');
    await insertHouse(database.kysely, 'other');
  });
  afterAll(() => database.close());

  it('is read of one customer, by day, as far back as it holds up anything', async () => {
    const pending = (day: number, id: string) => ({
      ...rowOf({ accountId: 'checking', direction: 'out', category: 'dining', day, amountMinor: 100 }, id),
      status: 'pending' as const,
    });
    await ingest(database.kysely, [
      { ...pending(today - 1, 'a'), customer_id: 'one' },
      { ...pending(today - 1, 'b'), customer_id: 'one' },
      { ...pending(today - 5, 'c'), customer_id: 'one' },
      { ...pending(today - 6, 'd'), customer_id: 'one' },
      { ...pending(today - 2, 'e'), customer_id: 'one', status: 'booked' },
      { ...pending(today - 3, 'f'), customer_id: 'other' },
    ]);
    const days = await readPendingDays(database.kysely, 'one', today);
    expect(days.toSorted((one, other) => one - other).map(dateOf)).toEqual(['2026-11-18', '2026-11-22']);
    // Once it is booked it holds up nothing any more.
    await ingest(database.kysely, [{ ...pending(today - 5, 'c'), customer_id: 'one', status: 'booked' }]);
    expect(await readPendingDays(database.kysely, 'one', today)).toEqual([today - 1]);
  });
});
