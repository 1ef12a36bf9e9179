/** What the pages read of a customer. Never a transaction. */
import type { Kysely } from 'kysely';
import { accountKinds } from '../../facade/contract.ts';
import {
  asOffered,
  listConsentEvents,
  loadConsent,
  type Consent,
  type ConsentEvent,
  type ExactAmounts,
  type LinkKey,
} from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { isLocked, maxFailuresADay } from '../step-up/limits.ts';
import type { OfferedAccount } from './consent-form.ts';

/** In the order in which people think of them. */
export async function loadAccounts(
  database: Kysely<BankSchema>,
  customerId: string,
): Promise<OfferedAccount[]> {
  const rows = await database
    .selectFrom('account')
    .select(['account_id as accountId', 'kind', 'nickname'])
    .where('customer_id', '=', customerId)
    .orderBy('account_id')
    .execute();
  return rows.sort((a, b) => accountKinds.indexOf(a.kind) - accountKinds.indexOf(b.kind));
}

export async function loadCustomerName(database: Kysely<BankSchema>, customerId: string): Promise<string> {
  const { name } = await database
    .selectFrom('customer')
    .select('name')
    .where('customer_id', '=', customerId)
    .executeTakeFirstOrThrow();
  return name;
}

/** When the voice PIN was chosen, or null. */
export async function loadPinDate(database: Kysely<BankSchema>, customerId: string): Promise<number | null> {
  const row = await database
    .selectFrom('voice_pin')
    .select('set_at')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  return row?.set_at ?? null;
}

export async function hasVoicePin(database: Kysely<BankSchema>, customerId: string): Promise<boolean> {
  return (await loadPinDate(database, customerId)) !== null;
}

/** Whether so many step-ups were refused on a day that no assistant of the customer's takes one any more. */
export async function isDayUsedUp(
  database: Kysely<BankSchema>,
  customerId: string,
  day: string,
): Promise<boolean> {
  const row = await database
    .selectFrom('step_up_day')
    .select('failures')
    .where('customer_id', '=', customerId)
    .where('day', '=', day)
    .executeTakeFirst();
  return (row?.failures ?? 0) >= maxFailuresADay;
}

/** A link as its owner sees it. */
export interface CustomerLink extends LinkKey {
  readonly platform: string;
  readonly linkedAt: number;
  readonly unlinkedAt: number | null;
  readonly isLocked: boolean;
  readonly lockedAt: number | null;
  /** Wrong voice PINs since the last right one. */
  readonly failures: number;
}

/** Every link the customer ever had, the ones in use first. */
export async function loadLinks(database: Kysely<BankSchema>, customerId: string): Promise<CustomerLink[]> {
  const rows = await database
    .selectFrom('link')
    .select([
      'customer_id',
      'link_id',
      'platform',
      'created_at',
      'unlinked_at',
      'failed_step_ups',
      'locked_at',
    ])
    .where('customer_id', '=', customerId)
    .orderBy('created_at', 'desc')
    .execute();
  return rows
    .map(row => ({
      customerId: row.customer_id,
      linkId: row.link_id,
      platform: row.platform,
      linkedAt: row.created_at,
      unlinkedAt: row.unlinked_at,
      isLocked: isLocked(row),
      lockedAt: row.locked_at,
      failures: row.failed_step_ups,
    }))
    .sort((a, b) => Number(a.unlinkedAt !== null) - Number(b.unlinkedAt !== null));
}

/** A link with all that was agreed to on it. */
export interface CustomerLinkRecord extends CustomerLink {
  /** As the bank goes by it, which may be less precise than what was agreed to. */
  readonly consent: Consent | null;
  readonly events: readonly ConsentEvent[];
}

export async function loadLinkRecord(
  database: Kysely<BankSchema>,
  link: CustomerLink,
  { now, exactAmounts }: { now: number; exactAmounts: ExactAmounts },
): Promise<CustomerLinkRecord> {
  const consent = await loadConsent(database, link, now);
  return {
    ...link,
    consent: consent && asOffered(consent, exactAmounts),
    events: await listConsentEvents(database, link),
  };
}
