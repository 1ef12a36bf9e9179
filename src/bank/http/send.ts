/** How replies leave: JSON of the contract, and problems for everything that is not a success. */
import type { Response } from 'express';
import { voicePinAcr, type RefusalCode } from '../../facade/contract.ts';
import { problemOf } from '../../facade/problems.ts';
import { idleMs } from '../step-up/limits.ts';
import { noteRefusal } from './access-log.ts';

export function sendJson(response: Response, body: object): void {
  response.status(200).set('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify(body));
}

/** Sends a refusal with the challenge that its code takes. */
export function sendProblem(response: Response, code: RefusalCode, { hasToken = true } = {}): void {
  noteRefusal(response, code);
  const problem = problemOf(code);
  const challenge = challengeOf(code, hasToken);
  if (challenge !== null) response.set('WWW-Authenticate', challenge);
  response
    .status(problem.status)
    .set('Content-Type', 'application/problem+json')
    .end(JSON.stringify(problem));
}

function challengeOf(code: RefusalCode, hasToken: boolean): string | null {
  switch (code) {
    case 'invalid_token':
      // RFC 6750 section 3.1: a request without any authentication gets no error code.
      return hasToken ? 'Bearer error="invalid_token"' : 'Bearer realm="facade"';
    case 'insufficient_user_authentication':
      // RFC 9470 section 3.
      return (
        'Bearer error="insufficient_user_authentication", ' +
        'error_description="The voice PIN is needed in this conversation", ' +
        `acr_values="${voicePinAcr}", max_age="${idleMs / 1_000}"`
      );
    default:
      return null;
  }
}
