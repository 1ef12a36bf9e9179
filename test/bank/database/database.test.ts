import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import { DatabaseUnusable } from '../../../src/bank/database/unusable.ts';
import { engines } from '../engines.ts';

const link = {
  customer_id: 'ada',
  link_id: 'link-1',
  platform: 'alexa',
  created_at: 1,
  unlinked_at: null,
  failed_step_ups: 0,
  locked_at: null,
};

describe.each(engines)('the database on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: 'ada', name: 'Ada', birth_date: null })
      .execute();
    await database.kysely.insertInto('link').values(link).execute();
  });
  afterAll(() => database.close());

  it('gives whole numbers as numbers, sums too', async () => {
    const large = 2 ** 53 - 1;
    await database.kysely
      .insertInto('account')
      .values(
        [1, large - 1].map((opening_minor, index) => ({
          customer_id: 'ada',
          account_id: `account-${index}`,
          kind: 'checking',
          nickname: 'Everyday',
          currency: 'USD',
          account_number: null,
          opening_minor,
          credit_limit_minor: 0,
        })),
      )
      .execute();
    const row = await database.kysely
      .selectFrom('account')
      .select(({ fn }) => [fn.sum('opening_minor').as('sum'), fn.countAll().as('count')])
      .executeTakeFirstOrThrow();
    expect({ ...row }).toEqual({ sum: large, count: 2 });
    const whole = sql<{ half: number }>`select ${sql.val(7)} / cast(2 as integer) as half`;
    expect((await whole.execute(database.kysely)).rows[0]?.half).toBe(3);
  });

  it('fails a query whose number does not fit, instead of rounding it', async () => {
    const query = sql`select cast(9007199254740993 as ${sql.raw(database.engine === 'sqlite' ? 'integer' : 'bigint')}) as n`;
    await expect(query.execute(database.kysely)).rejects.toThrow(RangeError);
  });

  it('loses no update in 100 parallel transactions that read and then write', async () => {
    const attempt = async (): Promise<void> => {
      await database.kysely.transaction().execute(async transaction => {
        // The update takes the row's lock, so what is read after it is this transaction's own.
        await transaction
          .updateTable('link')
          .set(({ eb }) => ({ failed_step_ups: eb('failed_step_ups', '+', 1) }))
          .where('customer_id', '=', 'ada')
          .execute();
        const { failed_step_ups } = await transaction
          .selectFrom('link')
          .select('failed_step_ups')
          .where('customer_id', '=', 'ada')
          .executeTakeFirstOrThrow();
        await new Promise(resolve => setImmediate(resolve));
        await transaction
          .updateTable('link')
          .set({ locked_at: failed_step_ups })
          .where('customer_id', '=', 'ada')
          .execute();
      });
    };
    await Promise.all(Array.from({ length: 100 }, attempt));
    const row = await database.kysely.selectFrom('link').selectAll().executeTakeFirstOrThrow();
    expect(row).toMatchObject({ failed_step_ups: 100, locked_at: 100 });
  });

  it('undoes a transaction that throws', async () => {
    const doomed = database.kysely.transaction().execute(async transaction => {
      await transaction.deleteFrom('link').execute();
      throw new Error('no');
    });
    await expect(doomed).rejects.toThrow('no');
    expect(await database.kysely.selectFrom('link').selectAll().execute()).toHaveLength(1);
  });

  it.each([
    ['a negative amount', { amount_minor: -1 }],
    ['a status that does not exist', { status: 'lost' as 'booked' }],
    ['a direction that does not exist', { direction: 'up' as 'in' }],
    ['a day that is none', { day: '2026-1-1' }],
    ['an account that does not exist', { account_id: 'nowhere' }],
  ])('keeps out %s', async (_, wrong) => {
    const entry = {
      customer_id: 'ada',
      account_id: 'account-0',
      transaction_id: 't',
      status: 'booked',
      day: '2026-01-01',
      direction: 'out',
      category: 'dining',
      amount_minor: 1,
      merchant: null,
      counterparty: null,
      counterparty_account: null,
      description: null,
    } as const;
    await expect(
      database.kysely
        .insertInto('ledger_transaction')
        .values({ ...entry, ...wrong })
        .execute(),
    ).rejects.toThrow();
  });

  it('keeps out a second link of a customer on one platform', async () => {
    await expect(
      database.kysely
        .insertInto('link')
        .values({ ...link, link_id: 'link-2' })
        .execute(),
    ).rejects.toThrow();
  });
});

describe('opening SQLite', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sottovoce-'));
    file = join(folder, 'bank.sqlite');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('finds what was there, and writes with a log that readers do not wait for', async () => {
    const first = await openDatabase({ kind: 'sqlite', file });
    await first.kysely
      .insertInto('customer')
      .values({ customer_id: 'ada', name: 'Ada', birth_date: null })
      .execute();
    await first.close();
    const second = await openDatabase({ kind: 'sqlite', file });
    expect(await second.kysely.selectFrom('customer').select('name').execute()).toEqual([{ name: 'Ada' }]);
    expect((await sql`pragma journal_mode`.execute(second.kysely)).rows).toEqual([{ journal_mode: 'wal' }]);
    await second.close();
  });

  it('lets several programs open, migrate and write one file at the same time', async () => {
    const program = `
      import { openDatabase } from ${JSON.stringify(new URL('../../../src/bank/database/database.ts', import.meta.url).href)};
      const database = await openDatabase({ kind: 'sqlite', file: ${JSON.stringify(file)} });
      for (let index = 0; index < 20; index += 1) {
        await database.kysely.transaction().execute(async transaction => {
          await transaction.selectFrom('customer').selectAll().execute();
          const customer_id = process.pid + '-' + index;
          await transaction.insertInto('customer').values({ customer_id, name: 'Ada', birth_date: null }).execute();
        });
      }
      await database.close();`;
    const run = promisify(execFile);
    await Promise.all(
      Array.from({ length: 3 }, () => run(process.execPath, ['--input-type=module', '--eval', program])),
    );
    const database = await openDatabase({ kind: 'sqlite', file });
    expect(await database.kysely.selectFrom('customer').selectAll().execute()).toHaveLength(60);
    await database.close();
  });

  it.each([
    [
      'a file that is no database',
      () => writeFileSync(file, 'x'.repeat(5_000)),
      /no SQLite database.*backup/,
    ],
    ['a folder that does not exist', () => (file = join(folder, 'missing', 'bank.sqlite')), /folder exists/],
    [
      'a folder that is a file',
      () => (writeFileSync(file, ''), (file = join(file, 'bank.sqlite'))),
      /folder exists/,
    ],
  ])('says what to do about %s', async (_, damage, message) => {
    damage();
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toThrow(DatabaseUnusable);
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toThrow(message);
  });

  it('says what to do about a file that was cut off', async () => {
    const database = await openDatabase({ kind: 'sqlite', file });
    await database.close();
    truncateSync(file, statSync(file).size / 2);
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toThrow(/damaged.*backup/);
  });

  it('refuses data of a later version and leaves it alone', async () => {
    const database = await openDatabase({ kind: 'sqlite', file });
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(
      database.kysely,
    );
    await database.close();
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toThrow(/later version.*9999-later/);
  });

  it('undoes a migration that fails half way', async () => {
    const database = await openDatabase({ kind: 'sqlite', file });
    for (const table of ['disclosure', 'step_up_grant', 'voice_pin', 'access_token', 'link']) {
      await database.kysely.schema.dropTable(table).execute();
    }
    // The second migration will make `link` and `access_token`, then find `voice_pin` taken.
    await sql`create table voice_pin (x text)`.execute(database.kysely);
    await sql`delete from kysely_migration where name = '0002-links'`.execute(database.kysely);
    await database.close();
    await expect(openDatabase({ kind: 'sqlite', file })).rejects.toThrow(/0002-links failed and was undone/);
  });
});

describe('opening PostgreSQL', () => {
  it('says what to do about a server that hangs up, with what the driver says of it', async () => {
    const server = createServer(socket => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    // It listens on TCP.
    const { port } = server.address() as AddressInfo;
    const opened = openDatabase({ kind: 'postgres', url: `postgres://bank:hunter2@127.0.0.1:${port}/bank` });
    const failure = await opened.catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DatabaseUnusable);
    expect(String(failure)).toMatch(/database bank at 127\.0\.0\.1:\d+ .*\(.+\).*Check DATABASE_URL/);
    expect(String(failure)).not.toContain('hunter2');
    server.close();
  });

  it.each([
    ['an address of something else', 'mysql://127.0.0.1/bank', /not an address of a PostgreSQL server/],
    ['a server that is not there', 'postgres://bank:hunter2@127.0.0.1:1/bank', /nothing listens there/],
    ['a host that is not known', 'postgres://bank:hunter2@sottovoce.invalid/bank', /host is not known/],
  ])('says what to do about %s, without the password', async (_, url, message) => {
    const opening = openDatabase({ kind: 'postgres', url });
    await expect(opening).rejects.toThrow(DatabaseUnusable);
    await expect(opening).rejects.toThrow(message);
    await expect(opening).rejects.not.toThrow(/hunter2/);
  });
});
