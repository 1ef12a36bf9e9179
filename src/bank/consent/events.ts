/** Giving and withdrawing: each appends one event to the link's record, which is never changed. */
import type { Kysely } from 'kysely';
import type { ConsentClass, ConsentPrecision } from '../../facade/contract.ts';
import type { BankSchema, ConsentVia } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { LinkKey } from './consent.ts';
import {
  readAccounts,
  readPrecision,
  readQuestions,
  writeAccounts,
  writePrecision,
  writeQuestions,
  type SharedAccount,
} from './stored.ts';

const dayMs = 86_400_000;

/** How long it may last at most: a year, so that a choice that was forgotten ends by itself. */
const maxValidDays = 365;

/** The longest nickname; what the contract lets an answer carry. */
export const maxNicknameLength = 40;

/** What a customer chose. */
export interface ConsentChoice {
  readonly questions: Iterable<ConsentClass>;
  readonly accounts: readonly SharedAccount[];
  readonly precision: ConsentPrecision;
  /** Milliseconds since 1970 UTC; later than `now` and at most `maxValidDays` after it. */
  readonly validUntil: number;
}

/**
 * One event of the record. `sequence` counts from 1 on each link; what was chosen is empty where the event is a
 * withdrawal.
 */
export interface ConsentEvent {
  readonly sequence: number;
  readonly kind: 'given' | 'withdrawn';
  readonly at: number;
  readonly platform: string;
  readonly via: ConsentVia;
  readonly questions: readonly ConsentClass[];
  readonly accounts: readonly SharedAccount[];
  readonly precision: ConsentPrecision | null;
  readonly validUntil: number | null;
}

/**
 * Appends what the customer agreed to; it replaces whatever was in force on the link. Joins the caller's
 * transaction, or opens one.
 *
 * @throws RangeError for a choice that no page offers: over already, longer than a year (unless it is seeded), a nickname that cannot be
 * spoken. The page checks first and words it; this is the last line.
 */
export async function giveConsent(
  database: Kysely<BankSchema>,
  link: LinkKey,
  choice: ConsentChoice,
  { now, via }: { now: number; via: ConsentVia },
): Promise<{ sequence: number }> {
  if (choice.validUntil <= now) throw new RangeError('a consent must end after it begins');
  // Seeded data has clocks of its own: an imported ledger is asked about as of years ago.
  if (via !== 'seed' && choice.validUntil > now + maxValidDays * dayMs) {
    throw new RangeError(`a consent lasts at most ${maxValidDays} days`);
  }
  for (const { nickname } of choice.accounts) {
    if (nickname.trim() === '' || nickname.length > maxNicknameLength) {
      throw new RangeError(`a nickname has 1 to ${maxNicknameLength} characters`);
    }
  }
  return onRecord(database, link, record =>
    record.append({
      kind: 'given',
      at: now,
      via,
      questions: writeQuestions(choice.questions),
      accounts: writeAccounts(choice.accounts),
      ...writePrecision(choice.precision),
      valid_until: choice.validUntil,
    }),
  );
}

/**
 * Takes back what is in force: the next request is refused, whatever token it carries. Withdrawing where nothing is
 * given adds nothing, so a withdrawal may be repeated.
 */
export async function withdrawConsent(
  database: Kysely<BankSchema>,
  link: LinkKey,
  { now, via }: { now: number; via: ConsentVia },
): Promise<{ withdrawn: boolean }> {
  return onRecord(database, link, async (record, last) => {
    if (last?.kind !== 'given') return { withdrawn: false };
    await record.append({
      kind: 'withdrawn',
      at: now,
      via,
      questions: '[]',
      accounts: '[]',
      ...writePrecision(null),
      valid_until: null,
    });
    return { withdrawn: true };
  });
}

/** The whole record of a link, oldest first. */
export async function listConsentEvents(
  database: Kysely<BankSchema>,
  link: LinkKey,
): Promise<ConsentEvent[]> {
  const rows = await database
    .selectFrom('consent_event')
    .selectAll()
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .orderBy('sequence')
    .execute();
  return rows.map(row => ({
    sequence: row.sequence,
    kind: row.kind,
    at: row.at,
    platform: row.platform,
    via: row.via,
    questions: readQuestions(row.questions),
    accounts: readAccounts(row.accounts),
    precision: readPrecision(row),
    validUntil: row.valid_until,
  }));
}

type NewEvent = Omit<BankSchema['consent_event'], 'customer_id' | 'link_id' | 'sequence' | 'platform'>;

interface LinkRecord {
  readonly append: (event: NewEvent) => Promise<{ sequence: number }>;
}

/** Works on a link's record alone: others who would append to the same one wait, on every engine. */
async function onRecord<Result>(
  database: Kysely<BankSchema>,
  link: LinkKey,
  work: (record: LinkRecord, last: { sequence: number; kind: string } | undefined) => Promise<Result>,
): Promise<Result> {
  if (!database.isTransaction) {
    return transact(database, transaction => onRecord(transaction, link, work));
  }
  // Writing the link's row, unchanged, takes its lock.
  const row = await database
    .updateTable('link')
    .set(link => ({ platform: link.ref('platform') }))
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .returning('platform')
    .executeTakeFirst();
  if (row === undefined) throw new Error('a consent belongs to a link, and there is no such link');
  const last = await database
    .selectFrom('consent_event')
    .select(['sequence', 'kind'])
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .orderBy('sequence', 'desc')
    .limit(1)
    .executeTakeFirst();
  const append = async (event: NewEvent): Promise<{ sequence: number }> => {
    const sequence = (last?.sequence ?? 0) + 1;
    await database
      .insertInto('consent_event')
      .values({
        customer_id: link.customerId,
        link_id: link.linkId,
        sequence,
        platform: row.platform,
        ...event,
      })
      .execute();
    return { sequence };
  };
  return work({ append }, last);
}
