/** Where a customer's chain ends, signed: without it nobody could tell that entries at the end are missing. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../database/schema.ts';
import type { PublicRecordKey, RecordKeys } from './keys.ts';
import { checkSignature, digest, signatureOf, signHash, type Signature } from './seal.ts';

/** The end of a chain. */
export interface ChainEnd {
  readonly customer: string;
  /** How many entries there are. */
  readonly sequence: number;
  /** The hash of the last one. */
  readonly hash: string;
}

/** As it is kept: a chain that was taken over is not signed until the next answer. */
export interface Head extends ChainEnd {
  readonly signed: Signature | null;
}

const hashEnd = ({ customer, sequence, hash }: ChainEnd): string =>
  digest('head', { customer, sequence, hash });

export function checkHead(
  known: ReadonlyMap<string, PublicRecordKey>,
  head: Head,
): 'good' | 'wrong' | 'unknown-key' | 'unsigned' {
  return head.signed === null ? 'unsigned' : checkSignature(known, 'head', hashEnd(head), head.signed);
}

type HeadRow = BankSchema['disclosure_head'];

const readHead = (row: HeadRow): Head | null =>
  row.hash === null
    ? null
    : {
        customer: row.customer_id,
        sequence: row.sequence,
        hash: row.hash,
        signed: signatureOf(row.key_id, row.signature),
      };

/** Null where nothing was ever told. */
export async function loadHead(database: Kysely<BankSchema>, customerId: string): Promise<Head | null> {
  const row = await database
    .selectFrom('disclosure_head')
    .selectAll()
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row === undefined ? null : readHead(row);
}

/**
 * The same, for whoever is going to write: others who would append to this chain wait until the transaction ends, on
 * every engine. Of the tables that are locked for an answer it is the last.
 */
export async function lockHead(transaction: Kysely<BankSchema>, customerId: string): Promise<Head | null> {
  const row = await transaction
    .insertInto('disclosure_head')
    .values({ customer_id: customerId, sequence: 0, hash: null, key_id: null, signature: null })
    .onConflict(conflict =>
      // Writing the row, unchanged, takes its lock.
      conflict.column('customer_id').doUpdateSet(row => ({ sequence: row.ref('disclosure_head.sequence') })),
    )
    .returningAll()
    .executeTakeFirstOrThrow();
  return readHead(row);
}

export async function moveHead(
  transaction: Kysely<BankSchema>,
  keys: RecordKeys,
  end: ChainEnd,
): Promise<void> {
  const { keyId, signature } = signHash(keys, 'head', hashEnd(end));
  await transaction
    .updateTable('disclosure_head')
    .set({ sequence: end.sequence, hash: end.hash, key_id: keyId, signature })
    .where('customer_id', '=', end.customer)
    .execute();
}
