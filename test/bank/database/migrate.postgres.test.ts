/** The schema of a server: a step of its own, forward while others serve from it. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { sql, type Kysely, type Migration } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { bringUpToDate } from '../../../src/bank/commands/migrate.ts';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import { migrate } from '../../../src/bank/database/migrate.ts';
import { migrationsFor } from '../../../src/bank/database/migrations/index.ts';
import { patientLimits } from '../../../src/bank/database/postgres-pool.ts';
import { createReadiness } from '../../../src/bank/http/readiness.ts';
import { runCommand } from '../commands/run-command.ts';
import { createPostgresDatabase } from '../postgres-server.ts';
import { ask, linkHousehold, startBank } from './asking.ts';

const steps = Object.keys(migrationsFor('postgres'));
const last = steps.at(-1) ?? '';

let url: string;
let drop: () => Promise<void>;
const create = async (): Promise<void> => {
  ({ url, drop } = await createPostgresDatabase());
};

const bank = (args: readonly string[], more: Record<string, string> = {}) =>
  runCommand(args, { environment: { DATABASE_URL: url, ...more } });
const pepper = { SOTTOVOCE_PIN_PEPPER: randomBytes(32).toString('base64url') };
const served = (more: Record<string, string> = {}) => bank(['serve', '--port', '0'], { ...pepper, ...more });
const forget = async (name: string): Promise<void> => {
  const opened = await openDatabase({ kind: 'postgres', url }, 'leave');
  await sql`delete from kysely_migration where name = ${name}`.execute(opened.kysely);
  await opened.close();
};

describe('a schema', () => {
  beforeEach(create);
  afterEach(() => drop());

  test('the bank serves from a schema that is its own, and says of another what to do', async () => {
    const refused = await served();
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.errors).toBe(
      `The bank's schema is behind this program by ${steps.length} steps (the next is ${steps[0]}). Bring it up to date with "bank migrate", then start again.`,
    );
    expect(await bank(['migrate', '--status'])).toMatchObject({ code: 1 });

    const migrated = await bank(['migrate']);
    expect(migrated).toMatchObject({ code: 0, errors: '' });
    expect(migrated.out.split('\n')).toEqual([
      ...steps.map(name => `${name}  taken`),
      'The schema is up to date.',
    ]);
    expect(await bank(['migrate'])).toMatchObject({ code: 0, out: 'The schema is up to date.' });
    expect(await served()).toMatchObject({ code: 0 });

    await forget(last);
    expect((await served()).errors).toContain(`behind this program by one step (the next is ${last})`);
    const { code, out } = await bank(['migrate', '--status']);
    expect([code, out]).toEqual([1, expect.stringContaining(`${last}  MISSING`)]);
  });

  test('the bank does not serve from a schema of a later version, and does not change it', async () => {
    const opened = await openDatabase({ kind: 'postgres', url });
    await sql`insert into kysely_migration (name, timestamp) values ('9999-later', '')`.execute(
      opened.kysely,
    );
    await opened.close();
    for (const command of [['serve', '--port', '0'], ['migrate']]) {
      expect(await bank(command, pepper)).toMatchObject({
        code: 1,
        errors: expect.stringMatching(/later version.*9999-later/) as unknown,
      });
    }
    const status = await bank(['migrate', '--status']);
    expect([status.code, status.out]).toEqual([1, expect.stringContaining('9999-later  of a later version')]);
  });

  test('by a setting the bank brings the schema up to date when it starts', async () => {
    expect(await served({ SOTTOVOCE_MIGRATE_ON_START: 'yes' })).toMatchObject({ code: 0 });
    expect(await bank(['migrate', '--status'])).toMatchObject({ code: 0 });
  });

  test('of three that migrate at once one takes all steps, and the others find nothing to do', async () => {
    const taken = await Promise.all(
      Array.from({ length: 3 }, () => bringUpToDate({ kind: 'postgres', url })),
    );
    expect(taken.map(({ length }) => length).toSorted((one, other) => one - other)).toEqual([
      0,
      0,
      steps.length,
    ]);
  });

  test('a user who may not change the schema can serve from it, and cannot migrate it', async () => {
    const opened = await openDatabase({ kind: 'postgres', url }, 'leave');
    const suffix = randomBytes(4).toString('hex');
    const [owner, teller] = [`owner_${suffix}`, `teller_${suffix}`];
    for (const statement of rolesOf({ owner, teller })) await sql.raw(statement).execute(opened.kysely);
    const as = (name: string): string => {
      const own = new URL(url);
      [own.username, own.password] = [name, name];
      return own.href;
    };
    for (const command of ['migrate', 'partition'])
      expect(await bank([command], { DATABASE_URL: as(owner) })).toMatchObject({ code: 0, errors: '' });

    const served = await openDatabase({ kind: 'postgres', url: as(teller) }, 'expect');
    const token = await linkHousehold(served.kysely);
    const facade = await startBank(served.kysely);
    expect(await ask(facade, token, { name: 'balance' })).toBe('ok');
    await facade.close();
    for (const statement of [
      sql`create table another (name text)`,
      sql`alter table link add column another text`,
      sql`truncate disclosure`,
    ])
      await expect(statement.execute(served.kysely)).rejects.toMatchObject({ code: '42501' });
    await served.close();

    await forget(last);
    await expect(bringUpToDate({ kind: 'postgres', url: as(teller) })).rejects.toThrow(
      /the user may not do that/,
    );
    for (const role of [owner, teller]) {
      await sql`drop owned by ${sql.id(role)}`.execute(opened.kysely);
      await sql`drop role ${sql.id(role)}`.execute(opened.kysely);
    }
    await opened.close();
  });
});

/** The statements of deploy/roles.sql, as psql would send them, for roles with other names: each has its own as password. */
function rolesOf({ owner, teller }: { readonly owner: string; readonly teller: string }): string[] {
  const statements = readFileSync(new URL('../../../deploy/roles.sql', import.meta.url), 'utf8')
    .replaceAll(/^(\\|--).*$/gm, '')
    .replaceAll('bank_owner', owner)
    .replaceAll('bank_teller', teller)
    .replaceAll(":'owner_password'", `'${owner}'`)
    .replaceAll(":'teller_password'", `'${teller}'`)
    .replaceAll(':"DBNAME"', new URL(url).pathname.slice(1))
    .split(';')
    .filter(statement => statement.trim() !== '');
  expect(statements.length).toBeGreaterThan(5);
  return statements;
}

describe('while the bank serves', () => {
  let database: BankDatabase;
  let migrator: BankDatabase;
  beforeAll(async () => {
    await create();
    database = await openDatabase({ kind: 'postgres', url });
    const limits = { ...patientLimits, connections: 1, lockTimeoutMs: 30 };
    migrator = await openDatabase({ kind: 'postgres', url, limits }, 'leave');
  });
  afterAll(async () => {
    await database.close();
    await migrator.close();
    await drop();
  });

  /** Takes the steps there are, and some that need a table for themselves which every answer reads. */
  const takeSteps = (...names: string[]) => {
    const more = names.map(name => [
      name,
      {
        up: (kysely: Kysely<never>) => kysely.schema.alterTable('link').addColumn(name, 'text').execute(),
      },
    ]);
    const migrations = {
      ...migrationsFor('postgres'),
      ...(Object.fromEntries(more) as Record<string, Migration>),
    };
    return migrate(migrator.kysely, 'postgres', { migrations, pauseMs: 20 });
  };

  test('a step is taken between answers, and none of them fails', async () => {
    const token = await linkHousehold(database.kysely);
    const facade = await startBank(database.kysely);
    const outcomes: string[] = [];
    let isDone = false;
    const asking = Array.from({ length: 4 }, async () => {
      while (!isDone) outcomes.push(await ask(facade, token, { name: 'alerts' }));
    });
    await expect.poll(() => outcomes.length).toBeGreaterThan(4);
    expect(await takeSteps('9001-note')).toEqual(['9001-note']);
    const before = outcomes.length;
    await expect.poll(() => outcomes.length).toBeGreaterThan(before + 4);
    isDone = true;
    await Promise.all(asking);
    expect(new Set(outcomes)).toEqual(new Set(['ok']));
    // This version serves on with a step that it does not know: an update begins with it.
    expect(await (await fetch(`${facade.url}/readyz`)).json()).toEqual({ status: 'ready' });
    await facade.close();
  });

  test('a step that a long transaction keeps waiting gives way to answers until it is over', async () => {
    const token = await linkHousehold(database.kysely);
    const facade = await startBank(database.kysely);
    const over = Promise.withResolvers<null>();
    const reading = Promise.withResolvers<null>();
    const long = database.kysely.transaction().execute(async transaction => {
      await transaction.selectFrom('link').selectAll().execute();
      reading.resolve(null);
      await over.promise;
    });
    await reading.promise;
    let taken: readonly string[] | null = null;
    const step = takeSteps('9001-note', '9002-more').then(names => (taken = names));
    for (let time = 0; time < 12; time += 1) expect(await ask(facade, token, { name: 'alerts' })).toBe('ok');
    expect(taken).toBeNull();
    over.resolve(null);
    await long;
    expect(await step).toEqual(['9002-more']);
    await facade.close();
  });

  test('readiness is told within its bound, takes one connection, and comes back by itself', async () => {
    const { isReady } = createReadiness(database.kysely, 60);
    expect(await isReady()).toBe(true);
    const over = Promise.withResolvers<null>();
    const held = Promise.withResolvers<null>();
    const holding = migrator.kysely.transaction().execute(async transaction => {
      await sql`lock table kysely_migration in access exclusive mode`.execute(transaction);
      held.resolve(null);
      await over.promise;
    });
    await held.promise;
    const asked = await Promise.all(Array.from({ length: 20 }, () => isReady()));
    expect(new Set(asked)).toEqual(new Set([false]));
    const { rows } = await sql<{ waiting: number }>`select count(*) as waiting from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock'`.execute(database.kysely);
    expect(rows[0]?.waiting).toBe(1);
    over.resolve(null);
    await holding;
    await expect.poll(() => isReady()).toBe(true);
    // A database that was put back to one without the last step.
    await sql`delete from kysely_migration where name = ${last}`.execute(database.kysely);
    expect(await isReady()).toBe(false);
    await sql`insert into kysely_migration (name, timestamp) values (${last}, '')`.execute(database.kysely);
    expect(await isReady()).toBe(true);
  });
});
