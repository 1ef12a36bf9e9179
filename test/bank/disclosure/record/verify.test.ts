/** `bank verify-disclosures`, on a bank's data and on a file that a customer has downloaded. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandContext } from '../../../../src/bank/commands/command.ts';
import { openDataFolder, type DataFolder } from '../../../../src/bank/data-folder.ts';
import {
  recordKeys,
  takeCheckpoint,
  writeDownload,
  type RecordKeys,
} from '../../../../src/bank/disclosure/record/index.ts';
import { runCommand } from '../../commands/run-command.ts';
import { insertCustomer, noon, teller } from './house.ts';

let folder: string;
let data: string;
let bankData: DataFolder;
let keys: RecordKeys;
let tell: ReturnType<typeof teller>;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sottovoce-'));
  data = join(folder, 'data');
  bankData = await openDataFolder(data, { databaseUrl: null, pinPepper: null });
  keys = recordKeys(bankData.pinPepper);
  const { kysely } = bankData.database;
  await insertCustomer(kysely, 'nora');
  await insertCustomer(kysely, 'omar');
  const told = teller(kysely);
  tell = (customer, changes) => told(customer, { keys, ...changes });
});
afterEach(async () => {
  await bankData.database.close();
  rmSync(folder, { recursive: true });
});

async function verify(args: readonly string[] = [], environment: CommandContext['environment'] = {}) {
  const { code, out, errors } = await runCommand(['verify-disclosures', ...args], {
    environment: { SOTTOVOCE_DATA: data, ...environment },
    now: () => noon,
  });
  return { code, out, errors };
}

async function download(customerId = 'nora'): Promise<string> {
  const pieces: string[] = [];
  const options = { customerId, known: keys.known, bankName: 'Bank', now: noon };
  for await (const piece of writeDownload(bankData.database.kysely, options)) pieces.push(piece);
  return pieces.join('');
}

/** @param change what somebody does to the file */
async function file(change: (record: Downloaded) => void = () => undefined): Promise<string> {
  const record = JSON.parse(await download()) as Downloaded;
  change(record);
  const path = join(folder, 'record.json');
  writeFileSync(path, JSON.stringify(record));
  return path;
}

interface Downloaded {
  customer: string;
  keys: { x: string }[];
  end: { sequence: number; hash: string };
  entries: Record<string, unknown>[];
}

describe('bank verify-disclosures', () => {
  it('says so where nothing was told', async () => {
    expect(await verify()).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing was ever told.') as unknown,
    });
  });

  it('sums up a record that is whole, with the key that is to be published', async () => {
    await tell('nora');
    await tell('nora');
    await tell('omar');
    const { code, out, errors } = await verify();
    expect([code, errors]).toEqual([0, '']);
    expect(out.split('\n')).toEqual([
      'All is well: 3 answers to 2 customers, each signed and sealed to the one before.',
      'There is no checkpoint yet. While the bank serves, it takes one a day.',
      `Signed with the key ${keys.current.x}`,
    ]);
    expect((await verify(['omar'])).out).toContain('All is well: 1 answer to 1 customer,');
  });

  it('names the first broken link of each record that has one', async () => {
    for (const customer of ['nora', 'nora', 'nora', 'omar']) await tell(customer);
    await bankData.database.kysely
      .updateTable('disclosure')
      .set({ platform: 'other' })
      .where('customer_id', '=', 'nora')
      .where('sequence', '>', 1)
      .execute();
    const { code, out, errors } = await verify();
    expect([code, out]).toEqual([1, '']);
    expect(errors.split('\n')).toEqual([
      "nora's record is broken: answer 2 was changed after it was written: it does not fit its hash.",
      'Keep the data as it is, and compare it with a backup. The other records are good.',
    ]);
    expect(await verify(['omar'])).toMatchObject({ code: 0 });
    expect(await verify(['nora'])).toMatchObject({ code: 1 });
  });

  it('expects a checkpoint that was kept elsewhere', async () => {
    await tell('nora');
    const taken = await takeCheckpoint(bankData.database.kysely, keys, { now: noon, day: '2026-11-23' });
    expect((await verify([`--expect=${taken?.hash ?? ''}`])).out).toContain(
      `Checkpoint 1, of 2026-11-23: ${taken?.hash}`,
    );
    const rolledBack = await verify(['--expect', 'x'.repeat(43)]);
    expect(rolledBack).toMatchObject({ code: 1 });
    expect(rolledBack.errors).toContain('put back to an earlier day');
  });

  it('knows the keys of before, from the settings or the command line', async () => {
    await tell('nora');
    const now = { SOTTOVOCE_RECORD_SECRET: Buffer.alloc(32, 7).toString('base64url') };
    const unknown = await verify([], now);
    expect(unknown).toMatchObject({ code: 1 });
    expect(unknown.errors).toContain('SOTTOVOCE_RECORD_FORMER_KEYS');
    expect(await verify([`--key=${keys.current.x}`], now)).toMatchObject({ code: 0 });
    expect(await verify([], { ...now, SOTTOVOCE_RECORD_FORMER_KEYS: keys.current.x })).toMatchObject({
      code: 0,
    });
  });

  it.each([
    [['nobody'], /no customer "nobody"/],
    [['nora', 'omar'], /no use for "omar"/],
    [['--answer', 'answer.json'], /CUSTOMER is missing/],
    [['--key', 'x'], /"x" is no public key/],
    [['nora', '--file', 'record.json'], /leave CUSTOMER and the other options but --key away/],
  ])('refuses %j with exit code 2', async (args, message) => {
    const { code, errors } = await verify(args);
    expect(code).toBe(2);
    expect(errors).toMatch(message);
  });
});

describe('an answer that somebody has kept', () => {
  const answer = {
    question: { name: 'income', window: { from: '2026-11-01', through: '2026-11-22' } },
    asOf: '2026-11-23T12:00:00-05:00',
    precision: 'about',
    currency: 'USD',
    received: { count: 1, sumMinor: 250_000 },
  } as const;
  const kept = (name: string, value: unknown): string => {
    const path = join(folder, `${name}.json`);
    writeFileSync(path, JSON.stringify(value));
    return path;
  };

  it('is confirmed if it was told, and no other', async () => {
    const { question, currency, received } = answer;
    const answerId = await tell('nora', { told: question, figures: { question, currency, received } });
    const told = { ...answer, answerId };
    expect(await verify(['nora', '--answer', kept('told', told)])).toEqual({
      code: 0,
      out: 'Yes: this is answer 1 to nora, with these figures.',
      errors: '',
    });
    for (const [customer, other, says] of [
      ['nora', { ...told, received: { count: 1, sumMinor: 260_000 } }, 'had other figures'],
      ['omar', told, 'was told no such answer'],
      ['nora', { ...told, answerId: '00000000-0000-4000-8000-000000000000' }, 'was told no such answer'],
      ['nora', { ...told, merchant: 'Corner Market' }, 'is no answer'],
      ['nora', 'x', 'is no answer'],
    ] as const) {
      const refused = await verify([customer, '--answer', kept('other', other)]);
      expect(refused).toMatchObject({ code: 1, out: '' });
      expect(refused.errors).toContain(says);
    }
  });
});

describe('a record that was downloaded', () => {
  beforeEach(async () => {
    for (let count = 0; count < 3; count += 1) await tell('nora');
  });

  it('is checked without the bank’s data, with the key that the bank has published', async () => {
    const whole = await verify(['--file', await file(), `--key=${keys.current.x}`]);
    expect(whole).toEqual({
      code: 0,
      out: "nora's record is whole: 3 answers, each sealed to the one before.",
      errors: '',
    });
    const other = recordKeys(Buffer.from('another bank'));
    expect(await verify(['--file', await file(), `--key=${other.current.x}`])).toMatchObject({ code: 1 });
  });

  it('is believed no further than its own key, if that is all', async () => {
    const { code, out, errors } = await verify(['--file', await file()]);
    expect(code).toBe(0);
    expect(out).toContain(`Signed with the key ${keys.current.x}`);
    expect(errors).toContain('comes out of the file itself');
  });

  it('holds no figure', async () => {
    expect(await download()).not.toMatch(/84000|sumMinor/);
  });

  it('is there before anything was told', async () => {
    expect(JSON.parse(await download('omar'))).toMatchObject({ customer: 'omar', end: null, entries: [] });
  });

  it.each<[string, (record: Downloaded) => void, RegExp]>([
    ['an entry less in the middle', ({ entries }) => entries.splice(1, 1), /answer 2 is missing/],
    ['an entry less at the end', ({ entries }) => entries.pop(), /answer 3 .* missing/],
    [
      'a change',
      ({ entries }) => Object.assign(entries[1] ?? {}, { platform: 'google' }),
      /answer 2 was changed/,
    ],
    [
      'a figure',
      ({ entries }) => Object.assign(entries[1] ?? {}, { told: { name: 'balance' } }),
      /answer 2 was changed/,
    ],
    ['another end', ({ end }) => (end.sequence = 2), /not signed by the bank/],
    ['another customer', record => (record.customer = 'omar'), /answer 1 is of another customer/],
    [
      'nothing signed, as if it were old',
      ({ entries }) => entries.forEach(entry => Object.assign(entry, { keyId: null, signature: null })),
      /answer 1 is not signed/,
    ],
  ])('with %s is broken', async (_case, change, message) => {
    const { code, errors } = await verify(['--file', await file(change), `--key=${keys.current.x}`]);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  });

  it.each([
    ['is not there', () => join(folder, 'missing.json'), /There is no file/],
    ['is a folder', () => folder, /cannot be read \(EISDIR\)/],
    ['is no JSON', () => write('{'), /is no record/],
    ['is another JSON', () => write('{"entries":[]}'), /is no record/],
    ['names a key that is none', () => write(forgedKey), /is no record/],
  ])('says what to do with one that %s', async (_case, path, message) => {
    const { code, errors } = await verify(['--file', path()]);
    expect(code).toBe(1);
    expect(errors).toMatch(message);
  });
  const forgedKey = JSON.stringify({
    format: 'sottovoce-disclosure-record-1',
    about: '',
    bank: 'Bank',
    customer: 'nora',
    madeAt: '',
    keys: [{ kid: '', crv: 'Ed25519', kty: 'OKP', x: '!'.repeat(43), use: 'sig', alg: 'EdDSA' }],
    end: null,
    entries: [],
  });
  const write = (text: string): string => {
    const path = join(folder, 'other.json');
    writeFileSync(path, text);
    return path;
  };
});
