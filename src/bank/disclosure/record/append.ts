/** Appending to the record, in the answer's own transaction. */
import type { Kysely } from 'kysely';
import type { Question } from '../../../facade/contract.ts';
import type { BankSchema } from '../../database/schema.ts';
import type { RandomSource } from '../../link/random-source.ts';
import { adjustedDetails } from './adjusted.ts';
import { canonicalJson, type Json } from './canonical.ts';
import { commit } from './commitment.ts';
import { hashEntry, type Entry } from './entry.ts';
import { checkHead, lockHead, moveHead, type Head } from './head.ts';
import type { RecordKeys } from './keys.ts';
import { signHash } from './seal.ts';

/** An answer that is about to leave. */
export interface Disclosure {
  readonly customerId: string;
  readonly answerId: string;
  readonly linkId: string;
  readonly platform: string;
  /** Milliseconds since 1970 UTC. */
  readonly answeredAt: number;
  /** Which consent of the link covers it. */
  readonly consentSequence: number;
  readonly asked: Question;
  readonly told: Question;
  /** Null where no amount is told. */
  readonly precision: string | null;
  /** What is told; only a commitment to it is kept. */
  readonly figures: Json;
}

/**
 * Appends an answer to its customer's chain. Answers of one customer wait for each other here; those of others do not.
 *
 * @param transaction the answer's: without a record on disk no answer leaves
 * @throws Error when the end of the chain is not signed by the bank. To sign a new end behind it would make good what
 * somebody has cut off: `bank verify-disclosures` tells what is wrong, and the bank's backup has the rest.
 */
export async function appendDisclosure(
  transaction: Kysely<BankSchema>,
  { keys, random }: { keys: RecordKeys; random: RandomSource },
  disclosure: Disclosure,
): Promise<void> {
  const { customerId: customer, asked, told } = disclosure;
  const head = await lockHead(transaction, customer);
  if (head !== null && !(await isTrusted(transaction, keys, head))) {
    throw new Error("the end of a customer's disclosure record is not signed by this bank");
  }
  const entry: Entry = {
    version: 1,
    customer,
    sequence: (head?.sequence ?? 0) + 1,
    answerId: disclosure.answerId,
    link: disclosure.linkId,
    platform: disclosure.platform,
    answeredAt: new Date(disclosure.answeredAt).toISOString(),
    consent: disclosure.consentSequence,
    asked: { ...asked },
    told: { ...told },
    adjusted: adjustedDetails(asked, told),
    precision: disclosure.precision,
    ...commit(keys, disclosure.figures, random),
    previous: head?.hash ?? null,
  };
  const hash = hashEntry(entry);
  const { keyId, signature } = signHash(keys, 'entry', hash);
  await transaction
    .insertInto('disclosure')
    .values({
      version: entry.version,
      customer_id: customer,
      sequence: entry.sequence,
      answer_id: entry.answerId,
      link_id: entry.link,
      platform: entry.platform,
      answered_at: disclosure.answeredAt,
      consent_sequence: entry.consent,
      kind: told.name,
      asked: canonicalJson(entry.asked),
      told: canonicalJson(entry.told),
      adjusted: canonicalJson(entry.adjusted),
      precision: entry.precision,
      nonce: entry.nonce,
      commitment: entry.commitment,
      previous_hash: entry.previous,
      hash,
      key_id: keyId,
      signature,
    })
    .execute();
  await moveHead(transaction, keys, { customer, sequence: entry.sequence, hash });
}

/** Signed by us; or not signed at all, where what it ends was taken over from before there was a chain. */
async function isTrusted(transaction: Kysely<BankSchema>, keys: RecordKeys, head: Head): Promise<boolean> {
  const checked = checkHead(keys.known, head);
  if (checked !== 'unsigned') return checked === 'good';
  const last = await transaction
    .selectFrom('disclosure')
    .select(['version', 'hash'])
    .where('customer_id', '=', head.customer)
    .where('sequence', '=', head.sequence)
    .executeTakeFirst();
  return last?.version === 0 && last.hash === head.hash;
}
