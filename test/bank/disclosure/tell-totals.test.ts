import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '../../../src/bank/demo/seeded-random.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { dateOf, monthStart } from '../../../src/bank/disclosure/day.ts';
import { figureReader } from '../../../src/bank/disclosure/read-figures.ts';
import { tellTotals } from '../../../src/bank/disclosure/tell-totals.ts';
import type { TotalsFigures, TotalsQuestion } from '../../../src/bank/disclosure/totals.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { engines } from '../engines.ts';
import { household, insertHouse, rowOf } from './house.ts';
import { createTeller, datesOf, readerOf } from './teller.ts';

const { accounts, period, transactions, currency } = household;
const everywhere = accounts.map(({ accountId }) => accountId);

/** Questions of a season, one a day. */
const questions = Array.from({ length: 60 }, (_, index) => {
  const draw = (name: string, most: number) => seededRandom('asked', name, String(index)).between(0, most);
  const day = period.from + 30 + index;
  const length = [1, 7, 7, 14, 30][draw('length', 4)] ?? 7;
  const until = draw('back', 2) === 0 ? monthStart(day) : day;
  const window = datesOf({ from: until - length, until });
  const name = (['activity', 'spending', 'income', 'category'] as const)[draw('name', 3)] ?? 'activity';
  const question: TotalsQuestion =
    name === 'category' ? { name: 'spending', category: 'groceries', window } : { name, window };
  const accountIds = name !== 'category' && draw('account', 5) === 0 ? ['card'] : everywhere;
  return { question, accountIds, closedUntil: day };
});

describe.each(engines)('totals under about, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
    for (const id of ['one', 'two', 'three']) await insertHouse(database.kysely, id, transactions);
  });
  afterAll(() => database.close());

  const tell = (
    customerId: string,
    question: TotalsQuestion,
    closedUntil: number,
    accountIds: readonly string[] = everywhere,
  ): Promise<TotalsFigures | null> =>
    database.kysely
      .transaction()
      .execute(transaction =>
        tellTotals(question, { accountIds, currency }, { transaction, customerId, closedUntil }),
      );

  it('are those that are decided on over the same ledger without a database', async () => {
    const teller = createTeller(readerOf(transactions));
    let moved = 0;
    for (const { question, accountIds, closedUntil } of questions) {
      const decided = await teller.ask(question, accountIds, closedUntil);
      const told = await tell('one', question, closedUntil, accountIds);
      expect(told).toEqual(decided?.figures ?? null);
      moved += told?.question.window.from === question.window.from ? 0 : 1;
    }
    expect(moved).toBeGreaterThan(10);
  });

  it('reads of the ledger what is in it, by month and by day', async () => {
    const read = figureReader(database.kysely, 'one');
    for (const window of [
      { from: period.from, until: period.until },
      { from: period.from + 3, until: period.from + 4 },
      { from: monthStart(period.until, -1), until: monthStart(period.until) },
      { from: period.from + 5, until: period.from + 66 },
    ]) {
      expect(new Map(await read(window))).toEqual(new Map(await readerOf(transactions)(window)));
    }
  });

  it('stay as they were told, although something is booked late into those days', async () => {
    const window = datesOf({ from: period.from + 40, until: period.from + 54 });
    const question = { name: 'spending', window } as const;
    const before = await tell('two', question, period.until);
    const late = rowOf(
      {
        accountId: 'card',
        direction: 'out',
        category: 'dining',
        day: period.from + 45,
        amountMinor: 123_456,
      },
      'late',
    );
    await ingest(database.kysely, [{ ...late, customer_id: 'two' }]);
    expect(await tell('two', question, period.until)).toEqual(before);
    // A part of those days would not add up to them any more, so it is told of other days, without the late one.
    const part = { from: dateOf(period.from + 40), through: dateOf(period.from + 46) };
    const told = await tell('two', { name: 'spending', window: part }, period.until);
    expect(told?.question.window).not.toEqual(part);
    expect(JSON.stringify(told)).not.toContain(dateOf(period.from + 45));
  });

  it('end where the books are open, and are the same when they are asked for again later', async () => {
    const thisMonth = { from: '2026-11-01', through: '2026-11-23' };
    const question = { name: 'activity', window: thisMonth } as const;
    const day = monthStart(period.until, -1) + 22;
    const told = await tell('three', question, day);
    expect(told?.question.window.through).toBe(dateOf(day - 1));
    expect(await tell('three', question, day)).toEqual(told);
    // The next day there is a day more.
    const next = await tell(
      'three',
      { name: 'activity', window: { ...thisMonth, through: '2026-11-24' } },
      day + 1,
    );
    expect(next?.question.window.through).not.toBe('2026-11-24');
  });
});
