/** What a refusal of the bank means for the conversation: one row a code of the contract. */
import * as contract from './contract.ts';
import type { FacadeFailure, Failed } from './port.ts';

const failures: Record<contract.RefusalCode, FacadeFailure> = {
  invalid_request: 'bank_error',
  invalid_client: 'bank_error',
  invalid_token: 'not_linked',
  insufficient_user_authentication: 'step_up_required',
  step_up_refused: 'step_up_refused',
  not_disclosed: 'not_disclosed',
  no_such_account: 'no_such_account',
  not_found: 'bank_error',
  method_not_allowed: 'bank_error',
  mixed_currencies: 'mixed_currencies',
  payload_too_large: 'bank_error',
  unsupported_media_type: 'bank_error',
  window_unavailable: 'window_unavailable',
  rate_limited: 'busy',
  internal_error: 'bank_error',
  unavailable: 'bank_unreachable',
};

/** What a refusal means for the conversation, by its code alone. */
export const failureOfCode = (code: contract.RefusalCode): FacadeFailure => failures[code];

/** The challenge that a 401 has to carry for its code (RFC 6750 section 3, RFC 9470 section 3). */
function isChallenged(
  code: contract.RefusalCode,
  header: string,
  challenge: contract.StepUpChallenge,
): boolean {
  if (contract.refusalStatus[code] !== 401) return true;
  if (!/^Bearer /i.test(header) || !header.includes(`error="${code}"`)) return false;
  // A bank that asks for another authentication than its challenge names asks for something that we cannot give.
  return (
    code !== 'insufficient_user_authentication' ||
    / acr_values="([^"]*)"/.exec(header)?.[1]?.split(' ').includes(contract.factorAcr[challenge.kind]) ===
      true
  );
}

/**
 * Reads a refusal.
 * @param body The parsed body of an `application/problem+json` response.
 * @param header The `WWW-Authenticate` header, empty when there is none.
 * @returns The failure, or null when the refusal is not one of the contract: an unknown code or field, a status that
 * is not the code's, a 401 without its challenge.
 */
export function failureOf(
  status: number,
  body: unknown,
  header: string,
): { code: contract.RefusalCode; failed: Failed } | null {
  const parsed = contract.problem.safeParse(body);
  if (!parsed.success) return null;
  const { code } = parsed.data;
  if (contract.refusalStatus[code] !== status || parsed.data.status !== status) return null;
  const challenge = parsed.data.challenge ?? { kind: 'voice-pin' };
  if (!isChallenged(code, header, challenge)) return null;
  const failure = failures[code];
  return {
    code,
    failed: failure === 'step_up_required' ? { ok: false, failure, challenge } : { ok: false, failure },
  };
}
