/**
 * The consent that is in force on a link. It is never stored as such: it is the last event of the link, read against
 * the clock, so that absence, a withdrawal and the end of its time all mean no without anything being changed.
 */
import type { Kysely } from 'kysely';
import type { ConsentClass, ConsentPrecision } from '../../facade/contract.ts';
import type { BankSchema } from '../database/schema.ts';
import { readAccounts, readPrecision, readQuestions, type SharedAccount } from './stored.ts';

/** A customer on one platform, as the bank names it. */
export interface LinkKey {
  readonly customerId: string;
  readonly linkId: string;
}

/** What a customer lets a platform say. */
export interface Consent {
  /** Which event of the link gave it; together with the link it names the consent in records and receipts. */
  readonly sequence: number;
  readonly platform: string;
  /** The classes of questions that may be answered; a class that is not here may not. */
  readonly questions: ReadonlySet<ConsentClass>;
  /** The accounts that answers may be about; an account that is not here does not exist for the platform. */
  readonly accounts: readonly SharedAccount[];
  readonly precision: ConsentPrecision;
  /** Milliseconds since 1970 UTC. */
  readonly givenAt: number;
  /** The first instant at which it no longer holds. */
  readonly validUntil: number;
}

/**
 * The consent in force on a link at an instant, or null: nothing was ever given, it was withdrawn, or its time is
 * over. One query, so that a withdrawal works on the very next request.
 *
 * @param now milliseconds since 1970 UTC, by the bank's clock
 */
export async function loadConsent(
  database: Kysely<BankSchema>,
  link: LinkKey,
  now: number,
): Promise<Consent | null> {
  const last = await database
    .selectFrom('consent_event')
    .select([
      'sequence',
      'kind',
      'at',
      'platform',
      'questions',
      'accounts',
      'totals_precision',
      'balances_precision',
      'valid_until',
    ])
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (last?.kind !== 'given' || last.valid_until === null || now >= last.valid_until) return null;
  const precision = readPrecision(last);
  if (precision === null) return null;
  return {
    sequence: last.sequence,
    platform: last.platform,
    questions: new Set(readQuestions(last.questions)),
    accounts: readAccounts(last.accounts),
    precision,
    givenAt: last.at,
    validUntil: last.valid_until,
  };
}

/** Whether a class of questions may be answered. Without a consent nothing may. */
export function covers(consent: Consent | null, question: ConsentClass): boolean {
  return consent?.questions.has(question) ?? false;
}
