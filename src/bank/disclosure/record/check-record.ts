/** Checks the whole record, or one customer's, where it is kept; while answers go on. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../database/schema.ts';
import { checkChain, isBroken, type BrokenLink, type FoundEntry } from './check-chain.ts';
import { checkCheckpoints, loadCheckpointedEnds } from './checkpoint.ts';
import { readEntry } from './entry.ts';
import { loadHead } from './head.ts';
import type { PublicRecordKey } from './keys.ts';

/** What was found. It is good where nothing is broken. */
export interface RecordReport {
  readonly chains: number;
  readonly entries: number;
  readonly unsigned: number;
  /** The last one; null: there is none yet, or their own chain is broken. */
  readonly lastCheckpoint: { readonly number: number; readonly day: string; readonly hash: string } | null;
  readonly checkpointHashes: ReadonlySet<string>;
  /** The first broken link of each chain that has one; the checkpoints' own, which is no customer's, first. */
  readonly broken: readonly (BrokenLink & { readonly customer: string | null })[];
}

const batchSize = 500;

/** @param customerId null: everybody's */
export async function checkRecord(
  database: Kysely<BankSchema>,
  known: ReadonlyMap<string, PublicRecordKey>,
  customerId: string | null = null,
): Promise<RecordReport> {
  const checkpoints = await checkCheckpoints(database, known);
  const good = 'checkpoints' in checkpoints ? checkpoints.checkpoints : [];
  const broken: (BrokenLink & { customer: string | null })[] =
    'problem' in checkpoints ? [{ ...checkpoints, customer: null }] : [];
  let [chains, entries, unsigned] = [0, 0, 0];
  for (const customer of customerId === null ? await customersOnRecord(database) : [customerId]) {
    const found = await findChain(database, customer);
    const outcome = await checkChain({ ...found, hasCheckpoints: good.length > 0 }, known);
    if (isBroken(outcome)) {
      broken.push({ ...outcome, customer });
      continue;
    }
    chains += outcome.entries > 0 ? 1 : 0;
    entries += outcome.entries;
    unsigned += outcome.unsigned;
  }
  return {
    chains,
    entries,
    unsigned,
    lastCheckpoint: good.at(-1) ?? null,
    checkpointHashes: new Set(good.map(({ hash }) => hash)),
    broken,
  };
}

/** Whoever has left a trace: of a chain that was deleted, the checkpoints still know. */
async function customersOnRecord(database: Kysely<BankSchema>): Promise<string[]> {
  const rows = await database
    .selectFrom('disclosure_head')
    .select('customer_id')
    .union(database.selectFrom('disclosure').select('customer_id'))
    .union(database.selectFrom('disclosure_checkpoint_end').select('customer_id'))
    .execute();
  const byId = new Intl.Collator('en', { numeric: true });
  return rows.map(row => row.customer_id).sort(byId.compare);
}

/**
 * A chain while it may be growing. An answer adds its entry and moves the end in one transaction. So what is read first
 * is never ahead of what is read after it: what the checkpoints have seen, the last entry, the end; and every entry up to
 * that end is there when it is read after that.
 */
async function findChain(database: Kysely<BankSchema>, customer: string) {
  const checkpointed = await loadCheckpointedEnds(database, customer);
  const { last } = await database
    .selectFrom('disclosure')
    .select(({ fn }) => fn.max<number | null>('sequence').as('last'))
    .where('customer_id', '=', customer)
    .executeTakeFirstOrThrow();
  const head = await loadHead(database, customer);
  const through = Math.max(last ?? 0, head?.sequence ?? 0);
  return { customer, entries: entriesOf(database, customer, through), head, checkpointed };
}

/** The rows of a chain as they are, in their order. */
export async function* entriesOf(
  database: Kysely<BankSchema>,
  customer: string,
  through: number,
): AsyncGenerator<FoundEntry> {
  for (let after = 0; ;) {
    const rows = await database
      .selectFrom('disclosure')
      .selectAll()
      .where('customer_id', '=', customer)
      .where('sequence', '>', after)
      .where('sequence', '<=', through)
      .orderBy('sequence')
      .limit(batchSize)
      .execute();
    for (const row of rows) yield { sequence: row.sequence, sealed: readEntry(row) };
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.sequence;
  }
}
