/** The record as it is written and checked. Each thing that can be done to it is done once, and has to be found. */
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../../src/bank/database/database.ts';
import type { BankSchema } from '../../../../src/bank/database/schema.ts';
import {
  checkRecord,
  problemInWords,
  recordKeys,
  takeCheckpoint,
} from '../../../../src/bank/disclosure/record/index.ts';
import { moveHead } from '../../../../src/bank/disclosure/record/head.ts';
import { hashEntry, readEntry } from '../../../../src/bank/disclosure/record/entry.ts';
import { engines } from '../../engines.ts';
import { clear } from '../../household.ts';
import { testRecordKeys } from '../../record-keys.ts';
import { insertCustomer, noon, teller } from './house.ts';

const otherKeys = recordKeys(Buffer.from('a secret that somebody else has made up for it'));
const rotatedKeys = recordKeys(Buffer.from('a secret that the bank has now in its place...'), [
  testRecordKeys.current.x,
]);

describe.each(engines)('the disclosure record on $name', ({ open }) => {
  let database: BankDatabase;
  let tell: ReturnType<typeof teller>;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await clear(database.kysely);
    await database.close();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    tell = teller(database.kysely);
    await insertCustomer(database.kysely, 'nora', ['alexa', 'google']);
    await insertCustomer(database.kysely, 'omar');
  });

  const check = (customer: string | null = null, known = testRecordKeys.known) =>
    checkRecord(database.kysely, known, customer);
  /** What is broken, as it is said. */
  const found = async (): Promise<string[]> =>
    (await check()).broken.map(
      ({ customer, ...link }) => `${customer ?? 'checkpoints'}: ${problemInWords(link)}`,
    );
  const checkpoint = (day: string) => takeCheckpoint(database.kysely, testRecordKeys, { now: noon, day });
  const row = (customer: string, sequence: number) =>
    database.kysely
      .selectFrom('disclosure')
      .selectAll()
      .where('customer_id', '=', customer)
      .where('sequence', '=', sequence)
      .executeTakeFirstOrThrow();
  const change = (customer: string, sequence: number, values: Partial<BankSchema['disclosure']>) =>
    database.kysely
      .updateTable('disclosure')
      .set(values)
      .where('customer_id', '=', customer)
      .where('sequence', '=', sequence)
      .execute();
  const remove = (customer: string, from: number, through = from) =>
    database.kysely
      .deleteFrom('disclosure')
      .where('customer_id', '=', customer)
      .where('sequence', '>=', from)
      .where('sequence', '<=', through)
      .execute();
  const setHead = (customer: string, values: Partial<BankSchema['disclosure_head']>) =>
    database.kysely.updateTable('disclosure_head').set(values).where('customer_id', '=', customer).execute();
  const headOf = (customer: string) =>
    database.kysely
      .selectFrom('disclosure_head')
      .selectAll()
      .where('customer_id', '=', customer)
      .executeTakeFirstOrThrow();
  const tellFive = async () => {
    for (let count = 0; count < 5; count += 1) await tell('nora');
    await tell('omar');
  };

  test('holds what was asked and told, to whom, under which consent, and nothing of the figures', async () => {
    const answerId = await tell('nora', { platform: 'google', consentSequence: 3 });
    expect(await row('nora', 1)).toMatchObject({
      version: 1,
      answer_id: answerId,
      link_id: 'google-of-nora',
      platform: 'google',
      answered_at: noon,
      consent_sequence: 3,
      kind: 'spending',
      asked: '{"name":"spending","window":{"from":"2026-11-01","through":"2026-11-23"}}',
      told: '{"name":"spending","window":{"from":"2026-11-01","through":"2026-11-22"}}',
      adjusted: '["window"]',
      precision: 'about',
      previous_hash: null,
    });
    const dump = JSON.stringify(await row('nora', 1));
    expect(dump).not.toMatch(/84000|sumMinor|"31"/);
  });

  test('commits to the same figures differently each time', async () => {
    await tell('nora');
    await tell('nora');
    expect((await row('nora', 1)).commitment).not.toBe((await row('nora', 2)).commitment);
  });

  test('is whole, one chain a customer over all platforms', async () => {
    await tell('nora');
    await tell('nora', { platform: 'google' });
    await tell('omar');
    expect(await check()).toMatchObject({ chains: 2, entries: 3, unsigned: 0, broken: [] });
    expect(await check('nora')).toMatchObject({ chains: 1, entries: 2, broken: [] });
    expect((await row('nora', 2)).previous_hash).toBe((await row('nora', 1)).hash);
    expect((await row('omar', 1)).previous_hash).toBeNull();
  });

  test('stays one unbroken chain under fifty parallel answers of a customer, while it is checked', async () => {
    const told = Array.from({ length: 50 }, (_, index) =>
      tell('nora', index % 2 === 0 ? {} : { platform: 'google' }),
    );
    const checked = await Promise.all(Array.from({ length: 5 }, () => check()));
    await Promise.all(told);
    expect(checked.flatMap(({ broken }) => broken)).toEqual([]);
    expect(await check()).toMatchObject({ chains: 1, entries: 50, broken: [] });
  });

  test('of an answer that is undone nothing stays', async () => {
    await tell('nora');
    await expect(
      database.kysely.transaction().execute(async transaction => {
        await teller(transaction)('nora');
        throw new Error('the answer is not given');
      }),
    ).rejects.toThrow();
    expect(await check()).toMatchObject({ entries: 1, broken: [] });
  });

  describe('names a change of', () => {
    beforeEach(tellFive);

    const changes: { readonly [Column in keyof BankSchema['disclosure']]: BankSchema['disclosure'][Column] } =
      {
        customer_id: 'omar',
        sequence: 17,
        version: 0,
        answer_id: 'ffffffff-ffff-4fff-8fff-ffffffffffff',
        link_id: 'google-of-nora',
        platform: 'google',
        answered_at: noon + 1,
        consent_sequence: 2,
        kind: 'income',
        asked: '{"name":"balance"}',
        told: '{"name":"spending","window":{"from":"2026-11-01","through":"2026-11-21"}}',
        adjusted: '[]',
        precision: 'exact',
        nonce: 'AAAA',
        commitment: 'AAAA',
        previous_hash: null,
        hash: 'A'.repeat(43),
        key_id: otherKeys.current.id,
        signature: 'A'.repeat(86),
      };
    const words: Partial<Record<keyof BankSchema['disclosure'], string>> = {
      customer_id: 'answer 3 is missing',
      sequence: 'answer 3 is missing',
      kind: 'answer 3 was changed after it was written: it cannot be read any more',
      key_id: "answer 3 is signed with a key that is none of the bank's",
      signature: 'answer 3 is not signed by the bank: its signature does not fit',
    };
    test.each(Object.keys(changes) as (keyof typeof changes)[])('%s', async column => {
      const others = column === 'customer_id' ? { sequence: 9, link_id: 'alexa-of-omar' } : {};
      await change('nora', 3, { [column]: changes[column], ...others });
      expect(await found()).toContain(
        `nora: ${words[column] ?? 'answer 3 was changed after it was written: it does not fit its hash'}`,
      );
    });

    test('every column that there is', async () => {
      expect(Object.keys(await row('nora', 1)).sort()).toEqual(Object.keys(changes).sort());
    });

    test('spaces in a text', async () => {
      await change('nora', 3, { told: ` ${(await row('nora', 3)).told}` });
      expect(await found()).toEqual([
        'nora: answer 3 was changed after it was written: it cannot be read any more',
      ]);
    });

    test('what is then hashed anew, but cannot be signed', async () => {
      await change('nora', 3, { precision: 'exact' });
      const sealed = readEntry(await row('nora', 3));
      if (sealed === null) throw new Error('it can be read');
      await change('nora', 3, { hash: hashEntry(sealed.entry) });
      expect(await found()).toEqual(['nora: answer 3 is not signed by the bank: its signature does not fit']);
    });

    test('a whole record that is signed by somebody else', async () => {
      await database.kysely.deleteFrom('disclosure').execute();
      await database.kysely.deleteFrom('disclosure_head').execute();
      await tell('nora', { keys: otherKeys });
      expect(await found()).toEqual(["nora: answer 1 is signed with a key that is none of the bank's"]);
    });
  });

  describe('names', () => {
    beforeEach(tellFive);

    test('an entry that was deleted', async () => {
      await remove('nora', 2);
      expect(await found()).toEqual(['nora: answer 2 is missing']);
    });

    test('a gap that was closed by counting anew', async () => {
      await remove('nora', 2);
      for (const sequence of [3, 4, 5]) await change('nora', sequence, { sequence: sequence - 1 });
      expect(await found()).toEqual([
        'nora: answer 2 was changed after it was written: it does not fit its hash',
      ]);
    });

    test('two entries that have changed places', async () => {
      await change('nora', 2, { sequence: 99 });
      await change('nora', 3, { sequence: 2 });
      await change('nora', 99, { sequence: 3 });
      expect(await found()).toEqual([
        'nora: answer 2 was changed after it was written: it does not fit its hash',
      ]);
    });

    test('entries of two customers that have changed places', async () => {
      await change('nora', 1, { customer_id: 'omar', link_id: 'alexa-of-omar', sequence: 99 });
      await change('omar', 1, { customer_id: 'nora', link_id: 'alexa-of-nora' });
      await change('omar', 99, { sequence: 1 });
      expect(await found()).toEqual([
        'nora: answer 1 was changed after it was written: it does not fit its hash',
        'omar: answer 1 was changed after it was written: it does not fit its hash',
      ]);
    });

    test('a chain that was given to another customer as a whole', async () => {
      await remove('omar', 1);
      await database.kysely.deleteFrom('disclosure_head').where('customer_id', '=', 'omar').execute();
      await database.kysely
        .updateTable('disclosure')
        .set({ customer_id: 'omar', link_id: 'alexa-of-omar' })
        .execute();
      await setHead('nora', { customer_id: 'omar' });
      expect(await found()).toEqual([
        'omar: answer 1 was changed after it was written: it does not fit its hash',
      ]);
    });

    /** The record as it was after the fourth, from a backup; what was behind it. */
    async function rewind(): Promise<BankSchema['disclosure'][]> {
      const fourth = await row('nora', 4);
      const behind = await database.kysely
        .deleteFrom('disclosure')
        .where('customer_id', '=', 'nora')
        .where('sequence', '>', 4)
        .returningAll()
        .execute();
      await moveHead(database.kysely, testRecordKeys, { customer: 'nora', sequence: 4, hash: fourth.hash });
      return behind.toSorted((a, b) => a.sequence - b.sequence);
    }

    test('an entry of an earlier record that was put in its old place', async () => {
      const [fifth] = await rewind();
      await tell('nora');
      await remove('nora', 5);
      await database.kysely
        .insertInto('disclosure')
        .values(fifth ?? [])
        .execute();
      expect(await found()).toEqual([
        'nora: answer 5 is another one than that with which the bank has signed the record to end',
      ]);
    });

    test('a tail of an earlier record behind another entry', async () => {
      await tell('nora');
      const end = await headOf('nora');
      const [, sixth] = await rewind();
      await tell('nora');
      await database.kysely
        .insertInto('disclosure')
        .values(sixth ?? [])
        .execute();
      await setHead('nora', end);
      expect(await found()).toEqual([
        'nora: answer 6 does not follow answer 5: it was sealed to another one',
      ]);
    });

    test('a tail that was cut off', async () => {
      await remove('nora', 4, 5);
      expect(await found()).toEqual([
        'nora: answer 4 and what follows it, up to the end that the bank has signed, are missing',
      ]);
    });

    test('a tail that was cut off, with an end that nobody has signed', async () => {
      await remove('nora', 5);
      await setHead('nora', { sequence: 4, hash: (await row('nora', 4)).hash });
      expect(await found()).toEqual([
        'nora: the end of the record, after answer 4, is not signed by the bank: its signature does not fit',
      ]);
      await setHead('nora', { key_id: null, signature: null });
      expect(await found()).toEqual(['nora: the end of the record, after answer 4, is not signed']);
      // And the bank does not make it good.
      await expect(tell('nora')).rejects.toThrow(/not signed by this bank/);
    });

    test('an end that is gone', async () => {
      await database.kysely.deleteFrom('disclosure_head').where('customer_id', '=', 'nora').execute();
      expect(await found()).toEqual(['nora: where the record ends is not on record any more; 5 answers are']);
    });

    test('an entry behind the end', async () => {
      const end = await headOf('nora');
      await tell('nora');
      await setHead('nora', end);
      expect(await found()).toEqual(['nora: answer 6 stands behind the end that the bank has signed']);
    });

    test('all records that are broken, and no other', async () => {
      await change('nora', 2, { precision: 'exact' });
      await change('omar', 1, { precision: 'exact' });
      expect((await check()).broken.map(({ customer }) => customer)).toEqual(['nora', 'omar']);
      expect((await check('omar')).broken.map(({ customer }) => customer)).toEqual(['omar']);
    });
  });

  describe('checkpoints', () => {
    beforeEach(tellFive);

    test('are taken once a day, of the chains that have grown', async () => {
      expect(await checkpoint('2026-11-23')).toMatchObject({ number: 1 });
      await tell('nora');
      expect(await checkpoint('2026-11-23')).toBeNull();
      expect(await checkpoint('2026-11-24')).toMatchObject({ number: 2 });
      expect(await checkpoint('2026-11-25')).toBeNull();
      await tell('nora');
      // A clock that was set back takes none for a day that is over.
      expect(await checkpoint('2026-11-22')).toBeNull();
      expect(await check()).toMatchObject({ lastCheckpoint: { number: 2, day: '2026-11-24' }, broken: [] });
      const ends = await database.kysely
        .selectFrom('disclosure_checkpoint_end')
        .select(['number', 'customer_id', 'sequence'])
        .orderBy('number')
        .orderBy('customer_id')
        .execute();
      expect(ends).toEqual([
        { number: 1, customer_id: 'nora', sequence: 5 },
        { number: 1, customer_id: 'omar', sequence: 1 },
        { number: 2, customer_id: 'nora', sequence: 6 },
      ]);
    });

    test('are taken once by several programs at the same time', async () => {
      const taken = await Promise.all(Array.from({ length: 5 }, () => checkpoint('2026-11-23')));
      expect(taken.filter(one => one !== null)).toHaveLength(1);
      expect((await check()).broken).toEqual([]);
    });

    test('notice a record that is gone', async () => {
      await checkpoint('2026-11-23');
      await remove('nora', 1, 5);
      await database.kysely.deleteFrom('disclosure_head').where('customer_id', '=', 'nora').execute();
      expect(await found()).toEqual(['nora: answers that checkpoint 1 has seen are missing at the end']);
      // A new record in its place is none either.
      await tell('nora');
      expect(await found()).toEqual(['nora: answers that checkpoint 1 has seen are missing at the end']);
    });

    test('notice a tail that was cut off together with its signed end', async () => {
      const end = await headOf('nora');
      await tell('nora');
      await checkpoint('2026-11-23');
      await remove('nora', 6);
      await setHead('nora', end);
      expect(await found()).toEqual(['nora: answers that checkpoint 1 has seen are missing at the end']);
      await tell('nora');
      expect(await found()).toEqual(['nora: answer 6 is another one than a checkpoint has seen there']);
    });

    const changes: readonly [string, Partial<BankSchema['disclosure_checkpoint']>, string][] = [
      ['number', { number: 7 }, 'checkpoint 2 is missing'],
      ['day', { day: '2026-11-25' }, 'checkpoint 2 was changed after it was taken: it does not fit its hash'],
      ['taken_at', { taken_at: 0 }, 'checkpoint 2 was changed after it was taken: it does not fit its hash'],
      ['chains', { chains: 9 }, 'checkpoint 2 was changed after it was taken: it does not fit its hash'],
      ['ends', { ends: 'x' }, 'checkpoint 2 was changed after it was taken: it does not fit its hash'],
      [
        'previous_hash',
        { previous_hash: null },
        'checkpoint 2 was changed after it was taken: it does not fit its hash',
      ],
      ['hash', { hash: 'x' }, 'checkpoint 2 was changed after it was taken: it does not fit its hash'],
      ['key_id', { key_id: 'x' }, "checkpoint 2 is signed with a key that is none of the bank's"],
      [
        'signature',
        { signature: 'AA' },
        'checkpoint 2 is not signed by the bank: its signature does not fit',
      ],
    ];
    test.each(changes)('are signed: a change of %s is found', async (_column, values, words) => {
      await checkpoint('2026-11-23');
      await tell('nora');
      await checkpoint('2026-11-24');
      await database.kysely
        .updateTable('disclosure_checkpoint')
        .set(values)
        .where('number', '=', 2)
        .execute();
      expect(await found()).toEqual([`checkpoints: ${words}`]);
    });

    test.each([
      ['customer_id', { customer_id: 'olga' }],
      ['position', { position: 9 }],
      ['sequence', { sequence: 2 }],
      ['hash', { hash: 'x' }],
    ] as const)('cover what they have seen: a change of %s is found', async (_column, values) => {
      await checkpoint('2026-11-23');
      await database.kysely
        .updateTable('disclosure_checkpoint_end')
        .set(values)
        .where('customer_id', '=', 'nora')
        .execute();
      expect(await found()).toContain(
        'checkpoints: what checkpoint 1 has seen was changed after it was taken',
      );
    });

    test('of another past are noticed: each follows the one before it', async () => {
      const { kysely } = database;
      await checkpoint('2026-11-22');
      const past = await kysely.selectFrom('disclosure_checkpoint').selectAll().executeTakeFirstOrThrow();
      await kysely.deleteFrom('disclosure_checkpoint').execute();
      const ends = await kysely.deleteFrom('disclosure_checkpoint_end').returningAll().execute();
      await tell('nora');
      await checkpoint('2026-11-23');
      await tell('nora');
      await checkpoint('2026-11-24');
      await kysely.deleteFrom('disclosure_checkpoint').where('number', '=', 1).execute();
      await kysely.deleteFrom('disclosure_checkpoint_end').where('number', '=', 1).execute();
      await kysely.insertInto('disclosure_checkpoint').values(past).execute();
      await kysely.insertInto('disclosure_checkpoint_end').values(ends).execute();
      expect(await found()).toEqual(['checkpoints: checkpoint 2 does not follow checkpoint 1']);
    });

    test('that are cut off are noticed by who has kept the hash of one', async () => {
      const kept = await checkpoint('2026-11-23');
      await database.kysely.deleteFrom('disclosure_checkpoint').execute();
      await database.kysely.deleteFrom('disclosure_checkpoint_end').execute();
      const report = await check();
      expect(report.broken).toEqual([]);
      expect(report.checkpointHashes.has(kept?.hash ?? '')).toBe(false);
    });
  });

  test('goes on under a new key, with the old one known', async () => {
    await tell('nora');
    await checkpoint('2026-11-23');
    await tell('nora', { keys: rotatedKeys });
    await expect(tell('nora', { keys: otherKeys })).rejects.toThrow(/not signed by this bank/);
    expect((await check(null, rotatedKeys.known)).broken).toEqual([]);
    expect(await found()).toEqual(["nora: answer 2 is signed with a key that is none of the bank's"]);
  });

  test('counts in whole numbers, whatever the engine', async () => {
    await tell('nora');
    const { rows } = await sql<{ sequence: unknown }>`select sequence from disclosure_head`.execute(
      database.kysely,
    );
    expect(rows).toEqual([{ sequence: 1 }]);
  });
});
