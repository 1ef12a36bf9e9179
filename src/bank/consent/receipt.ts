/**
 * A consent as a receipt that the customer can keep: JSON with the fields of ISO/IEC TS 27560:2023 (Privacy
 * technologies, consent record information structure). The sections and names are those of its clauses 6.3.3 to
 * 6.3.7 and 6.4.5, as the W3C community report "Consent Records and Receipts as per ISO/IEC TS 27560:2023 using DPV"
 * (https://w3id.org/dpv/guides/consent-27560) lists them with what is mandatory; every mandatory field is here.
 *
 * No amount, no account number and no token is in it: it says what may be told, not what there is to tell.
 */
import type { BalancePrecision, ConsentClass, ConsentPrecision, Precision } from '../../facade/contract.ts';
import type { LinkKey } from './consent.ts';
import type { ConsentEvent } from './events.ts';
import { precisionKind } from './precision.ts';
import type { SharedAccount } from './stored.ts';

/** A party as a receipt names it. */
export interface ReceiptParty {
  readonly name: string;
  readonly address: string;
  /** Where to ask: a URL or a mail address. */
  readonly contact: string;
}

/** What the receipt says of the parties and in words; the consent itself comes from the record. */
export interface ReceiptTerms {
  readonly bank: ReceiptParty;
  /** Who hears what is spoken: the platform's owner. */
  readonly platformOwner: ReceiptParty;
  /** A class of questions as the consent page words it. */
  readonly purposes: Readonly<Record<ConsentClass, string>>;
  /** The words under which the precision of totals was offered. */
  readonly totals: Readonly<Record<Precision, string>>;
  /** The words under which the precision of balances was offered. */
  readonly balances: Readonly<Record<BalancePrecision, string>>;
  /** Address of the privacy notice. */
  readonly noticeUrl: string;
  /** BCP 47 tag of the notice. */
  readonly language: string;
  /** Country or region whose law applies, in words. */
  readonly jurisdiction: string;
  /** How the customer takes the consent back. */
  readonly withdrawal: string;
}

const schemaVersion = 'ISO/IEC TS 27560:2023';

/**
 * The receipt of one consent, or null where the record has no consent of that number.
 *
 * @param events the whole record of the link: what became of the consent since (replaced, withdrawn, expired) is told
 * @param now when the receipt is made, milliseconds since 1970 UTC
 */
export function consentReceipt(
  link: LinkKey,
  events: readonly ConsentEvent[],
  sequence: number,
  terms: ReceiptTerms,
  now: number,
): ConsentReceipt | null {
  const given = findGiven(events, sequence);
  if (given === null) return null;
  const recordId = `urn:sottovoce:consent:${link.linkId}:${sequence}`;
  return {
    receipt_metadata: {
      schema_version: schemaVersion,
      receipt_id: `${recordId}:${now}`,
      receipt_time: instant(now),
      record_ids: [recordId],
    },
    record_header: {
      schema_version: schemaVersion,
      record_id: recordId,
      pii_principal_id: link.customerId,
    },
    pii_processing: {
      privacy_notice: terms.noticeUrl,
      language: terms.language,
      purposes: given.questions.map(question => purpose(question, given, terms)),
    },
    party_identification: [
      party('bank', 'PII controller', terms.bank),
      party('platform-owner', 'third party', terms.platformOwner),
    ],
    events: eventsOf(
      link,
      given,
      events.find(event => event.sequence === sequence + 1),
      now,
    ),
  };
}

interface Given extends ConsentEvent {
  readonly kind: 'given';
  readonly precision: ConsentPrecision;
  readonly validUntil: number;
}

function findGiven(events: readonly ConsentEvent[], sequence: number): Given | null {
  const event = events.find(candidate => candidate.sequence === sequence);
  if (event?.kind !== 'given' || event.precision === null || event.validUntil === null) return null;
  return { ...event, kind: 'given', precision: event.precision, validUntil: event.validUntil };
}

function purpose(question: ConsentClass, given: Given, terms: ReceiptTerms): ReceiptPurpose {
  return {
    purpose: terms.purposes[question],
    purpose_type: question,
    lawful_basis: 'explicit consent',
    pii_information: accountsOf(question, given.accounts).map(nickname => ({
      pii_type: 'financial: aggregate of an account, never a single transaction',
      pii_attribute_id: question,
      ...precisionOf(question, given, terms),
      account: nickname,
    })),
    pii_controllers: ['bank'],
    collection_method: 'computed by the bank from its own ledger when the customer asks',
    processing_method: 'added up and rounded at the bank, spoken by the platform',
    storage_locations: ['the bank: that an answer was given, not its figures'],
    retention_period:
      'the bank keeps this record while the link lasts; what the platform heard, it keeps by its own terms',
    jurisdiction: terms.jurisdiction,
    recipient_third_parties: ['platform-owner'],
    withdrawal_method: terms.withdrawal,
  };
}

/** As it was worded on the page. */
function precisionOf(question: ConsentClass, { precision }: Given, terms: ReceiptTerms): object {
  const kind = precisionKind(question);
  if (kind === null) return {};
  return {
    pii_precision: kind === 'balances' ? terms.balances[precision.balances] : terms.totals[precision.totals],
  };
}

/** Alerts are the customer's, not one account's. */
function accountsOf(question: ConsentClass, accounts: readonly SharedAccount[]): string[] {
  return question === 'alerts' ? ['all'] : accounts.map(({ nickname }) => nickname);
}

function party(id: string, role: string, { name, address, contact }: ReceiptParty): ReceiptPartyField {
  return {
    party_id: id,
    party_name: name,
    party_role: role,
    party_type: 'legal entity',
    party_address: address,
    party_contact: contact,
  };
}

/** The consent's beginning, and its end once it has one. */
function eventsOf(
  link: LinkKey,
  given: Given,
  next: ConsentEvent | undefined,
  now: number,
): readonly ReceiptEvent[] {
  const event = (at: number, type: string, state: string): ReceiptEvent => ({
    event_time: instant(at),
    event_type: type,
    event_state: state,
    entity_id: link.customerId,
    validity_duration: `${instant(given.at)}/${instant(given.validUntil)}`,
  });
  const begun = event(given.at, `explicit consent, by ${given.via}`, 'consent given');
  if (next !== undefined && next.at < given.validUntil) {
    return [
      begun,
      next.kind === 'withdrawn'
        ? event(next.at, `withdrawal, by ${next.via}`, 'consent withdrawn')
        : event(next.at, `new consent, by ${next.via}`, 'consent replaced'),
    ];
  }
  return now < given.validUntil
    ? [begun]
    : [begun, event(given.validUntil, 'end of validity', 'consent expired')];
}

/** RFC 3339, UTC. */
const instant = (at: number): string => new Date(at).toISOString();

/** See the top of this file for where the names come from. */
interface ConsentReceipt {
  readonly receipt_metadata: {
    readonly schema_version: string;
    readonly receipt_id: string;
    readonly receipt_time: string;
    readonly record_ids: readonly string[];
  };
  readonly record_header: {
    readonly schema_version: string;
    readonly record_id: string;
    readonly pii_principal_id: string;
  };
  readonly pii_processing: {
    readonly privacy_notice: string;
    readonly language: string;
    readonly purposes: readonly ReceiptPurpose[];
  };
  readonly party_identification: readonly ReceiptPartyField[];
  readonly events: readonly ReceiptEvent[];
}

interface ReceiptPurpose {
  readonly purpose: string;
  readonly purpose_type: ConsentClass;
  readonly lawful_basis: string;
  readonly pii_information: readonly Readonly<Record<string, string>>[];
  readonly pii_controllers: readonly string[];
  readonly collection_method: string;
  readonly processing_method: string;
  readonly storage_locations: readonly string[];
  readonly retention_period: string;
  readonly jurisdiction: string;
  readonly recipient_third_parties: readonly string[];
  readonly withdrawal_method: string;
}

interface ReceiptPartyField {
  readonly party_id: string;
  readonly party_name: string;
  readonly party_role: string;
  readonly party_type: string;
  readonly party_address: string;
  readonly party_contact: string;
}

interface ReceiptEvent {
  readonly event_time: string;
  readonly event_type: string;
  readonly event_state: string;
  readonly entity_id: string;
  /** ISO 8601 interval. */
  readonly validity_duration: string;
}
