/** How replies leave: JSON of the contract, and problems for everything that is not a success. */
import type { Response } from 'express';
import { factorAcr, type FactorKind, type RefusalCode, type StepUpChallenge } from '../../facade/contract.ts';
import { problemOf } from '../../facade/problems.ts';
import type { Refuser } from '../log.ts';
import { idleMs } from '../step-up/limits.ts';
import { noteRefusal } from './access-log.ts';

export function sendJson(response: Response, body: object): void {
  response.status(200).set('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify(body));
}

/** The challenge that is meant where none is named. */
const voicePin: StepUpChallenge = { kind: 'voice-pin' };

/**
 * Sends a refusal with the header that its code takes.
 *
 * @param challenge what the bank wants to hear, where the code is `insufficient_user_authentication`
 * @param by who said no, for the log alone
 */
export function sendProblem(
  response: Response,
  code: RefusalCode,
  {
    hasToken = true,
    challenge = voicePin,
    by,
  }: {
    readonly hasToken?: boolean;
    readonly challenge?: StepUpChallenge | undefined;
    readonly by?: Refuser | undefined;
  } = {},
): void {
  noteRefusal(response, code, by);
  const problem = problemOf(code, challenge);
  const header = authenticateHeader(code, hasToken, challenge.kind);
  if (header !== null) response.set('WWW-Authenticate', header);
  response
    .status(problem.status)
    .set('Content-Type', 'application/problem+json')
    .end(JSON.stringify(problem));
}

const descriptions: Readonly<Record<FactorKind, string>> = {
  'voice-pin': 'The voice PIN is needed in this conversation',
  'pin-digits': 'Two digits of the voice PIN are needed in this conversation',
  'one-time-code': 'A one-time code is needed in this conversation',
};

function authenticateHeader(code: RefusalCode, hasToken: boolean, kind: FactorKind): string | null {
  switch (code) {
    case 'invalid_token':
      // RFC 6750 section 3.1: a request without any authentication gets no error code.
      return hasToken ? 'Bearer error="invalid_token"' : 'Bearer realm="facade"';
    case 'invalid_client':
      return 'Bearer error="invalid_client"';
    case 'insufficient_user_authentication':
      // RFC 9470 section 3.
      return (
        'Bearer error="insufficient_user_authentication", ' +
        `error_description="${descriptions[kind]}", ` +
        `acr_values="${factorAcr[kind]}", max_age="${idleMs / 1_000}"`
      );
    default:
      return null;
  }
}
