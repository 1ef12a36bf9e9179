/** The record of what customers let platforms say. */
export { covers, loadConsent, type Consent, type LinkKey, type SharedAccount } from './consent.ts';
export {
  defaultValidDays,
  giveConsent,
  listConsentEvents,
  maxNicknameLength,
  maxValidDays,
  withdrawConsent,
  type ConsentChoice,
  type ConsentEvent,
} from './events.ts';
export { consentReceipt, type ConsentReceipt, type ReceiptParty, type ReceiptTerms } from './receipt.ts';
