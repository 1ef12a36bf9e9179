/** Rows into the bank: all of them in one database transaction, or none. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { FixedField } from '../ledger/entry.ts';
import { ingest } from '../ledger/ingest.ts';
import { quoted, refusedRow, type RefusedRow, type Row, type RowAccount } from './row.ts';

/** What an import did, or why it did nothing. */
export interface ImportReport {
  /** Entries in the file, those that were refused too. */
  readonly read: number;
  /** Entries that were not there, and pending ones that are booked now. */
  readonly added: number;
  readonly alreadyThere: number;
  /** In the order of the file. Any at all: nothing was imported. */
  readonly refused: readonly RefusedRow[];
  /** How many more were refused than `refused` holds. */
  readonly refusedMore: number;
  readonly newCustomers: readonly string[];
  /** Every customer that the file is about. */
  readonly customers: readonly string[];
  readonly accounts: number;
}

const batchRows = 1_000;
/** More would not help anybody to mend the file. */
const maxRefusedKept = 50;

/** Undoes the transaction, and is caught outside of it. */
class NothingImported extends Error {}

/** Imports what a reader gives. Expected trouble is in the report; a reader that throws undoes everything too. */
export async function importRows(
  database: Kysely<BankSchema>,
  rows: AsyncIterable<Row>,
): Promise<ImportReport> {
  const state = new ImportState();
  try {
    await database.transaction().execute(async transaction => {
      const known = new KnownAccounts(transaction, state);
      let batch: Extract<Row, { kind: 'entry' }>[] = [];
      const flush = async (): Promise<void> => {
        const result = await ingest(
          transaction,
          batch.map(({ entry }) => entry),
        );
        state.added += result.added + result.booked;
        state.alreadyThere += result.alreadyThere;
        for (const { index, differsIn } of result.refused) {
          state.refuse(
            refusedRow(
              batch[index]?.line ?? 0,
              contradiction(batch[index]?.entry.transaction_id ?? '', differsIn),
            ),
          );
        }
        batch = [];
      };

      for await (const row of rows) {
        if (row.kind !== 'balance') state.read += 1;
        if (row.kind === 'refused') {
          state.refuse(row);
          continue;
        }
        // Once something is refused the rest is only read, to tell what else is wrong.
        const problem = state.refusedCount > 0 ? undefined : await known.ensure(row.of);
        if (problem !== undefined) state.refuse(refusedRow(row.line, problem));
        if (state.refusedCount > 0) continue;
        if (row.kind === 'entry') {
          batch.push(row);
          if (batch.length === batchRows) await flush();
        } else {
          await flush();
          await settleOpening(transaction, row);
        }
      }
      if (state.refusedCount === 0) await flush();
      if (state.refusedCount > 0) throw new NothingImported();
    });
  } catch (error) {
    if (!(error instanceof NothingImported)) throw error;
    return { ...state.report(), added: 0, alreadyThere: 0, newCustomers: [] };
  }
  return state.report();
}

class ImportState {
  read = 0;
  added = 0;
  alreadyThere = 0;
  accounts = 0;
  refusedCount = 0;
  readonly newCustomers: string[] = [];
  readonly customers = new Set<string>();
  readonly #refused: RefusedRow[] = [];

  refuse(row: RefusedRow): void {
    this.refusedCount += 1;
    if (this.#refused.length < maxRefusedKept) this.#refused.push(row);
  }

  report(): ImportReport {
    const { read, added, alreadyThere, newCustomers, accounts, refusedCount } = this;
    return {
      read,
      added,
      alreadyThere,
      refused: this.#refused.toSorted((a, b) => a.line - b.line),
      refusedMore: refusedCount - this.#refused.length,
      newCustomers,
      customers: [...this.customers],
      accounts,
    };
  }
}

/** Makes customers and accounts on their first row. */
class KnownAccounts {
  readonly #transaction: Kysely<BankSchema>;
  readonly #state: ImportState;
  readonly #known = new Map<string, string | undefined>();

  constructor(transaction: Kysely<BankSchema>, state: ImportState) {
    this.#transaction = transaction;
    this.#state = state;
  }

  /** Why a row for this account cannot be taken; undefined when it can. */
  async ensure(of: RowAccount): Promise<string | undefined> {
    const key = JSON.stringify([of.account.customer_id, of.account.account_id]);
    if (!this.#known.has(key)) {
      this.#known.set(key, await this.#make(of));
      this.#state.accounts += 1;
    }
    return this.#known.get(key);
  }

  async #make({ customer, account }: RowAccount): Promise<string | undefined> {
    if (!this.#state.customers.has(customer.customer_id)) {
      const made = await this.#transaction
        .insertInto('customer')
        .values(customer)
        .onConflict(conflict => conflict.column('customer_id').doNothing())
        .executeTakeFirst();
      this.#state.customers.add(customer.customer_id);
      if (made.numInsertedOrUpdatedRows === 1n) this.#state.newCustomers.push(customer.customer_id);
    }
    await this.#transaction
      .insertInto('account')
      .values(account)
      .onConflict(conflict => conflict.columns(['customer_id', 'account_id']).doNothing())
      .execute();
    const stored = await this.#transaction
      .selectFrom('account')
      .select(['kind', 'currency'])
      .where('customer_id', '=', account.customer_id)
      .where('account_id', '=', account.account_id)
      .executeTakeFirstOrThrow();
    return stored.kind === account.kind && stored.currency === account.currency
      ? undefined
      : `the account is there as ${stored.kind} in ${stored.currency}, and the file has it as ${account.kind} in ${account.currency}`;
  }
}

/**
 * What a file says was booked at the end of a day fixes the opening balance, unless the ledger knows of later days
 * already: then an earlier file, or another bank statement, has the better word.
 */
async function settleOpening(
  transaction: Kysely<BankSchema>,
  { of: { account }, day, bookedMinor, creditLimitMinor }: Extract<Row, { kind: 'balance' }>,
): Promise<void> {
  const days = await transaction
    .selectFrom('rollup_day')
    .select(['day', 'direction', 'sum_minor'])
    .where('customer_id', '=', account.customer_id)
    .where('account_id', '=', account.account_id)
    .execute();
  if (days.some(row => row.day > day)) return;
  const change = days.reduce(
    (sum, row) => sum + (row.direction === 'in' ? row.sum_minor : -row.sum_minor),
    0,
  );
  await transaction
    .updateTable('account')
    .set({
      opening_minor: bookedMinor - change,
      ...(creditLimitMinor !== undefined && { credit_limit_minor: creditLimitMinor }),
    })
    .where('customer_id', '=', account.customer_id)
    .where('account_id', '=', account.account_id)
    .execute();
}

const fieldNames: Record<FixedField, string> = {
  day: 'day',
  direction: 'direction',
  amount_minor: 'amount',
};

const contradiction = (id: string, differsIn: readonly FixedField[]): string =>
  `the bank has a booked transaction ${quoted(id)} with another ${differsIn.map(field => fieldNames[field]).join(' and ')}`;
