/**
 * The bank's tables, once for every engine. Dates are text `YYYY-MM-DD` and months `YYYY-MM` (both sort as they
 * compare), instants are integer milliseconds since 1970 UTC, amounts are integer minor units.
 *
 * Every table that grows starts its key with the customer, so that it can be partitioned by customer (`partition.ts`).
 */
import type { Generated } from 'kysely';
import type { AccountKind, BalancePrecision, Precision, Severity } from '../../facade/contract.ts';
import type { LedgerCategory } from '../ledger/category.ts';

/** Which way money went, seen from the account. */
export type Direction = 'in' | 'out';

export interface CustomerTable {
  customer_id: string;
  name: string;
  /** `YYYY-MM-DD`, or null where the bank was not told; the voice PIN must not be made of it. */
  birth_date: string | null;
}

export interface AccountTable {
  customer_id: string;
  account_id: string;
  kind: AccountKind;
  nickname: string;
  currency: string;
  /** Never leaves the bank. */
  account_number: string | null;
  /** Booked balance before the first transaction of the ledger. */
  opening_minor: number;
  /** A credit card's limit; 0 elsewhere. */
  credit_limit_minor: number;
}

/** The ledger. No answer reads it but for pending entries: see `rollup_day` and `rollup_month`. */
export interface TransactionTable {
  customer_id: string;
  account_id: string;
  /** The transaction's own id at its source: importing it twice changes nothing. */
  transaction_id: string;
  status: 'booked' | 'pending';
  day: string;
  direction: Direction;
  category: LedgerCategory;
  /** Never negative: the direction says which way. */
  amount_minor: number;
  /** What must never leave the bank. */
  merchant: string | null;
  counterparty: string | null;
  counterparty_account: string | null;
  description: string | null;
}

/** Booked transactions of one account by day, direction and category; kept in the ingest's own transaction. */
export interface RollupDayTable {
  customer_id: string;
  account_id: string;
  day: string;
  direction: Direction;
  category: LedgerCategory;
  entry_count: number;
  sum_minor: number;
  /** The two largest amounts; 0 where there is no second one. Disclosure control judges by them what stands out. */
  largest_minor: number;
  second_minor: number;
}

/** The same by month, so that a long window reads months and only its ends read days. */
export interface RollupMonthTable {
  customer_id: string;
  account_id: string;
  month: string;
  direction: Direction;
  category: LedgerCategory;
  entry_count: number;
  sum_minor: number;
  /** The two largest amounts; 0 where there is no second one. Disclosure control judges by them what stands out. */
  largest_minor: number;
  second_minor: number;
}

/** A credit card's monthly statement. */
export interface CardStatementTable {
  customer_id: string;
  account_id: string;
  /** The last day that it is about. */
  closed_on: string;
  due_on: string;
  /** What was owed at the end of that day; zero where nothing was. */
  balance_minor: number;
  /** The least that has to be paid by the day it is due. */
  minimum_minor: number;
}

export interface AlertTable {
  customer_id: string;
  alert_id: string;
  severity: Severity;
  opened_on: string;
  closed_on: string | null;
  /** For the bank's own staff; never leaves the bank. */
  description: string;
}

/** A customer on one platform. The lock and its counter belong to it, not to a session or device. */
interface LinkTable {
  customer_id: string;
  link_id: string;
  platform: string;
  created_at: number;
  unlinked_at: number | null;
  /** Refused step-ups in a row. */
  failed_step_ups: number;
  locked_at: number | null;
  /** Which two digits of the PIN are asked for until they are said rightly, as `24`; null: none have been drawn. */
  asked_positions: Generated<string | null>;
  /** Digest of the OAuth grant that is in force (see `authorization/sealed.ts`); null: no token of the platform works. */
  grant_digest: Generated<string | null>;
  /** The platform's user, by the opaque name that its channel makes; null: nobody has asked yet, or it was forgotten. */
  platform_user: Generated<string | null>;
}

/** A link that was forgotten because the platform said so; appended, never changed. */
interface ErasureEventTable {
  customer_id: string;
  link_id: string;
  /** The channel's opaque name of the event; a repetition adds nothing. */
  event_id: string;
  kind: 'disabled' | 'unlinked';
  /** When it happened, by the platform's clock. */
  happened_at: number;
  erased_at: number;
}

/** An access token that names a link; only its SHA-256 is stored. */
interface AccessTokenTable {
  token_digest: string;
  customer_id: string;
  link_id: string;
  expires_at: number | null;
}

/**
 * What a customer agreed to or took back, link by link; appended, never changed. The last event of a link is the
 * consent in force (see `consent/consent.ts`).
 */
interface ConsentEventTable {
  customer_id: string;
  link_id: string;
  /** From 1, without gaps. */
  sequence: number;
  kind: 'given' | 'withdrawn';
  at: number;
  platform: string;
  /** JSON array of consent classes; empty when withdrawn. */
  questions: string;
  /** JSON array of `{account_id, nickname}`; empty when withdrawn. */
  accounts: string;
  /** Null when withdrawn. */
  totals_precision: Precision | null;
  /** Null when withdrawn. */
  balances_precision: BalancePrecision | null;
  /** Null when withdrawn. */
  valid_until: number | null;
  via: ConsentVia;
}

/** By which way a consent came or went. */
export type ConsentVia = 'page' | 'voice' | 'platform-event' | 'seed';

/** What the authorization server keeps: grants, codes, tokens, its sessions. Opened by their ids alone. */
interface OauthArtifactTable {
  /** SHA-256 of kind and id; the id itself, which may be a token, is not stored. */
  id_digest: string;
  kind: string;
  /** The grant that this belongs to, as its `id_digest`. */
  grant_digest: string | null;
  /** AES-256-GCM under a key made of the id. */
  sealed: string;
  expires_at: number;
  /** When a code or a refresh token was used; it is used once. */
  consumed_at: number | null;
}

/** How a customer signs in to the bank's pages. */
interface CustomerLoginTable {
  customer_id: string;
  /** Lower case, unique. */
  login_name: string;
  /** argon2id, keyed with the pepper; PHC string. */
  password_hash: string;
  set_at: number;
}

/** A browser in which a customer is signed in; only the digest of its cookie is stored. */
interface CustomerSessionTable {
  session_digest: string;
  customer_id: string;
  created_at: number;
  last_used_at: number;
}

/** Failed sign-ins by name, known browser or address; see `pages/sign-in-throttle.ts`. */
interface SignInThrottleTable {
  bucket_digest: string;
  failures: number;
  window_started_at: number;
}

interface VoicePinTable {
  customer_id: string;
  /** argon2id of the PIN, keyed with the pepper; PHC string. */
  pin_hash: string;
  set_at: number;
}

/** Two digits of a voice PIN, for each of the six pairs of positions; see `step-up/factors/pin-digits.ts`. */
interface VoicePinPairTable {
  customer_id: string;
  /** As `24`. */
  positions: string;
  /** HMAC-SHA-256 under a key that is not in the database. */
  tag: string;
}

/** The code that the bank's app shows a customer; at most one. It is deleted when it is used. */
interface OneTimeCodeTable {
  customer_id: string;
  /** HMAC-SHA-256 under a key that is not in the database. */
  tag: string;
  issued_at: number;
  expires_at: number;
}

/** Refused step-ups of a customer on a day of the bank, over all links. The empty customer is nobody. */
interface StepUpDayTable {
  customer_id: string;
  day: string;
  failures: number;
  last_refused_at: number | null;
}

/** What a customer is told at the bank of refused step-ups; appended, never changed. */
interface CustomerNoticeTable {
  customer_id: string;
  link_id: string;
  at: number;
  kind: NoticeKind;
}

/** Two refused in a row; three, so that the link is locked; as many as a day allows over all links. */
export type NoticeKind = 'two-wrong' | 'locked' | 'day-used-up';

/** A step-up that is in force: bound to a link and a conversation, and to device and speaker where known. */
interface StepUpGrantTable {
  customer_id: string;
  link_id: string;
  conversation: string;
  device: string | null;
  speaker: string | null;
  granted_at: number;
  last_used_at: number;
}

/**
 * One row for every answer that left the bank; appended, never changed. The rows of a customer are a chain: see
 * `disclosure/record/entry.ts`. Questions are canonical JSON; the figures are not kept.
 */
interface DisclosureTable {
  customer_id: string;
  /** From 1, without gaps, over all links. */
  sequence: number;
  /** 1; 0 where it was taken over from before there was a chain. */
  version: number;
  answer_id: string;
  link_id: string;
  platform: string;
  answered_at: number;
  /** Which consent of the link; null in version 0. */
  consent_sequence: number | null;
  /** The name of the question that was told, to count by. */
  kind: string;
  asked: string;
  told: string;
  /** JSON array of the details in which the two differ. */
  adjusted: string;
  /** Null where no amount was told. */
  precision: string | null;
  nonce: string | null;
  commitment: string | null;
  /** Null at the first. */
  previous_hash: string | null;
  hash: string;
  /** Null in version 0. */
  key_id: string | null;
  signature: string | null;
}

/** Where a customer's chain ends, signed; its row is what parallel answers of the customer wait for. */
interface DisclosureHeadTable {
  customer_id: string;
  /** 0 while the first answer is under way. */
  sequence: number;
  hash: string | null;
  key_id: string | null;
  signature: string | null;
}

/** Once a day, where all chains end: see `disclosure/record/checkpoint.ts`. A chain itself, signed. */
interface DisclosureCheckpointTable {
  /** From 1, without gaps. */
  number: number;
  /** `YYYY-MM-DD` at the bank. */
  day: string;
  taken_at: number;
  /** How many chains have grown since the one before. */
  chains: number;
  /** Hash over their ends. */
  ends: string;
  previous_hash: string | null;
  hash: string;
  key_id: string;
  signature: string;
}

/** Where a chain ended at a checkpoint; there is a row where it had grown since the one before. */
interface DisclosureCheckpointEndTable {
  customer_id: string;
  number: number;
  /** Its place in the checkpoint, from 1. */
  position: number;
  sequence: number;
  hash: string;
}

/** Answers about money that a customer has had on a day of the bank, over all links; see `disclosure/budget.ts`. */
interface AnswerDayTable {
  customer_id: string;
  day: string;
  answers: number;
  /** Those of yes or no among them. */
  funds: number;
}

/** What has been told of a customer on all platforms, as `disclosure/state.ts` writes it. */
interface DisclosureStateTable {
  customer_id: string;
  /** Counts the decisions; counting locks the row, so that a customer's questions are decided one after the other. */
  decisions: number;
  state: string;
}

/** A window that was moved, so that who asks again gets the same one. Days are counted from 1970-01-01. */
interface MovedWindowTable {
  customer_id: string;
  series: string;
  asked_from: number;
  asked_until: number;
  told_from: number;
  told_until: number;
}

/** A rounded balance as it was told in a quarter of a day; see `disclosure/balances/fresh.ts`. */
interface BalanceSnapshotTable {
  customer_id: string;
  account_id: string;
  /** `YYYY-MM-DDThh`, by the bank's clock. */
  slot: string;
  booked_minor: number;
  available_minor: number;
}

/** A rounded balance as it was told as of the close of a day; see `disclosure/balances/sealed.ts`. */
interface BalanceSealTable {
  customer_id: string;
  account_id: string;
  day: string;
  booked_minor: number;
  available_minor: number;
}

export interface BankSchema {
  customer: CustomerTable;
  account: AccountTable;
  ledger_transaction: TransactionTable;
  rollup_day: RollupDayTable;
  rollup_month: RollupMonthTable;
  card_statement: CardStatementTable;
  alert: AlertTable;
  link: LinkTable;
  access_token: AccessTokenTable;
  consent_event: ConsentEventTable;
  erasure_event: ErasureEventTable;
  oauth_artifact: OauthArtifactTable;
  customer_login: CustomerLoginTable;
  customer_session: CustomerSessionTable;
  sign_in_throttle: SignInThrottleTable;
  voice_pin: VoicePinTable;
  voice_pin_pair: VoicePinPairTable;
  one_time_code: OneTimeCodeTable;
  step_up_day: StepUpDayTable;
  customer_notice: CustomerNoticeTable;
  step_up_grant: StepUpGrantTable;
  disclosure: DisclosureTable;
  balance_snapshot: BalanceSnapshotTable;
  balance_seal: BalanceSealTable;
  disclosure_state: DisclosureStateTable;
  moved_window: MovedWindowTable;
  answer_day: AnswerDayTable;
  disclosure_head: DisclosureHeadTable;
  disclosure_checkpoint: DisclosureCheckpointTable;
  disclosure_checkpoint_end: DisclosureCheckpointEndTable;
}
