import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDatabase, type BankDatabase } from '../../../../src/bank/database/database.ts';
import { keepCheckpoints } from '../../../../src/bank/disclosure/record/index.ts';
import type { LogRecord } from '../../../../src/bank/log.ts';
import { testRecordKeys } from '../../record-keys.ts';
import { insertCustomer, noon, teller } from './house.ts';

let database: BankDatabase;
beforeAll(async () => {
  database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await insertCustomer(database.kysely, 'nora');
});
afterAll(() => database.close());

/** Starts and stops, as a bank that serves for less than an hour. */
async function keep(at: number, timeZone = 'America/New_York'): Promise<LogRecord[]> {
  const log: LogRecord[] = [];
  await keepCheckpoints({
    database: database.kysely,
    keys: testRecordKeys,
    now: () => at,
    timeZone,
    log: record => void log.push(record),
  }).stop();
  return log;
}

test('a bank takes the checkpoint of the day, by its own midnight, and logs nothing of it but the hash', async () => {
  const tell = teller(database.kysely);
  expect(await keep(noon), 'nothing was told').toEqual([]);
  await tell('nora');
  const hash: unknown = expect.stringMatching(/^[\w-]{43}$/);
  expect(await keep(noon)).toEqual([{ event: 'checkpoint', number: 1, hash }]);
  await tell('nora');
  expect(await keep(Date.parse('2026-11-24T04:59:59Z'))).toEqual([]);
  expect(await keep(Date.parse('2026-11-24T05:00:00Z'))).toEqual([{ event: 'checkpoint', number: 2, hash }]);
});

test('a checkpoint that cannot be taken stops no bank', async () => {
  const broken = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await broken.kysely.schema.dropTable('disclosure_checkpoint').execute();
  const log: LogRecord[] = [];
  await keepCheckpoints({
    database: broken.kysely,
    keys: testRecordKeys,
    now: () => noon,
    timeZone: 'UTC',
    log: record => void log.push(record),
  }).stop();
  expect(log).toMatchObject([{ event: 'fault', kind: 'bug' }]);
  await broken.close();
});

test('a database that is away is no bug', async () => {
  const away = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await away.close();
  const log: LogRecord[] = [];
  await keepCheckpoints({
    database: away.kysely,
    keys: testRecordKeys,
    now: () => noon,
    timeZone: 'UTC',
    log: record => void log.push(record),
  }).stop();
  expect(log).toMatchObject([{ event: 'fault', kind: 'database_unavailable' }]);
});
