/** What was recorded before there was a chain: taken over in its order, and sealed from the first answer on. */
import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../../src/bank/database/database.ts';
import type { BankSchema } from '../../../../src/bank/database/schema.ts';
import {
  checkRecord,
  listTold,
  problemInWords,
  takeCheckpoint,
} from '../../../../src/bank/disclosure/record/index.ts';
import { hashEntry, readEntry } from '../../../../src/bank/disclosure/record/entry.ts';
import { engines } from '../../engines.ts';
import { testRecordKeys } from '../../record-keys.ts';
import { insertCustomer, noon, teller } from './house.ts';

/** Three answers, of before the record was a chain. */
async function answersOfBefore(kysely: Kysely<BankSchema>): Promise<void> {
  for (const customer of ['nora', 'omar']) await insertCustomer(kysely, customer);
  for (const [customer, id, at, question] of [
    ['nora', 'b', 2, { window: { through: '2026-11-22', from: '2026-11-01' }, name: 'spending' }],
    ['nora', 'a', 1, { name: 'balance' }],
    ['omar', 'c', 3, { name: 'alerts' }],
  ] as const) {
    await sql`insert into disclosure (customer_id, answer_id, link_id, platform, answered_at, question, precision)
      values (${customer}, ${id}, ${`alexa-of-${customer}`}, 'alexa', ${noon + at}, ${JSON.stringify(question)}, 'about')`.execute(
      kysely,
    );
  }
}

describe.each(engines)('answers of before there was a chain, on $name', ({ openUpdated }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await openUpdated('0006-precision', answersOfBefore);
  });
  afterAll(() => database.close());
  const check = () => checkRecord(database.kysely, testRecordKeys.known);
  const found = async () =>
    (await check()).broken.map(({ customer, ...link }) => `${customer}: ${problemInWords(link)}`);

  test('are taken over in their order; from the next answer or checkpoint on they cannot be changed', async () => {
    const { kysely } = database;
    expect(await check()).toMatchObject({ chains: 2, entries: 3, unsigned: 3, broken: [] });
    const listed = await listTold(kysely, 'nora', { before: null, limit: 10 });
    expect(listed.map(({ sequence, at, told, asked }) => [sequence, at - noon, told?.name, asked])).toEqual([
      [2, 2, 'spending', null],
      [1, 1, 'balance', null],
    ]);

    await teller(kysely)('nora');
    await takeCheckpoint(kysely, testRecordKeys, { now: noon, day: '2026-11-23' });
    expect(await check()).toMatchObject({ entries: 4, unsigned: 3, broken: [] });
    // Of omar nothing was told since: the checkpoint has seen what there was.
    expect(await found()).toEqual([]);

    await kysely
      .updateTable('disclosure')
      .set({ precision: 'exact' })
      .where('customer_id', '=', 'omar')
      .execute();
    expect(await found()).toEqual([
      'omar: answer 1 was changed after it was written: it does not fit its hash',
    ]);
  });

  test('are no way around signing: a record that is passed off as an old one is found', async () => {
    const { kysely } = database;
    await kysely
      .updateTable('disclosure')
      .set({ precision: 'about' })
      .where('customer_id', '=', 'omar')
      .execute();
    expect(await found()).toEqual([]);
    await insertCustomer(kysely, 'olga');
    await kysely
      .updateTable('disclosure')
      .set({ customer_id: 'olga', link_id: 'alexa-of-olga' })
      .where('customer_id', '=', 'omar')
      .execute();
    const row = await kysely
      .selectFrom('disclosure')
      .selectAll()
      .where('customer_id', '=', 'olga')
      .executeTakeFirstOrThrow();
    const hash = hashEntry(readEntry(row)?.entry ?? fail());
    await kysely.updateTable('disclosure').set({ hash }).where('customer_id', '=', 'olga').execute();
    await kysely
      .insertInto('disclosure_head')
      .values({ customer_id: 'olga', sequence: 1, hash, key_id: null, signature: null })
      .execute();
    expect(await found()).toEqual([
      'olga: the end of the record, after answer 1, is not signed',
      'omar: answers that checkpoint 1 has seen are missing at the end',
    ]);
  });
});

function fail(): never {
  throw new Error('it can be read');
}
