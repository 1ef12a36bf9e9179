/** Why a request is turned away at the border: a closed code, with the HTTP status that goes with it. */
export const refusalStatus = {
  /** The request is not from this machine, and no other is served in this mode. */
  not_loopback: 403,
  /** The request is for another skill, or the skill's own id is not configured. */
  wrong_application: 403,
  /** `SignatureCertChainUrl` or `Signature-256` is absent. */
  signature_missing: 400,
  signature_malformed: 400,
  signature_wrong: 400,
  /** The certificate's URL is not one of Amazon's. */
  certificate_url: 400,
  certificate_unavailable: 400,
  certificate_too_large: 400,
  certificate_malformed: 400,
  /** The certificate is not for Alexa, or may not sign. */
  certificate_subject: 400,
  /** The chain does not lead to a trusted root by the rules. */
  certificate_chain: 400,
  /** A certificate of the chain is not valid yet, or not any more. */
  certificate_expired: 400,
  /** The path has a broken escape. */
  path_unreadable: 400,
  body_too_large: 400,
  /** The body could not be read, or is compressed. */
  body_unreadable: 400,
  /** The body is not a request of Alexa. */
  malformed: 400,
  /** The timestamp is not a date, or too far from now. */
  stale: 400,
  /** The request has been taken before. */
  replayed: 400,
  /** The bank could not be told of an event: Amazon delivers it again, for an hour. */
  bank_not_told: 503,
} as const;

export type RefusalCode = keyof typeof refusalStatus;
