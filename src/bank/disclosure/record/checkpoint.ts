/**
 * Once a day: where every chain ends that has grown, signed and chained to the day before. A chain that is later cut off
 * together with its signed end, or is gone altogether, no longer fits; and who has kept the hash of a checkpoint elsewhere
 * sees that the whole record was not put back to an earlier day either.
 */
import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../database/schema.ts';
import { transact } from '../../database/transact.ts';
import { canonicalJson } from './canonical.ts';
import type { BrokenLink, CheckpointedEnd } from './check-chain.ts';
import type { PublicRecordKey, RecordKeys } from './keys.ts';
import { checkSignature, digest, signHash } from './seal.ts';

/** A checkpoint's number, and the hash that stands for it and for all before it. */
export interface Checkpoint {
  readonly number: number;
  readonly hash: string;
}

type CheckpointRow = BankSchema['disclosure_checkpoint'];
type EndRow = BankSchema['disclosure_checkpoint_end'];

/** Chains are read and written so many at a time. */
const batchSize = 500;

/**
 * Takes the checkpoint of a day. Of several programs that do so at once, one does.
 *
 * @param day the bank's, `YYYY-MM-DD`
 * @returns null when the day has one, or no chain has grown
 */
export async function takeCheckpoint(
  database: Kysely<BankSchema>,
  keys: RecordKeys,
  { now, day }: { readonly now: number; readonly day: string },
): Promise<Checkpoint | null> {
  return transact(database, async transaction => {
    const last = await transaction
      .selectFrom('disclosure_checkpoint')
      .select(['number', 'day', 'hash'])
      .orderBy('number', 'desc')
      .limit(1)
      .executeTakeFirst();
    if (last !== undefined && last.day >= day) return null;
    const number = (last?.number ?? 0) + 1;
    const ends = await grownEnds(transaction, number);
    if (ends.length === 0) return null;
    const said = {
      number,
      day,
      taken_at: now,
      chains: ends.length,
      ends: hashEnds(ends),
      previous_hash: last?.hash ?? null,
    };
    const hash = digest('checkpoint', said);
    const { keyId, signature } = signHash(keys, 'checkpoint', hash);
    const inserted = await transaction
      .insertInto('disclosure_checkpoint')
      .values({ ...said, hash, key_id: keyId, signature })
      .onConflict(conflict => conflict.doNothing())
      .executeTakeFirst();
    // Another program was faster.
    if (inserted.numInsertedOrUpdatedRows === 0n) return null;
    for (let start = 0; start < ends.length; start += batchSize) {
      await transaction
        .insertInto('disclosure_checkpoint_end')
        .values(ends.slice(start, start + batchSize))
        .execute();
    }
    return { number, hash };
  });
}

/** The ends that no checkpoint has seen. */
async function grownEnds(database: Kysely<BankSchema>, number: number): Promise<EndRow[]> {
  const rows = await database
    .selectFrom('disclosure_head as head')
    .select(['head.customer_id', 'head.sequence', 'head.hash'])
    .where('head.sequence', '>', 0)
    .where(where =>
      where.not(
        where.exists(
          where
            .selectFrom('disclosure_checkpoint_end as seen')
            .select('seen.number')
            .whereRef('seen.customer_id', '=', 'head.customer_id')
            .whereRef('seen.hash', '=', 'head.hash'),
        ),
      ),
    )
    .orderBy('head.customer_id')
    .execute();
  return rows.map(({ customer_id, sequence, hash }, index) => {
    if (hash === null) throw new Error('a chain that has entries ends in one of them');
    return { customer_id, number, position: index + 1, sequence, hash };
  });
}

const hashEnds = (ends: readonly EndRow[]): string => {
  const hash = createHash('sha256');
  for (const end of ends) addEnd(hash, end);
  return hash.digest('base64url');
};

const addEnd = (
  hash: ReturnType<typeof createHash>,
  { customer_id: customer, position, sequence, hash: end }: EndRow,
): void => {
  hash.update(`${canonicalJson({ customer, position, sequence, hash: end })}\n`);
};

/** What the checkpoints hold, or the first broken link of theirs. */
export async function checkCheckpoints(
  database: Kysely<BankSchema>,
  known: ReadonlyMap<string, PublicRecordKey>,
): Promise<{ readonly checkpoints: readonly CheckpointRow[] } | BrokenLink> {
  const rows = await database.selectFrom('disclosure_checkpoint').selectAll().orderBy('number').execute();
  let last: CheckpointRow | null = null;
  for (const row of rows) {
    const at = (last?.number ?? 0) + 1;
    const { hash, key_id: keyId, signature, ...said } = row;
    if (row.number !== at) return { problem: 'checkpoint-missing', at };
    if (digest('checkpoint', said) !== hash) return { problem: 'checkpoint-changed', at };
    if (row.previous_hash !== (last?.hash ?? null)) return { problem: 'checkpoint-unlinked', at };
    const checked = checkSignature(known, 'checkpoint', hash, { keyId, signature });
    if (checked !== 'good')
      return { problem: `checkpoint-${checked === 'wrong' ? 'wrong-signature' : checked}`, at };
    if ((await hashStoredEnds(database, row.number)) !== row.ends)
      return { problem: 'checkpoint-ends-changed', at };
    last = row;
  }
  return { checkpoints: rows };
}

async function hashStoredEnds(database: Kysely<BankSchema>, number: number): Promise<string> {
  const hash = createHash('sha256');
  for (let after = 0; ;) {
    const rows = await database
      .selectFrom('disclosure_checkpoint_end')
      .selectAll()
      .where('number', '=', number)
      .where('position', '>', after)
      .orderBy('position')
      .limit(batchSize)
      .execute();
    for (const row of rows) addEnd(hash, row);
    const last = rows.at(-1);
    if (last === undefined) return hash.digest('base64url');
    after = last.position;
  }
}

/** Where a customer's chain ended at the checkpoints that saw it grow, the first first. */
export async function loadCheckpointedEnds(
  database: Kysely<BankSchema>,
  customerId: string,
): Promise<CheckpointedEnd[]> {
  return database
    .selectFrom('disclosure_checkpoint_end')
    .select(['number', 'sequence', 'hash'])
    .where('customer_id', '=', customerId)
    .orderBy('number')
    .execute();
}
