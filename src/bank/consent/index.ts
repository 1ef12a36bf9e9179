/** The record of what customers let platforms say. */
export { covers, loadConsent, type Consent, type LinkKey } from './consent.ts';
export {
  giveConsent,
  listConsentEvents,
  maxNicknameLength,
  withdrawConsent,
  type ConsentChoice,
  type ConsentEvent,
} from './events.ts';
export {
  asOffered,
  exactAmounts,
  offeredPrecisions,
  chosenPrecision,
  precisionKind,
  precisionOf,
  type ExactAmounts,
  type OfferedPrecisions,
} from './precision.ts';
export { consentReceipt, type ReceiptParty, type ReceiptTerms } from './receipt.ts';
