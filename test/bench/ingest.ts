/** How many rows a second the ledger takes in, with the rollups kept in the same transaction, beside without. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openDatabase, type DatabaseLocation } from '../../src/bank/database/database.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { dateOf, dayOf } from '../../src/bank/disclosure/day.ts';
import type { LedgerEntry } from '../../src/bank/ledger/entry.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';
import { insertHouse, today } from '../bank/disclosure/house.ts';
import { median, rowsOfSamples, type Row } from './figures.ts';
import { startPostgres } from './postgres-server.ts';

/** As an import sends them. */
const batchRows = 1_000;
const categories = ['groceries', 'dining', 'transport', 'shopping', 'utilities'] as const;

export interface IngestRates {
  readonly engine: string;
  readonly rows: readonly Row[];
}

/** Measures so many rows in each way, the ways taking turns, each into the ledger of a customer of its own. */
export async function measureIngest({
  rows,
  rounds,
}: {
  readonly rows: number;
  readonly rounds: number;
}): Promise<readonly IngestRates[]> {
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-bench-'));
  const postgres = await startPostgres();
  const engines: Readonly<Record<string, DatabaseLocation>> = {
    SQLite: { kind: 'sqlite', file: join(folder, 'bank.sqlite') },
    PostgreSQL: { kind: 'postgres', url: await postgres.createDatabase() },
  };
  const measured: IngestRates[] = [];
  try {
    for (const [engine, location] of Object.entries(engines)) {
      const database = await openDatabase(location);
      const rates: Record<string, number[]> = {};
      // One round to warm up.
      for (let round = 0; round <= rounds; round += 1) {
        for (const [way, take] of Object.entries(ways)) {
          const customerId = `${way} ${round}`;
          await insertHouse(database.kysely, customerId);
          const batches = batchesOf(customerId, rows);
          const startedAt = performance.now();
          for (const batch of batches) await take(database.kysely, batch);
          const elapsedMs = performance.now() - startedAt;
          if (round > 0) (rates[way] ??= []).push((1_000 * rows) / elapsedMs);
        }
      }
      await database.close();
      measured.push({ engine, rows: rowsOfSamples('/s', rates, median) });
    }
    return measured;
  } finally {
    await postgres.close();
    await rm(folder, { recursive: true, force: true });
  }
}

const ways: Readonly<
  Record<string, (database: Kysely<BankSchema>, batch: readonly LedgerEntry[]) => Promise<unknown>>
> = {
  'into the ledger alone': (database, batch) =>
    database.transaction().execute(transaction =>
      transaction
        .insertInto('ledger_transaction')
        .values(batch)
        .onConflict(conflict => conflict.columns(['customer_id', 'account_id', 'transaction_id']).doNothing())
        .returning(['customer_id', 'account_id', 'transaction_id'])
        .execute(),
    ),
  'with its rollups': ingest,
};

/** A year of one account, day after day. */
function batchesOf(customerId: string, rows: number): LedgerEntry[][] {
  const last = dayOf(today);
  const entries = Array.from({ length: rows }, (_, index): LedgerEntry => ({
    customer_id: customerId,
    account_id: 'checking',
    transaction_id: `t-${String(index).padStart(9, '0')}`,
    status: 'booked',
    day: dateOf(last - 364 + Math.floor((365 * index) / rows)),
    direction: 'out',
    category: categories[(index * 7_919) % categories.length] ?? 'groceries',
    amount_minor: 100 + ((index * 104_729) % 24_000),
    merchant: 'Merchant of the bench',
    counterparty: null,
    counterparty_account: null,
    description: null,
  }));
  return Array.from({ length: Math.ceil(rows / batchRows) }, (_, batch) =>
    entries.slice(batch * batchRows, (batch + 1) * batchRows),
  );
}
