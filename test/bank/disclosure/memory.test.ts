import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { allowWindow } from '../../../src/bank/disclosure/decide.ts';
import { lockState, recallMoved, rememberMoved, saveState } from '../../../src/bank/disclosure/memory.ts';
import type { Series } from '../../../src/bank/disclosure/series.ts';
import { nothingTold } from '../../../src/bank/disclosure/state.ts';
import { engines } from '../engines.ts';
import { clear } from '../household.ts';
import { household, insertHouse } from './house.ts';
import { readerOf } from './teller.ts';

const accountIds = household.accounts.map(({ accountId }) => accountId);
const series: Series = { kind: 'spending', category: null, accountIds };
const { from } = household.period;
const asked = { from, until: from + 7 };
const told = { from, until: from + 14 };

describe.each(engines)('what is remembered of a customer, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHouse(database.kysely, 'one');
    await insertHouse(database.kysely, 'other');
  });
  afterAll(() => database.close());

  const inTransaction = <Value>(
    run: (transaction: typeof database.kysely) => Promise<Value>,
  ): Promise<Value> => database.kysely.transaction().execute(run);

  it('is nothing at first, and then what was saved', async () => {
    const allowed = await allowWindow(nothingTold, series, asked, readerOf(household.transactions));
    if (allowed === null) throw new Error('it is safe');
    await inTransaction(async transaction => {
      expect(await lockState(transaction, 'one')).toEqual(nothingTold);
      await saveState(transaction, 'one', allowed.state);
    });
    expect(await inTransaction(transaction => lockState(transaction, 'one'))).toEqual(allowed.state);
    expect(await inTransaction(transaction => lockState(transaction, 'other'))).toEqual(nothingTold);
  });

  it('is forgotten with the transaction that it was saved in', async () => {
    const allowed = await allowWindow(nothingTold, series, asked, readerOf(household.transactions));
    if (allowed === null) throw new Error('it is safe');
    const failing = inTransaction(async transaction => {
      await lockState(transaction, 'one');
      await saveState(transaction, 'one', allowed.state);
      await rememberMoved(transaction, 'one', series, { asked, told });
      throw new Error('the answer is not given');
    });
    await expect(failing).rejects.toThrow('the answer is not given');
    expect(await inTransaction(transaction => lockState(transaction, 'one'))).toEqual(nothingTold);
    expect(await recallMoved(database.kysely, 'one', series, asked)).toBeNull();
  });

  it('is decided on by one after the other, each of whom sees what the one before has saved', async () => {
    const windows = Array.from({ length: 12 }, (_, week) => ({
      from: from + 7 * week,
      until: from + 7 * week + 7,
    }));
    const read = readerOf(household.transactions);
    const allowed = await Promise.all(
      windows.map(window =>
        inTransaction(async transaction => {
          const before = await lockState(transaction, 'one');
          const allowed = await allowWindow(before, series, window, read);
          if (allowed !== null) await saveState(transaction, 'one', allowed.state);
          return allowed !== null;
        }),
      ),
    );
    const { told } = await inTransaction(transaction => lockState(transaction, 'one'));
    const nodes = new Set([...told.values()].flat(2));
    for (const [index, window] of windows.entries()) {
      if (allowed[index]) expect(nodes).toContain(window.from);
    }
    expect(allowed.filter(Boolean).length).toBeGreaterThan(6);
    const { decisions } = await database.kysely
      .selectFrom('disclosure_state')
      .select('decisions')
      .where('customer_id', '=', 'one')
      .executeTakeFirstOrThrow();
    expect(decisions).toBe(13);
  });

  it('is a window in place of another one, of one customer and one series, and the first for good', async () => {
    await rememberMoved(database.kysely, 'one', series, { asked, told });
    await rememberMoved(database.kysely, 'one', series, { asked, told: asked });
    expect(await recallMoved(database.kysely, 'one', series, asked)).toEqual(told);
    // The order in which accounts are named does not matter.
    const reversed = { ...series, accountIds: accountIds.toReversed() };
    expect(await recallMoved(database.kysely, 'one', reversed, asked)).toEqual(told);
    expect(await recallMoved(database.kysely, 'one', series, told)).toBeNull();
    expect(await recallMoved(database.kysely, 'other', series, asked)).toBeNull();
    expect(await recallMoved(database.kysely, 'one', { ...series, category: 'dining' }, asked)).toBeNull();
    expect(await recallMoved(database.kysely, 'one', { ...series, kind: 'income' }, asked)).toBeNull();
  });
});
