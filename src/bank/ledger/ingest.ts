/**
 * The only way into the ledger: idempotent by the transaction's own id, with the rollups kept in the same database
 * transaction.
 */
import { sql, type Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import { differences, keyOf, type FixedField, type LedgerEntry } from './entry.ts';
import { addToRollups } from './rollups.ts';

/** What became of a batch. The four lists and counts add up to its length. */
export interface Ingested {
  /** Entries that were not there. */
  readonly added: number;
  /** Entries that were pending and are booked now. */
  readonly booked: number;
  /** Entries that were there already; nothing changed. */
  readonly alreadyThere: number;
  /** Entries that contradict what is booked; what is booked stays. */
  readonly refused: readonly RefusedEntry[];
}

interface RefusedEntry {
  /** Its place in the batch, from 0. */
  readonly index: number;
  readonly differsIn: readonly FixedField[];
}

/** Rows of one statement: twelve columns each, well below both engines' limits of parameters. */
const rowsPerStatement = 1_000;

/**
 * Takes a batch into the ledger, all in one database transaction (the caller's, when `database` is one). Accounts
 * must exist.
 *
 * - A pending entry is provisional: it counts in no rollup, and the booked one of the same id replaces it whole.
 * - A booked entry stays as it is. The same id with another day, direction or amount is refused, and reported in
 *   `refused`; it is for the caller to undo the rest. Another category or text under the same id changes nothing.
 */
export async function ingest(database: Kysely<BankSchema>, batch: readonly LedgerEntry[]): Promise<Ingested> {
  return transact(database, transaction => ingestInto(transaction, batch));
}

async function ingestInto(transaction: Kysely<BankSchema>, batch: readonly LedgerEntry[]): Promise<Ingested> {
  let added = 0;
  let booked = 0;
  let alreadyThere = 0;
  const refused: RefusedEntry[] = [];
  const newlyBooked: LedgerEntry[] = [];

  for (const chunk of chunksWithoutRepeats(batch)) {
    const inserted = await insertNew(
      transaction,
      [...chunk.values()].map(({ entry }) => entry),
    );
    const seen = [...chunk].filter(([key]) => !inserted.has(key));
    const stored = await loadStored(
      transaction,
      seen.map(([, { entry }]) => entry),
    );

    added += inserted.size;
    for (const [key, { entry }] of chunk) {
      if (inserted.has(key) && entry.status === 'booked') newlyBooked.push(entry);
    }
    for (const [key, { entry, index }] of seen) {
      const before = stored.get(key);
      if (before === undefined) throw new Error('an entry is neither new nor there');
      if (before.status === 'pending') {
        if (entry.status === 'booked' && (await book(transaction, entry))) {
          booked += 1;
          newlyBooked.push(entry);
        } else {
          alreadyThere += 1;
        }
        continue;
      }
      // A pending entry that is booked by now comes from an old file.
      const differsIn = entry.status === 'pending' ? [] : differences(before, entry);
      if (differsIn.length === 0) alreadyThere += 1;
      else refused.push({ index, differsIn });
    }
  }

  await addToRollups(transaction, newlyBooked);
  return { added, booked, alreadyThere, refused };
}

type Chunk = Map<string, { entry: LedgerEntry; index: number }>;

/** One statement cannot treat the same id twice, so an id that comes again begins a new chunk. */
function* chunksWithoutRepeats(batch: readonly LedgerEntry[]): Generator<Chunk> {
  let chunk: Chunk = new Map();
  for (const [index, entry] of batch.entries()) {
    const key = keyOf(entry);
    if (chunk.size === rowsPerStatement || chunk.has(key)) {
      yield chunk;
      chunk = new Map();
    }
    chunk.set(key, { entry, index });
  }
  if (chunk.size > 0) yield chunk;
}

/** Inserts what is not there; the keys of what was inserted. The database decides, so two ingests cannot both win. */
async function insertNew(
  transaction: Kysely<BankSchema>,
  entries: readonly LedgerEntry[],
): Promise<ReadonlySet<string>> {
  const rows = await transaction
    .insertInto('ledger_transaction')
    .values(entries)
    .onConflict(conflict => conflict.columns(['customer_id', 'account_id', 'transaction_id']).doNothing())
    .returning(['customer_id', 'account_id', 'transaction_id'])
    .execute();
  return new Set(rows.map(keyOf));
}

async function loadStored(
  transaction: Kysely<BankSchema>,
  entries: readonly LedgerEntry[],
): Promise<ReadonlyMap<string, LedgerEntry>> {
  if (entries.length === 0) return new Map();
  const keys = entries.map(
    // The type is said, since not every engine works it out by what the value is compared with.
    entry =>
      sql`(cast(${entry.customer_id} as text), cast(${entry.account_id} as text), cast(${entry.transaction_id} as text))`,
  );
  const { rows } = await sql<LedgerEntry>`
    with wanted (customer_id, account_id, transaction_id) as (values ${sql.join(keys)})
    select stored.* from wanted join ledger_transaction as stored
      on stored.customer_id = wanted.customer_id
      and stored.account_id = wanted.account_id
      and stored.transaction_id = wanted.transaction_id`.execute(transaction);
  return new Map(rows.map(row => [keyOf(row), row]));
}

/** Replaces a pending entry by the booked one; false when another ingest was quicker. */
async function book(transaction: Kysely<BankSchema>, entry: LedgerEntry): Promise<boolean> {
  const { customer_id, account_id, transaction_id, ...values } = entry;
  const updated = await transaction
    .updateTable('ledger_transaction')
    .set(values)
    .where('customer_id', '=', customer_id)
    .where('account_id', '=', account_id)
    .where('transaction_id', '=', transaction_id)
    .where('status', '=', 'pending')
    .executeTakeFirst();
  return updated.numUpdatedRows === 1n;
}
