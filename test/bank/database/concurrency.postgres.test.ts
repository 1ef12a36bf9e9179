/** What PostgreSQL does to those who come at once, and to those whose connection breaks. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import { patientLimits, type PostgresLimits } from '../../../src/bank/database/postgres-pool.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import { transact } from '../../../src/bank/database/transact.ts';
import { isDatabaseUnavailable } from '../../../src/bank/fault.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import { settleRefused } from '../../../src/bank/step-up/attempts.ts';
import type { Question } from '../../../src/facade/contract.ts';
import { customerId } from '../household.ts';
import { createPostgresDatabase } from '../postgres-server.ts';
import { testRecordKeys as recordKeys } from '../record-keys.ts';
import { ask, askedAt, context, linkHousehold, startBank, timeZone } from './asking.ts';

let url: string;
let drop: () => Promise<void>;
let database: BankDatabase;
let token: string;

beforeAll(async () => {
  ({ url, drop } = await createPostgresDatabase());
  database = await openDatabase({ kind: 'postgres', url });
});
beforeEach(async () => {
  token = await linkHousehold(database.kysely);
});
afterAll(async () => {
  await database.close();
  await drop();
});

/** Another process of the bank, with limits of its own. */
const openWith = (limits: Partial<PostgresLimits>, at = url): Promise<BankDatabase> =>
  openDatabase({ kind: 'postgres', url: at, limits: { ...patientLimits, ...limits } }, 'expect');
const isAway = (error: unknown): Promise<boolean> => isDatabaseUnavailable(error, () => Promise.resolve());
const many = <Result>(count: number, work: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: count }, (_, index) => work(index)));

/** Holds what a statement takes until it is told to let go. */
async function hold(of: BankDatabase, statement: (transaction: Kysely<BankSchema>) => Promise<unknown>) {
  const held = Promise.withResolvers<null>();
  const over = Promise.withResolvers<null>();
  const done = of.kysely.transaction().execute(async transaction => {
    await statement(transaction);
    held.resolve(null);
    await over.promise;
  });
  await Promise.race([held.promise, done]);
  return {
    letGo: async () => {
      over.resolve(null);
      await done;
    },
  };
}

describe('fifty at once', () => {
  const answer = (of: BankDatabase, question: Question, answersPerDay = 1_000) =>
    answerQuestion(
      { accessToken: token, context, question },
      {
        database: of.kysely,
        now: askedAt,
        today: '2026-03-18',
        timeZone,
        random: randomBytes,
        recordKeys,
        budget: { answersPerDay, fundsPerDay: 6 },
      },
    );

  test('who ask the same get as many answers as the day has, each recorded once, over two processes', async () => {
    const other = await openWith({ connections: 5 });
    const outcomes = await many(50, index =>
      answer(index % 2 === 0 ? database : other, { name: 'balance' }, 20),
    );
    const answers = outcomes.filter(outcome => !isRefusal(outcome));
    expect(answers).toHaveLength(20);
    const recorded = await database.kysely
      .selectFrom('disclosure')
      .select(['sequence', 'answer_id'])
      .orderBy('sequence')
      .execute();
    expect(recorded.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, at) => at + 1));
    expect(new Set(recorded.map(({ answer_id }) => answer_id))).toEqual(
      new Set(answers.map(outcome => ('answerId' in outcome ? outcome.answerId : null))),
    );
    const day = await database.kysely.selectFrom('answer_day').selectAll().execute();
    expect(day).toMatchObject([{ answers: 20 }]);
    await other.close();
  });

  test('who ask while entries are booked hear of all entries of a batch or of none', async () => {
    const question = { name: 'spending', window: { from: '2026-02-10', through: '2026-03-18' } } as const;
    const entry = (batch: number, day: string, amount_minor: number) =>
      ({
        customer_id: customerId,
        account_id: 'a-checking',
        transaction_id: `batch-${batch}-${day}`,
        status: 'booked',
        day,
        direction: 'out',
        category: 'other',
        amount_minor,
        merchant: null,
        counterparty: null,
        counterparty_account: null,
        description: null,
      }) as const;
    const before = await answer(database, question);
    if (isRefusal(before) || !('spent' in before)) throw new Error('there is an answer');
    // On two days of two months: one is read from the months' sums where it can be, the other from the days'.
    const [answers] = await Promise.all([
      many(50, () => answer(database, question)),
      many(10, batch =>
        ingest(database.kysely, [entry(batch, '2026-02-11', 100), entry(batch, '2026-03-17', 200)]),
      ),
    ]);
    const heard = answers.map(outcome => {
      if (isRefusal(outcome) || !('spent' in outcome)) throw new Error('there is an answer');
      return {
        count: outcome.spent.count - before.spent.count,
        sumMinor: outcome.spent.sumMinor - before.spent.sumMinor,
      };
    });
    expect(heard.filter(({ count, sumMinor }) => count % 2 !== 0 || sumMinor !== count * 150)).toEqual([]);
    const after = await answer(database, question);
    expect(after).toMatchObject({ spent: { sumMinor: before.spent.sumMinor + 3_000 } });
  });
});

describe('a transaction', () => {
  const failWith = (transaction: Kysely<BankSchema>, code: string): Promise<unknown> =>
    sql`do ${sql.lit(`begin raise exception using errcode = '${code}'; end`)}`.execute(transaction);

  test('that was undone to end a deadlock is done again, and both are', async () => {
    const alert = (transaction: Kysely<BankSchema>, of: string) =>
      transaction
        .updateTable('customer')
        .set(row => ({ name: sql<string>`${row.ref('name')} || '!'` }))
        .where('customer_id', '=', of)
        .execute();
    for (const customer_id of ['one', 'two']) {
      const row = { customer_id, name: '', birth_date: null };
      await database.kysely.insertInto('customer').values(row).execute();
    }
    const bothHaveOne = [Promise.withResolvers<null>(), Promise.withResolvers<null>()] as const;
    let attempts = 0;
    const inOrder = ([first, second]: readonly [string, string], mine: 0 | 1) =>
      transact(database.kysely, async transaction => {
        attempts += 1;
        await sql`set local deadlock_timeout = '10ms'`.execute(transaction);
        await alert(transaction, first);
        bothHaveOne[mine].resolve(null);
        await bothHaveOne[mine === 0 ? 1 : 0].promise;
        await alert(transaction, second);
      });
    await Promise.all([inOrder(['one', 'two'], 0), inOrder(['two', 'one'], 1)]);
    expect(attempts).toBe(3);
    const rows = await database.kysely
      .selectFrom('customer')
      .select('name')
      .where('customer_id', 'in', ['one', 'two'])
      .execute();
    expect(rows).toEqual([{ name: '!!' }, { name: '!!' }]);
  });

  test.each(['40001', '40P01'])('that was undone (%s) is done again a few times, and no more', async code => {
    let attempts = 0;
    const until = (most: number) =>
      transact(database.kysely, async transaction => {
        attempts += 1;
        if (attempts <= most) await failWith(transaction, code);
        return 'done';
      });
    expect(await until(2)).toBe('done');
    expect(attempts).toBe(3);
    attempts = 0;
    const failure = await until(Infinity).catch((error: unknown) => error);
    expect(attempts).toBe(5);
    expect(await isAway(failure)).toBe(true);
  });

  test('of a refusal that was undone says what came of it the last time, for the log', async () => {
    // The first time the link is locked, and all of it undone; the second time a right PIN has come in between.
    for (const statement of [
      `create sequence locks`,
      `create sequence days`,
      `create function once_locked() returns trigger language plpgsql as
        $$ begin return case when nextval('locks') = 1 then new end; end $$`,
      `create function once_undone() returns trigger language plpgsql as
        $$ begin if nextval('days') = 1 then raise exception using errcode = '40001'; end if; return new; end $$`,
    ]) {
      await sql.raw(statement).execute(database.kysely);
    }
    const link = await database.kysely
      .updateTable('link')
      .set({ failed_step_ups: 3 })
      .returning(['customer_id as customerId', 'link_id as linkId'])
      .executeTakeFirstOrThrow();
    await database.kysely
      .insertInto('step_up_day')
      .values({ customer_id: customerId, day: '2026-03-18', failures: 3, last_refused_at: null })
      .execute();
    await sql`create trigger locked before update on link for each row execute function once_locked()`.execute(
      database.kysely,
    );
    await sql`create trigger undone before update on step_up_day for each row execute function once_undone()`.execute(
      database.kysely,
    );
    const by = await settleRefused(
      database.kysely,
      link,
      { inARow: 3, ofDay: 3 },
      { now: askedAt, today: '2026-03-18' },
    );
    await sql`drop function once_locked, once_undone cascade`.execute(database.kysely);
    expect(by).toBe('checkFactor');
  });

  test('that is wrong is not done again', async () => {
    let attempts = 0;
    const wrong = transact(database.kysely, transaction => {
      attempts += 1;
      return failWith(transaction, '23505');
    });
    await expect(wrong).rejects.toMatchObject({ code: '23505' });
    expect(attempts).toBe(1);
  });

  test('that takes too long, or waits too long for another, is given up, and its connection goes on', async () => {
    const hasty = await openWith({ connections: 1, statementTimeoutMs: 40, lockTimeoutMs: 20 });
    const slow = await sql`select pg_sleep(5)`.execute(hasty.kysely).catch((error: unknown) => error);
    expect(slow).toMatchObject({ code: '57014' });
    const held = await hold(database, transaction =>
      transaction.updateTable('link').set({ created_at: 0 }).execute(),
    );
    const locked = await hasty.kysely
      .updateTable('link')
      .set({ created_at: 1 })
      .execute()
      .catch((error: unknown) => error);
    expect(locked).toMatchObject({ code: '55P03' });
    expect([await isAway(slow), await isAway(locked)]).toEqual([true, true]);
    await held.letGo();
    await hasty.kysely.updateTable('link').set({ created_at: 1 }).execute();
    await hasty.close();
  });
});

describe('a connection', () => {
  /** Ends connections of this database that wait, as an administrator or a failover does. */
  const terminate = async (which: 'Lock' | 'Client'): Promise<number> => {
    const { rows } = await sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and wait_event_type = ${which}
        and state <> 'idle'`.execute(database.kysely);
    return rows.length;
  };

  test('that is ended under a request makes it unavailable, and the next one is answered', async () => {
    const served = await openWith({ connections: 2 });
    const bank = await startBank(served.kysely);
    const held = await hold(database, transaction =>
      transaction.updateTable('link').set({ platform: 'alexa' }).execute(),
    );
    // Its answer needs a row that somebody else holds.
    const asked = ask(bank, token, { name: 'balance' });
    const blocked = hold(served, transaction =>
      transaction.updateTable('link').set({ platform: 'alexa' }).execute(),
    ).catch(() => null);
    await expect.poll(() => terminate('Lock')).toBeGreaterThan(0);
    await blocked;
    await held.letGo();
    expect(['ok', 'unavailable']).toContain(await asked);
    expect(await ask(bank, token, { name: 'balance' })).toBe('ok');
    await bank.close();
    await served.close();
  });

  test('that is ended between two statements ends the transaction, not the process', async () => {
    const served = await openWith({ connections: 1 });
    const failure = await transact(served.kysely, async transaction => {
      await transaction.updateTable('link').set({ platform: 'alexa' }).execute();
      // The server answers before it says of itself that it waits again.
      await expect.poll(() => terminate('Client')).toBe(1);
      await transaction.selectFrom('link').selectAll().execute();
    }).catch((error: unknown) => error);
    expect(await isAway(failure)).toBe(true);
    expect(await served.kysely.selectFrom('link').select('platform').execute()).toHaveLength(1);
    await served.close();
  });

  test('is waited for so long and no longer, where all are taken', async () => {
    const served = await openWith({ connections: 2, connectTimeoutMs: 60 });
    const bank = await startBank(served.kysely);
    const held = await Promise.all(
      [1, 2].map(() => hold(served, transaction => transaction.selectFrom('link').selectAll().execute())),
    );
    const asked = await many(5, () => ask(bank, token, { name: 'balance' }));
    expect(asked).toEqual(Array.from({ length: 5 }, () => 'unavailable'));
    expect((await fetch(`${bank.url}/readyz`)).status).toBe(503);
    expect((await fetch(`${bank.url}/healthz`)).status).toBe(200);
    await Promise.all(held.map(({ letGo }) => letGo()));
    // One after the other: of several at once the last may well wait too long again.
    expect(await ask(bank, token, { name: 'balance' })).toBe('ok');
    expect(await ask(bank, token, { name: 'balance' })).toBe('ok');
    expect((await fetch(`${bank.url}/readyz`)).status).toBe(200);
    await bank.close();
    await served.close();
  });

  test('on which nothing comes back any more is given up, and a new one is made', async () => {
    const server = new URL(url);
    const sockets: Socket[] = [];
    let isDead = false;
    const between = createServer(near => {
      const far = connect(Number(server.port), server.hostname);
      sockets.push(near, far);
      for (const [from, to] of [
        [near, far],
        [far, near],
      ] as const) {
        from.on('data', data => {
          if (!isDead) to.write(data);
        });
        from.on('error', () => to.destroy());
        from.on('close', () => to.destroy());
      }
    }).listen(0, '127.0.0.1');
    await once(between, 'listening');
    const through = new URL(url);
    // It listens on TCP.
    through.port = String((between.address() as { port: number }).port);
    const served = await openWith({ connections: 1, statementTimeoutMs: 50 }, through.href);
    isDead = true;
    const failure = await served.kysely
      .selectFrom('link')
      .selectAll()
      .execute()
      .catch((error: unknown) => error);
    expect(await isAway(failure)).toBe(true);
    isDead = false;
    expect(await served.kysely.selectFrom('link').select('platform').execute()).toHaveLength(1);
    // To roll back there would take as long once more, and tell of another error than the one that it was.
    let first: unknown;
    const undone = await transact(served.kysely, async transaction => {
      isDead = true;
      await transaction
        .selectFrom('link')
        .selectAll()
        .execute()
        .catch((error: unknown) => {
          first = error;
          throw error;
        });
    }).catch((error: unknown) => error);
    expect(undone).toBe(first);
    isDead = false;
    expect(await served.kysely.selectFrom('link').select('platform').execute()).toHaveLength(1);
    await served.close();
    for (const socket of sockets) socket.destroy();
    between.close();
  });
});
