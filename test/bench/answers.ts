/**
 * What an answer costs at the bank as an account grows, and as the bank does: on SQLite and on PostgreSQL, from the
 * access token to the committed record, beside its figures alone and beside the sum that one would write over an indexed
 * table of transactions. All rows of a table take turns, so that whatever else the machine does hits them alike.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql, type Kysely } from 'kysely';
import { readEntrySums } from '../../src/bank/answers/figures.ts';
import { openDatabase, type BankDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { dateOf, dayOf } from '../../src/bank/disclosure/day.ts';
import { isRefusal } from '../../src/bank/pipeline/step.ts';
import { linkHouse, today, type Ask } from '../bank/disclosure/house.ts';
import {
  accountId,
  assertRollupsAreOurs,
  customerIdOf,
  historyDays,
  insertCustomers,
  prepareNumbers,
} from './bank-data.ts';
import { median, rowsOfSamples, type Row } from './figures.ts';
import { startPostgres } from './postgres-server.ts';

export interface AnswersOptions {
  /** Transactions in one account; multiples of the days. */
  readonly accounts: readonly number[];
  /** Customers at a bank, with two thousand transactions each; fifty at least. */
  readonly banks: readonly number[];
  /** How often each row is measured. */
  readonly samples: number;
}

export interface AnswersTable {
  readonly title: string;
  /** Medians, with the 99th percentile beside. */
  readonly rows: readonly Row[];
}

/** What was promised, and what it came to. */
export interface Goal {
  readonly goal: string;
  readonly limit: number;
  readonly ratio: number;
  readonly isMet: boolean;
}

export interface AnswersMeasured {
  readonly tables: readonly AnswersTable[];
  readonly goals: readonly Goal[];
}

const windows = [30, 365] as const;
type Days = (typeof windows)[number];

/** The ways to an answer, each in microseconds. */
const ways = {
  'the whole answer, to the cent': async ({ exact }, days) => ask(exact, days),
  'the whole answer, rounded': async ({ about }, days) => ask(about, days),
  'its figures alone': async ({ kysely, customerId }, days) => {
    await readEntrySums(kysely, customerId, [accountId], windowOf(days));
  },
  'the naive sum over an index': async ({ kysely, customerId }, days) => naiveSums(kysely, customerId, days),
} satisfies Readonly<Record<string, (customer: Customer, days: Days) => Promise<void>>>;

interface Customer {
  readonly kysely: Kysely<BankSchema>;
  readonly customerId: string;
  readonly exact: Ask;
  readonly about: Ask;
}

const entriesPerDayAtBank = 5;
/** Of a bank's customers so many ask in turn: none of them is always the one whose pages were just read. */
const askedCustomers = 50;

/** Measures on both engines. */
export async function measureAnswers(options: AnswersOptions): Promise<AnswersMeasured> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const postgres = await startPostgres();
  let databases = 0;
  const engines: Readonly<Record<string, () => Promise<DatabaseLocation>>> = {
    SQLite: () => Promise.resolve({ kind: 'sqlite', file: join(folder, `${(databases += 1)}.sqlite`) }),
    PostgreSQL: async () => ({ kind: 'postgres', url: await postgres.createDatabase() }),
  };
  const tables: AnswersTable[] = [];
  const goals: Goal[] = [];
  try {
    for (const [engine, locate] of Object.entries(engines)) {
      for (const measure of [measureAccounts, measureBanks]) {
        const measured = await measure(engine, locate, options);
        tables.push(...measured.tables);
        goals.push(...measured.goals);
      }
    }
    return { tables, goals };
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One database, with accounts of every size in it. */
async function measureAccounts(
  engine: string,
  locate: () => Promise<DatabaseLocation>,
  { accounts, samples }: AnswersOptions,
): Promise<AnswersMeasured> {
  const database = await openFilled(await locate(), async opened => {
    for (const [first, size] of accounts.entries()) {
      await insertCustomers(opened, { first, count: 1, entriesPerDay: size / historyDays });
    }
  });
  try {
    const customers = new Map<string, Customer>();
    for (const [number, size] of accounts.entries()) {
      customers.set(`${size.toLocaleString('en')} transactions`, await linked(database.kysely, number));
    }
    const measured = await measureRows(`${engine}, one account`, samples, customers, customer => customer);
    const [least, most] = [[...customers.keys()].at(0) ?? '', [...customers.keys()].at(-1) ?? ''];
    return {
      tables: measured.tables,
      goals: measured.ofAnswers.flatMap(({ way, p50 }) => [
        ...windows.map(days =>
          goalOf(
            `${engine}, ${way}: ${days} days, from ${least} to ${most}`,
            1.2,
            p50(days, most),
            p50(days, least),
          ),
        ),
        goalOf(`${engine}, ${way}: 365 days beside 30, ${most}`, 2, p50(365, most), p50(30, most)),
      ]),
    };
  } finally {
    await database.close();
  }
}

/** One database for each size of a bank. */
async function measureBanks(
  engine: string,
  locate: () => Promise<DatabaseLocation>,
  { banks, samples }: AnswersOptions,
): Promise<AnswersMeasured> {
  await using opened = new AsyncDisposableStack();
  const customers = new Map<string, Customer[]>();
  for (const count of banks) {
    const database = await openFilled(await locate(), empty =>
      insertCustomers(empty, { first: 0, count, entriesPerDay: entriesPerDayAtBank }),
    );
    opened.defer(() => database.close());
    const asked: Customer[] = [];
    for (let index = 0; index < askedCustomers; index += 1) {
      asked.push(await linked(database.kysely, Math.floor((index * count) / askedCustomers)));
    }
    const transactions = count * entriesPerDayAtBank * historyDays;
    customers.set(`${transactions.toLocaleString('en')} transactions`, asked);
  }
  const measured = await measureRows(
    `${engine}, the whole bank`,
    samples,
    customers,
    (of, sample) => of[sample % of.length],
  );
  const [least, most] = [[...customers.keys()].at(0) ?? '', [...customers.keys()].at(-1) ?? ''];
  return {
    tables: measured.tables,
    goals: measured.ofAnswers.flatMap(({ way, p50 }) =>
      windows.map(days =>
        goalOf(
          `${engine}, ${way}: ${days} days, a bank of ${most} beside ${least}`,
          1.5,
          p50(days, most),
          p50(days, least),
        ),
      ),
    ),
  };
}

const goalOf = (goal: string, limit: number, value: number, beside: number): Goal => {
  const ratio = value / beside;
  return { goal, limit, ratio, isMet: ratio < limit };
};

/** A database with customers, the index of the naive way, and the rollups compared with the bank's own on a sample. */
async function openFilled(
  location: DatabaseLocation,
  fill: (database: BankDatabase) => Promise<void>,
): Promise<BankDatabase> {
  const database = await openDatabase(location);
  const { kysely } = database;
  await prepareNumbers(kysely, today);
  await fill(database);
  await assertRollupsAreOurs(kysely, customerIdOf(0));
  // All that the sum reads, in its order: there is no better index for it.
  await sql`create index bench_naive on ledger_transaction
    (customer_id, account_id, day, status, direction, category, amount_minor)`.execute(kysely);
  // What the server does by itself after a while.
  if (location.kind === 'postgres') await sql`vacuum analyze`.execute(kysely);
  return database;
}

async function linked(kysely: Kysely<BankSchema>, number: number): Promise<Customer> {
  const customerId = customerIdOf(number);
  const customer = {
    kysely,
    customerId,
    exact: await linkHouse(kysely, customerId, 'alexa', { totals: 'exact', balances: 'exact' }),
    about: await linkHouse(kysely, customerId, 'another', { totals: 'about', balances: 'sealed' }),
  };
  // The first time that a window is asked about, more is decided and remembered; `disclosure` measures that.
  for (const days of windows) await ask(customer.about, days);
  return customer;
}

const windowOf = (days: Days) => ({ from: dateOf(dayOf(today) - days + 1), through: today });

/** "What are my recent transactions?" */
async function ask(of: Ask, days: Days): Promise<void> {
  const budget = { answersPerDay: 1_000_000, fundsPerDay: 1_000_000 };
  const answer = await of({ name: 'activity', window: windowOf(days) }, { budget });
  if (isRefusal(answer)) throw new Error(`the question of the benchmark is refused: ${answer.refused}`);
}

async function naiveSums(database: Kysely<BankSchema>, customerId: string, days: Days): Promise<void> {
  const { from, through } = windowOf(days);
  await database
    .selectFrom('ledger_transaction')
    .where('customer_id', '=', customerId)
    .where('account_id', '=', accountId)
    .where('day', '>=', from)
    .where('day', '<=', through)
    .groupBy(['status', 'direction', 'category'])
    .select(({ fn }) => [
      'status',
      'direction',
      'category',
      fn.countAll<number>().as('count'),
      fn.sum<number>('amount_minor').as('sumMinor'),
    ])
    .execute();
}

interface MeasuredRows {
  readonly tables: readonly AnswersTable[];
  /** Of the ways that are answers: the median of some days of a subject. */
  readonly ofAnswers: readonly {
    readonly way: string;
    readonly p50: (days: Days, subject: string) => number;
  }[];
}

/** One table a way, with a row for each length of a window and each subject. */
async function measureRows<Of>(
  title: string,
  samples: number,
  subjects: ReadonlyMap<string, Of>,
  pick: (of: Of, sample: number) => Customer | undefined,
): Promise<MeasuredRows> {
  const tables: AnswersTable[] = [];
  const ofAnswers: { way: string; p50: (days: Days, subject: string) => number }[] = [];
  const rowName = (days: Days, subject: string): string => `${days} days, ${subject}`;
  for (const [way, measure] of Object.entries(ways)) {
    // A million rows are summed for a second or so: fewer of those tell enough.
    const rounds = way.startsWith('the naive') ? Math.min(samples, 20) : samples;
    const warmUp = Math.ceil(rounds / 5);
    const took: Record<string, number[]> = {};
    for (let round = 0; round < rounds + warmUp; round += 1) {
      for (const days of windows) {
        for (const [subject, of] of subjects) {
          const customer = pick(of, round);
          if (customer === undefined) throw new Error('nobody is asked about');
          const startedAt = performance.now();
          await measure(customer, days);
          const tookUs = 1_000 * (performance.now() - startedAt);
          if (round >= warmUp) (took[rowName(days, subject)] ??= []).push(tookUs);
        }
      }
    }
    tables.push({ title: `${title}: ${way}`, rows: rowsOfSamples('us', took, median, 0.99) });
    if (way.startsWith('the whole answer')) {
      ofAnswers.push({ way, p50: (days, subject) => median(took[rowName(days, subject)] ?? []) });
    }
  }
  return { tables, ofAnswers };
}
