/**
 * Customers with a great many transactions, made by the database itself: one statement a few hundred thousand rows, in
 * SQL that all engines share. The rollups are made by grouping, and are what the bank's own ingest makes of the same
 * entries (`assertRollupsAreOurs`).
 */
import { sql, type Kysely } from 'kysely';
import { openDatabase, type BankDatabase } from '../../src/bank/database/database.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { dateOf, dayOf } from '../../src/bank/disclosure/day.ts';
import type { LedgerCategory } from '../../src/bank/ledger/category.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';

/** How many days the ledgers go back. */
export const historyDays = 400;
export const accountId = 'checking';

/** What money is spent on, in percent of the entries; every row one of a hundred draws. */
const shares: readonly (readonly [percent: number, category: LedgerCategory, direction: 'in' | 'out'])[] = [
  [26, 'groceries', 'out'],
  [22, 'dining', 'out'],
  [16, 'transport', 'out'],
  [14, 'shopping', 'out'],
  [6, 'utilities', 'out'],
  [5, 'entertainment', 'out'],
  [3, 'health', 'out'],
  [3, 'housing', 'out'],
  [2, 'salary', 'in'],
  [2, 'refund', 'in'],
  [1, 'transfer', 'out'],
];

/** The tables of numbers. An interface would not do: Kysely wants a type that can be indexed. */
type Numbers = Readonly<{
  bench_day: { readonly n: number; readonly day: string };
  bench_place: { readonly n: number };
  bench_draw: { readonly n: number; readonly category: string; readonly direction: string };
}>;

/** Makes the tables of numbers that entries are made from; the last of the days is `today`. */
export async function prepareNumbers(database: Kysely<BankSchema>, today: string): Promise<void> {
  const { schema } = database;
  const last = dayOf(today);
  await schema.createTable('bench_day').addColumn('n', 'integer').addColumn('day', 'text').execute();
  await schema.createTable('bench_place').addColumn('n', 'integer').execute();
  await schema
    .createTable('bench_draw')
    .addColumn('n', 'integer', column => column.primaryKey())
    .addColumn('category', 'text')
    .addColumn('direction', 'text')
    .execute();
  const numbers = database.withTables<Numbers>();
  const days = Array.from({ length: historyDays }, (_, n) => ({
    n,
    day: dateOf(last - historyDays + 1 + n),
  }));
  await numbers.insertInto('bench_day').values(days).execute();
  for (let from = 0; from < 2_500; from += 500) {
    const places = Array.from({ length: 500 }, (_, n) => ({ n: from + n }));
    await numbers.insertInto('bench_place').values(places).execute();
  }
  const draws = shares.flatMap(([percent, category, direction]) =>
    Array.from({ length: percent }, () => ({ category, direction })),
  );
  await numbers
    .insertInto('bench_draw')
    .values(draws.map((draw, n) => ({ n, ...draw })))
    .execute();
}

/** The id of a customer by number. */
export const customerIdOf = (number: number): string => `bench-${String(number).padStart(6, '0')}`;

/**
 * Inserts customers, each with one account and so many entries on each of the days.
 * @param first the number of the first of them
 */
export async function insertCustomers(
  { kysely: database, engine }: Pick<BankDatabase, 'kysely' | 'engine'>,
  {
    first,
    count,
    entriesPerDay,
  }: { readonly first: number; readonly count: number; readonly entriesPerDay: number },
): Promise<void> {
  const rowsPerStatement = 200_000;
  const perStatement = Math.max(1, Math.floor(rowsPerStatement / (entriesPerDay * historyDays)));
  for (let from = first; from < first + count; from += perStatement) {
    const numbers = Array.from({ length: Math.min(perStatement, first + count - from) }, (_, n) => from + n);
    await database.transaction().execute(async transaction => {
      // PostgreSQL would look up the account of each entry by itself; all of them are inserted right here.
      if (engine === 'postgres') await sql`set local session_replication_role = replica`.execute(transaction);
      await transaction
        .insertInto('customer')
        .values(numbers.map(n => ({ customer_id: customerIdOf(n), name: 'Bench', birth_date: null })))
        .execute();
      await transaction
        .insertInto('account')
        .values(
          numbers.map(n => ({
            customer_id: customerIdOf(n),
            account_id: accountId,
            kind: 'checking',
            nickname: 'Everyday',
            currency: 'USD',
            account_number: null,
            opening_minor: 500_000,
            credit_limit_minor: 0,
          })),
        )
        .execute();
      const between = [customerIdOf(from), customerIdOf(from + numbers.length - 1)] as const;
      await insertEntries(transaction, between, entriesPerDay);
      for (const table of ['rollup_day', 'rollup_month'] as const)
        await insertRollups(transaction, table, between);
    });
  }
}

type Between = readonly [first: string, last: string];

/** A number for each customer, day and place, as good as drawn; of the wider whole numbers, which all engines multiply alike. */
const drawn = sql`((d.n * 7919 + p.n * 104729 + cast(substr(c.customer_id, 7) as bigint) * 1299709) % 1000003)`;

async function insertEntries(
  database: Kysely<BankSchema>,
  [first, last]: Between,
  perDay: number,
): Promise<void> {
  await sql`
    insert into ledger_transaction (
      customer_id, account_id, transaction_id, status, day, direction, category, amount_minor,
      merchant, counterparty, counterparty_account, description
    )
    select c.customer_id, ${sql.lit(accountId)}, d.day || '-' || p.n, 'booked', d.day, w.direction, w.category,
      100 + ${drawn} * 37 % 24000, 'Merchant of the bench', null, null, null
    from customer c, bench_day d, bench_place p, bench_draw w
    where c.customer_id between ${first} and ${last} and p.n < ${perDay} and w.n = ${drawn} % 100
    order by c.customer_id, d.n, p.n
  `.execute(database);
}

async function insertRollups(
  database: Kysely<BankSchema>,
  table: 'rollup_day' | 'rollup_month',
  [first, last]: Between,
): Promise<void> {
  const period = sql`substr(day, 1, ${sql.lit(table === 'rollup_day' ? 10 : 7)})`;
  await sql`
    insert into ${sql.table(table)} (
      customer_id, account_id, ${sql.ref(table === 'rollup_day' ? 'day' : 'month')}, direction, category,
      entry_count, sum_minor, largest_minor, second_minor
    )
    select customer_id, account_id, period, direction, category, count(*), sum(amount_minor),
      max(case when place = 1 then amount_minor else 0 end), max(case when place = 2 then amount_minor else 0 end)
    from (
      select customer_id, account_id, ${period} as period, direction, category, amount_minor,
        row_number() over (
          partition by customer_id, account_id, ${period}, direction, category order by amount_minor desc
        ) as place
      from ledger_transaction
      where customer_id between ${first} and ${last} and status = 'booked'
    ) as ranked
    group by customer_id, account_id, period, direction, category
  `.execute(database);
}

/**
 * Has a customer's entries taken in by the bank's own ingest, at a bank of its own.
 * @throws Error where the rollups differ
 */
export async function assertRollupsAreOurs(database: Kysely<BankSchema>, customerId: string): Promise<void> {
  const own = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  const rowsOf = (of: Kysely<BankSchema>, table: 'customer' | 'account' | 'ledger_transaction') =>
    of.selectFrom(table).selectAll().where('customer_id', '=', customerId);
  try {
    const { kysely } = own;
    for (const table of ['customer', 'account'] as const) {
      await kysely
        .insertInto(table)
        .values(await rowsOf(database, table).execute())
        .execute();
    }
    const entries = await database
      .selectFrom('ledger_transaction')
      .selectAll()
      .where('customer_id', '=', customerId)
      .execute();
    await ingest(kysely, entries);
    for (const table of ['rollup_day', 'rollup_month'] as const) {
      const [expected, made] = await Promise.all([rollupsOf(kysely, table), rollupsOf(database, table)]);
      if (expected.length === 0 || expected.join() !== made.join()) {
        throw new Error(`the rollups in ${table} are not those of the bank's own ingest`);
      }
    }
  } finally {
    await own.close();
  }

  async function rollupsOf(of: Kysely<BankSchema>, table: 'rollup_day' | 'rollup_month'): Promise<string[]> {
    const rows = await of.selectFrom(table).selectAll().where('customer_id', '=', customerId).execute();
    return rows
      .map(row => JSON.stringify(Object.entries(row).toSorted(([one], [other]) => one.localeCompare(other))))
      .toSorted();
  }
}
