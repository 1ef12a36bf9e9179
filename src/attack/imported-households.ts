/** Households from a ledger that the bank has imported, or can import. Nothing is written to it. */
import { copyFile, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { openDatabase } from '../bank/database/database.ts';
import type { AccountTable, BankSchema, TransactionTable } from '../bank/database/schema.ts';
import { dayOf, type Window } from '../bank/disclosure/day.ts';
import { readBerka } from '../bank/import/berka.ts';
import { importRows } from '../bank/import/import-rows.ts';
import { ofxEncoding, ofxReader } from '../bank/import/ofx.ts';
import { checkReadable, readText } from '../bank/import/text.ts';
import { minuteOf } from './demo-households.ts';
import { minutesPerDay, type Household, type Transaction } from './household.ts';

/** The ledger cannot be attacked; the message says what to do. */
export class LedgerUnusable extends Error {
  override readonly name = 'LedgerUnusable';
}

export interface ImportedOptions {
  /** A data folder or SQLite file of the bank, a file of the Berka ledger (.csv), or an OFX statement. */
  readonly path: string;
  readonly seed: string;
  /** No more than so many customers, in the order of their names. */
  readonly customers: number;
  /** The last days of each customer's ledger. */
  readonly days: number;
}

export async function importedHouseholds({ path, ...options }: ImportedOptions): Promise<Household[]> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new LedgerUnusable(`There is no ${path}.`);
  const isDatabase = found.isDirectory() || /\.(sqlite3?|db)$/i.test(path);
  return isDatabase
    ? fromDatabase(found.isDirectory() ? join(path, 'bank.sqlite') : path, options)
    : fromFile(path, options);
}

type Choice = Omit<ImportedOptions, 'path'>;

/** Opening brings a schema up to date, so a copy is opened. */
async function fromDatabase(file: string, options: Choice): Promise<Household[]> {
  if ((await stat(file).catch(() => null)) === null) {
    throw new LedgerUnusable(`There is no ledger in ${file}. Name a data folder of the bank.`);
  }
  const folder = await mkdtemp(join(tmpdir(), 'sottovoce-attack-'));
  try {
    const copy = join(folder, 'bank.sqlite');
    await copyFile(file, copy);
    // What the bank has written and not yet moved into the file itself.
    await copyFile(`${file}-wal`, `${copy}-wal`).catch(() => undefined);
    const database = await openDatabase({ kind: 'sqlite', file: copy });
    try {
      return await householdsIn(database.kysely, options);
    } finally {
      await database.close();
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

async function fromFile(file: string, options: Choice): Promise<Household[]> {
  await checkReadable(file);
  const isOfx = /\.(ofx|qfx)$/i.test(file);
  const [read, encoding] = isOfx ? [ofxReader('ledger'), ofxEncoding] : [readBerka, (): 'utf-8' => 'utf-8'];
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  try {
    const report = await importRows(database.kysely, read(readText(file, encoding, () => undefined)));
    const [refused] = report.refused;
    if (refused !== undefined) {
      throw new LedgerUnusable(
        `${file}, line ${refused.line}: ${refused.reason}. A ledger in another format has to be imported first (npm run bank -- import --help); then name the data folder.`,
      );
    }
    return await householdsIn(database.kysely, options);
  } finally {
    await database.close();
  }
}

async function householdsIn(
  database: Kysely<BankSchema>,
  { seed, customers, days }: Choice,
): Promise<Household[]> {
  const accounts = await database
    .selectFrom('account')
    .selectAll()
    .orderBy('customer_id')
    .orderBy('account_id')
    .execute();
  const households: Household[] = [];
  for (const [customerId, all] of Map.groupBy(accounts, account => account.customer_id)) {
    if (households.length === customers) break;
    const [first] = all;
    if (first === undefined) continue;
    // Accounts in another currency are not added up with these, so they would be a customer of their own.
    const ofCurrency = all.filter(({ currency }) => currency === first.currency);
    const entries = await database
      .selectFrom('ledger_transaction')
      .selectAll()
      .where('customer_id', '=', customerId)
      .where('status', '=', 'booked')
      .where(
        'account_id',
        'in',
        ofCurrency.map(({ account_id }) => account_id),
      )
      .orderBy('day')
      .orderBy('account_id')
      .orderBy('transaction_id')
      .execute();
    const last = entries.at(-1);
    // Of whom nothing happened there is nothing to find.
    if (last === undefined) continue;
    const until = dayOf(last.day) + 1;
    households.push(
      householdOf(ofCurrency, entries, {
        index: households.length,
        seed: `${seed}-${customerId}`,
        period: { from: until - days, until },
      }),
    );
  }
  if (households.length === 0) throw new LedgerUnusable('The ledger has no transactions.');
  return households;
}

function householdOf(
  accounts: readonly AccountTable[],
  entries: readonly TransactionTable[],
  { index, seed, period }: { index: number; seed: string; period: Window },
): Household {
  const transactions: Transaction[] = [];
  for (const { account_id, transaction_id, direction, category, amount_minor, day: date } of entries) {
    const day = dayOf(date);
    const occurredAt = day * minutesPerDay + minuteOf(seed, account_id, transaction_id);
    transactions.push({
      accountId: account_id,
      direction,
      category,
      amountMinor: amount_minor,
      day,
      occurredAt,
      // When something was pending is not kept once it is booked.
      bookedAt: occurredAt,
    });
  }
  return {
    index,
    seed,
    currency: accounts[0]?.currency ?? '',
    accounts: accounts.map(account => ({
      accountId: account.account_id,
      kind: account.kind,
      openingMinor: account.opening_minor,
      creditLimitMinor: account.credit_limit_minor,
      beganEmpty: account.opening_minor === 0,
    })),
    transactions,
    period,
  };
}
