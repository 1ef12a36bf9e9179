/** The tables that grow, split by customer: with all that was in them, and as they were beside. */
import { randomBytes } from 'node:crypto';
import { sql, type Kysely, type Migration } from 'kysely';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import { migrate } from '../../../src/bank/database/migrate.ts';
import { migrationsFor } from '../../../src/bank/database/migrations/index.ts';
import {
  distributedEngine,
  growingTables,
  partition,
  readPartitions,
} from '../../../src/bank/database/partition.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import { runCommand } from '../commands/run-command.ts';
import { createPostgresDatabase } from '../postgres-server.ts';
import { ask, linkHousehold, startBank } from './asking.ts';

let url: string;
let drop: () => Promise<void>;
let database: BankDatabase;
beforeEach(async () => {
  ({ url, drop } = await createPostgresDatabase());
  database = await openDatabase({ kind: 'postgres', url });
});
afterEach(async () => {
  await database.close();
  await drop();
});

const bank = (...args: readonly string[]) =>
  runCommand(['partition', ...args], { environment: { DATABASE_URL: url } });
const partsOf = async (kysely: Kysely<BankSchema>) =>
  (await readPartitions(kysely)).map(({ parts }) => parts);
const everyTable = (parts: number) => growingTables.map(() => parts);

/** What a table has beside its rows, by the server's own catalog: columns, keys, checks, indexes, owner and grants. */
async function shapesOf(kysely: Kysely<BankSchema>) {
  const shapes = await Promise.all(
    growingTables.map(async table => {
      const oid = sql`to_regclass(${table})`;
      const { rows } = await sql<{ shape: string }>`
        select concat_ws(' ', attnum, attname, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid))
          as shape from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
          where attrelid = ${oid} and attnum > 0
        union all select concat_ws(' ', conname, pg_get_constraintdef(oid)) from pg_constraint where conrelid = ${oid}
        union all select replace(pg_get_indexdef(indexrelid), ' ONLY ', ' ') from pg_index where indrelid = ${oid}
        union all select concat_ws(' ', pg_get_userbyid(relowner), relacl::text) from pg_class where oid = ${oid}
        order by shape`.execute(kysely);
      return [table, rows.map(({ shape }) => shape)];
    }),
  );
  return Object.fromEntries(shapes) as Record<string, readonly string[]>;
}

const contentOf = (kysely: Kysely<BankSchema>) =>
  Promise.all(
    growingTables.map(table =>
      sql`select * from ${sql.table(table)} as row order by row::text`
        .execute(kysely)
        .then(({ rows }) => rows),
    ),
  );

test('empty tables are split, once, by command', async () => {
  expect(await bank('--status')).toMatchObject({
    code: 0,
    out: expect.stringMatching(/not split$/) as unknown,
  });
  const done = await bank();
  expect(done).toMatchObject({ code: 0, errors: '' });
  expect(done.out).toContain(`Split: ${growingTables.join(', ')}.`);
  expect(await partsOf(database.kysely)).toEqual(everyTable(16));
  expect((await bank('--parts', '32')).out).toContain('There was nothing left to split.');
  expect(await partsOf(database.kysely)).toEqual(everyTable(16));
});

test('split tables have what they had: rows, columns, keys, checks, indexes, owner and grants', async () => {
  const { kysely } = database;
  const token = await linkHousehold(kysely);
  const facade = await startBank(kysely);
  expect(await ask(facade, token, { name: 'balance' })).toBe('ok');
  const [teller, owner] = [
    `teller_${randomBytes(4).toString('hex')}`,
    `owner_${randomBytes(4).toString('hex')}`,
  ];
  for (const role of [teller, owner]) await sql`create role ${sql.id(role)}`.execute(kysely);
  await sql`grant create on schema public to ${sql.id(owner)}`.execute(kysely);
  await sql`grant references on account, link to ${sql.id(owner)}`.execute(kysely);
  for (const table of growingTables) {
    await sql`alter table ${sql.table(table)} owner to ${sql.id(owner)}`.execute(kysely);
    await sql`grant select, insert on ${sql.table(table)} to ${sql.id(teller)}`.execute(kysely);
    await sql`grant select on ${sql.table(table)} to public`.execute(kysely);
  }
  const [shapes, content] = [await shapesOf(kysely), await contentOf(kysely)];
  expect(content.slice(0, 4).every(rows => rows.length > 0)).toBe(true);

  const refused = await bank('--parts', '3');
  expect(refused).toMatchObject({
    code: 1,
    errors: expect.stringContaining('ledger_transaction has rows') as unknown,
  });
  expect(await partsOf(kysely)).toEqual(everyTable(0));

  expect(await bank('--parts', '3', '--copy')).toMatchObject({ code: 0, errors: '' });
  expect(await partsOf(kysely)).toEqual(everyTable(3));
  expect(await shapesOf(kysely)).toEqual(shapes);
  expect(await contentOf(kysely)).toEqual(content);
  expect(await ask(facade, token, { name: 'balance' })).toBe('ok');
  await facade.close();
  for (const role of [teller, owner]) {
    await sql`reassign owned by ${sql.id(role)} to current_user`.execute(kysely);
    await sql`drop owned by ${sql.id(role)}`.execute(kysely);
    await sql`drop role ${sql.id(role)}`.execute(kysely);
  }
});

test('a later step of the schema goes through all parts', async () => {
  const { kysely } = database;
  await partition(kysely, { parts: 3, copies: false });
  await linkHousehold(kysely);
  const later: Migration = {
    up: async (opened: Kysely<never>) => {
      for (const table of growingTables) {
        await opened.schema
          .alterTable(table)
          .addColumn('later', 'text', column => column.notNull().defaultTo('yes'))
          .execute();
        await opened.schema
          .createIndex(`${table}_later`)
          .on(table)
          .columns(['customer_id', 'later'])
          .execute();
        await sql`update ${sql.table(table)} set later = 'no'`.execute(opened);
        await opened.schema.dropIndex(`${table}_later`).execute();
      }
      await opened.schema.dropIndex('ledger_transaction_pending').execute();
    },
  };
  const migrations = { ...migrationsFor('postgres'), '9001-later': later };
  expect(await migrate(kysely, 'postgres', { migrations })).toEqual(['9001-later']);
  const { rows } = await sql`select distinct later from ledger_transaction`.execute(kysely);
  expect(rows).toEqual([{ later: 'no' }]);
});

test("an answer's queries read one part", async () => {
  const { kysely } = database;
  await partition(kysely, { parts: 16, copies: false });
  for (const table of growingTables) {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`
      explain (costs off) select * from ${sql.table(table)} where customer_id = ${'anna'}`.execute(kysely);
    const plan = rows.map(row => row['QUERY PLAN']).join('\n');
    expect(plan.match(/ on \w+_p\d+/g)).toHaveLength(1);
  }
});

test('who holds a table is waited for, and no table is left half split', async () => {
  const { kysely } = database;
  const held = Promise.withResolvers<null>();
  const over = Promise.withResolvers<null>();
  const holding = kysely.transaction().execute(async transaction => {
    await transaction.selectFrom('disclosure').selectAll().execute();
    held.resolve(null);
    await over.promise;
  });
  await held.promise;
  const hasty = new URL(url);
  hasty.searchParams.set('options', '-c lock_timeout=20');
  const impatient = await openDatabase({ kind: 'postgres', url: hasty.href }, 'leave');
  await expect(partition(impatient.kysely, { parts: 2, copies: false, pauseMs: 0 })).rejects.toThrow(
    /^disclosure could not be split: others held it/,
  );
  expect(await partsOf(kysely)).toEqual([2, 2, 2, 0, 0]);
  over.resolve(null);
  await holding;
  expect(await partition(impatient.kysely, { parts: 2, copies: false })).toEqual([
    'disclosure',
    'disclosure_checkpoint_end',
  ]);
  await impatient.close();
});

test('a schema that is behind is not split', async () => {
  await sql`delete from kysely_migration`.execute(database.kysely);
  expect(await bank()).toMatchObject({ code: 1, errors: expect.stringContaining('bank migrate') as unknown });
});

describe('an engine that spreads tables by itself', () => {
  test.each([
    ['CockroachDB', 'CockroachDB CCL v25.2.0 (x86_64-pc-linux-gnu, built 2025/05/09, go1.23.7)'],
    ['YugabyteDB', 'PostgreSQL 15.2-YB-2025.2.0.0-b0 on x86_64-pc-linux-gnu, compiled by gcc'],
  ])('%s is known by its version, and left alone', async (engine, version) => {
    // A function of the database's own, found before the server's.
    const { kysely } = database;
    await sql`create function public.version() returns text language sql as ${sql.lit(`select '${version}'`)}`.execute(
      kysely,
    );
    const named = new URL(url);
    named.searchParams.set('options', '-c search_path=public,pg_catalog');
    const opened = await openDatabase({ kind: 'postgres', url: named.href }, 'leave');
    expect(await distributedEngine(opened.kysely)).toBe(engine);
    await expect(partition(opened.kysely, { parts: 2, copies: false })).rejects.toThrow(
      `This server is ${engine}`,
    );
    expect(await partsOf(kysely)).toEqual(everyTable(0));
    await opened.close();
  });

  test('PostgreSQL is none', async () => {
    expect(await distributedEngine(database.kysely)).toBeNull();
  });
});
