/**
 * The body of each refusal (RFC 9457). A problem says its code and the same words each time: no detail, no
 * instance, nothing of what was asked or found. Only where a step-up is missing does it say which.
 */
import { refusalStatus, type Problem, type RefusalCode, type StepUpChallenge } from './contract.ts';

/** RFC 9457 section 3.1.3: a short summary that does not change from occurrence to occurrence. */
const titles: Record<RefusalCode, string> = {
  invalid_request: 'The request does not fit the contract.',
  invalid_client: 'The client assertion is missing, or not one of a skill that may ask.',
  invalid_token: 'The access token is missing, unknown, expired or unlinked.',
  insufficient_user_authentication: 'This question needs a fresh step-up in this conversation.',
  step_up_refused: 'The step-up was refused.',
  not_disclosed: 'The bank does not answer this here.',
  no_such_account: 'The customer shares no account of that kind.',
  not_found: 'There is nothing at this path.',
  method_not_allowed: 'This path is for another method.',
  mixed_currencies: 'The accounts asked about are in different currencies.',
  payload_too_large: 'The body is larger than the bank reads.',
  unsupported_media_type: 'The body has to be JSON.',
  window_unavailable: 'The window reaches into the future.',
  rate_limited: 'Too many requests.',
  internal_error: 'The bank has a fault.',
  unavailable: 'The bank cannot reach its data just now.',
};

/** The whole body for a code. The `type` is a URN: it names the problem and leads nowhere (RFC 9457 section 3.1.1). */
export function problemOf(code: RefusalCode, challenge: StepUpChallenge = { kind: 'voice-pin' }): Problem {
  const isChallenged = code === 'insufficient_user_authentication' && challenge.kind !== 'voice-pin';
  return {
    type: `urn:sottovoce:problem:${code.replaceAll('_', '-')}`,
    title: titles[code],
    status: refusalStatus[code],
    code,
    // Absent it means the voice PIN.
    ...(isChallenged ? { challenge } : {}),
  };
}
