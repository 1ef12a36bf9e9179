/** An answer's cost does not grow with the number of transactions: neither engine reads the ledger itself. */
import { sql, type CompiledQuery, type KyselyPlugin } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEntrySums } from '../../../src/bank/answers/figures.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { engines } from '../engines.ts';

const customerId = 'customer';
const accountIds = ['one', 'two'];

describe.each(engines)('the plan on $name', ({ name, open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: customerId, birth_date: null })
      .execute();
    for (const accountId of accountIds) {
      await database.kysely
        .insertInto('account')
        .values({
          customer_id: customerId,
          account_id: accountId,
          kind: 'checking',
          nickname: accountId,
          currency: 'USD',
          account_number: null,
          opening_minor: 0,
          credit_limit_minor: 0,
        })
        .execute();
    }
    await ingest(
      database.kysely,
      Array.from({ length: 3_000 }, (_, index) => ({
        customer_id: customerId,
        account_id: accountIds[index % 2] ?? '',
        transaction_id: String(index),
        status: index < 5 ? 'pending' : 'booked',
        day: `2025-${String((index % 12) + 1).padStart(2, '0')}-${String((index % 28) + 1).padStart(2, '0')}`,
        direction: 'out',
        category: 'groceries',
        amount_minor: index,
        merchant: null,
        counterparty: null,
        counterparty_account: null,
        description: null,
      })),
    );
    // PostgreSQL gathers statistics by itself, sooner or later; SQLite plans without any.
    if (name === 'postgres') await sql.raw('analyze').execute(database.kysely);
  });
  afterAll(async () => {
    await database.close();
  });

  /** The statement that reads the figures, as it is sent. */
  async function compile(span: Parameters<typeof readEntrySums>[3]): Promise<CompiledQuery> {
    const sent: CompiledQuery[] = [];
    const listener: KyselyPlugin = {
      transformQuery: ({ node, queryId }) => {
        sent.push(database.kysely.getExecutor().compileQuery(node, queryId));
        return node;
      },
      transformResult: ({ result }) => Promise.resolve(result),
    };
    await readEntrySums(database.kysely.withPlugin(listener), customerId, accountIds, span);
    const last = sent.at(-1);
    if (last === undefined) throw new Error('nothing was sent');
    return last;
  }

  test.each([
    { from: '2025-01-15', through: '2025-12-15' },
    { from: null, through: '2025-12-15' },
  ])('of $from to $through reads pending entries by their index', async span => {
    const query = await compile(span);
    const explain = name === 'sqlite' ? 'explain query plan' : 'explain';
    const { rows } = await database.kysely.executeQuery<Record<string, unknown>>({
      ...query,
      sql: `${explain} ${query.sql}`,
    });
    const plan = JSON.stringify(rows);
    // PostgreSQL names the index of a part after its columns.
    expect(plan).toMatch(/ledger_transaction_pending|ledger_transaction_p\d+_customer_id_account_id_day/);
    expect(plan).not.toContain('ledger_transaction USING PRIMARY KEY');
    expect(plan).not.toMatch(/Seq Scan on ledger_transaction|ledger_transaction(_p\d+)?_pk/);
  });
});
