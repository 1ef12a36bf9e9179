/** One answer that left the bank, as the record keeps it. */
import type { BankSchema } from '../../database/schema.ts';
import { readCanonical, type Json } from './canonical.ts';
import { digest } from './seal.ts';

/** What an entry says. All of it is hashed; nothing is added to it later. */
export interface Entry {
  /** 1: signed, with a commitment. 0: taken over from before there was a chain; what it does not know is null. */
  readonly version: 0 | 1;
  readonly customer: string;
  /** From 1, without gaps, over all platforms. */
  readonly sequence: number;
  readonly answerId: string;
  readonly link: string;
  readonly platform: string;
  /** RFC 3339, UTC. */
  readonly answeredAt: string;
  /** The number of the consent on that link under which it was told. */
  readonly consent: number | null;
  /** The question as the platform asked it. */
  readonly asked: Json;
  /** The question that was answered. */
  readonly told: Json;
  /** In what the two differ, because a single entry of the ledger could be worked out otherwise. */
  readonly adjusted: Json;
  /** Null where no amount was told. */
  readonly precision: string | null;
  readonly nonce: string | null;
  readonly commitment: string | null;
  /** The hash of the entry before; null at the first. */
  readonly previous: string | null;
}

/** An entry with its seal. */
export interface SealedEntry {
  readonly entry: Entry;
  readonly hash: string;
  /** Null in version 0. */
  readonly keyId: string | null;
  readonly signature: string | null;
}

export const hashEntry = (entry: Entry): string => digest('entry', { ...entry });

export type DisclosureRow = BankSchema['disclosure'];

/**
 * An entry from its row. Null when the row is none that this program has written: a text that is not canonical, a kind
 * that is not the question's.
 */
export function readEntry(row: DisclosureRow): SealedEntry | null {
  const [asked, told, adjusted] = [row.asked, row.told, row.adjusted].map(readCanonical);
  const { version } = row;
  if (asked === undefined || told === undefined || adjusted === undefined) return null;
  if ((version !== 0 && version !== 1) || row.kind !== nameOf(told)) return null;
  const answeredAt = new Date(row.answered_at);
  if (Number.isNaN(answeredAt.getTime())) return null;
  return {
    entry: {
      version,
      customer: row.customer_id,
      sequence: row.sequence,
      answerId: row.answer_id,
      link: row.link_id,
      platform: row.platform,
      answeredAt: answeredAt.toISOString(),
      consent: row.consent_sequence,
      asked,
      told,
      adjusted,
      precision: row.precision,
      nonce: row.nonce,
      commitment: row.commitment,
      previous: row.previous_hash,
    },
    hash: row.hash,
    keyId: row.key_id,
    signature: row.signature,
  };
}

/** The name of a question. */
export function nameOf(question: Json): string | null {
  if (question === null || typeof question !== 'object' || !('name' in question)) return null;
  return typeof question.name === 'string' ? question.name : null;
}
