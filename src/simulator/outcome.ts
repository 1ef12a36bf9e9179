/**
 * What became of a turn, read from what crossed the wall. One word for each, so that every outcome can have a look
 * and words of its own.
 */
import { answerSchemas, paths, problem, stepUpGranted, type RefusalCode } from '../facade/contract.ts';
import type { FacadeExchange, TurnRecord } from './turn-record.ts';

export type Outcome =
  /** The bank answered and the customer heard it. */
  | 'answered'
  /** The bank wants the voice PIN first. */
  | 'pin_asked'
  /** Not accepted: wrong or locked, the bank does not say which. */
  | 'pin_refused'
  /** Refused for the third time in this conversation: by the bank's rule the link is locked now. */
  | 'locked'
  /** The customer has taken back the consent. */
  | 'unlinked'
  | 'not_linked'
  | 'not_disclosed'
  | 'no_such_account'
  | 'mixed_currencies'
  | 'window_unavailable'
  | 'busy'
  | 'bank_unreachable'
  /** No answer within the skill's deadline. */
  | 'bank_too_slow'
  | 'bank_fault'
  /** The bank sent something that the contract does not know: stopped whole. */
  | 'stopped_at_wall'
  /** The assistant did not recognise what was said. */
  | 'not_understood'
  /** Nobody spoke. */
  | 'silence'
  /** Settled without the bank: a greeting, help, a question back. */
  | 'talk'
  /** The skill sent no answer that a platform could speak. */
  | 'skill_failed';

/** What came back through the wall for one call. */
export type Crossing =
  /** An answer of the contract. */
  | { readonly kind: 'answer' }
  /** The step-up succeeded or was ended, or the link was: nothing but that came back. */
  | { readonly kind: 'grant' }
  | { readonly kind: 'refusal'; readonly code: RefusalCode }
  /** Outside the contract: not passed on. */
  | { readonly kind: 'stopped' }
  | { readonly kind: 'unreached' };

/** The skill gives the whole turn six seconds; a call that died later than this ran into that deadline. */
export const tooSlowMs = 4_000;

/** Why a call came back with nothing. */
export const whyUnreached = ({ durationMs }: FacadeExchange): 'bank_too_slow' | 'bank_unreachable' =>
  durationMs >= tooSlowMs ? 'bank_too_slow' : 'bank_unreachable';

/** Refused this often in one conversation, the link is locked. */
const refusalsUntilLocked = 3;

export function crossingOf(exchange: FacadeExchange): Crossing {
  if (exchange.status === null) return { kind: 'unreached' };
  if (exchange.status >= 400) {
    const refusal = problem.safeParse(exchange.answer);
    return refusal.success ? { kind: 'refusal', code: refusal.data.code } : { kind: 'stopped' };
  }
  if (exchange.method === 'DELETE' || exchange.path === paths.linkEvents)
    return { kind: exchange.answer === null ? 'grant' : 'stopped' };
  if (exchange.question === null) {
    return { kind: stepUpGranted.safeParse(exchange.answer).success ? 'grant' : 'stopped' };
  }
  const fits = answerSchemas[exchange.question.name].safeParse(exchange.answer).success;
  return { kind: fits ? 'answer' : 'stopped' };
}

/** What each refusal of the bank makes of a turn. */
const refusalOutcomes: Readonly<Record<RefusalCode, Outcome>> = {
  invalid_request: 'bank_fault',
  invalid_client: 'bank_fault',
  invalid_token: 'not_linked',
  insufficient_user_authentication: 'pin_asked',
  step_up_refused: 'pin_refused',
  not_disclosed: 'not_disclosed',
  no_such_account: 'no_such_account',
  not_found: 'bank_fault',
  method_not_allowed: 'bank_fault',
  mixed_currencies: 'mixed_currencies',
  payload_too_large: 'bank_fault',
  unsupported_media_type: 'bank_fault',
  window_unavailable: 'window_unavailable',
  rate_limited: 'busy',
  internal_error: 'bank_fault',
  unavailable: 'bank_fault',
};

/**
 * The outcome of a turn.
 *
 * @param earlier outcomes of the turns before it in the same conversation, oldest first
 */
export function outcomeOf(turn: TurnRecord, earlier: readonly Outcome[]): Outcome {
  // Whatever the bank has answered, the customer heard of it nothing but the platform's apology.
  if (turn.request !== null && turn.response === null) return 'skill_failed';
  const last = turn.facade.at(-1);
  if (last !== undefined) {
    const crossing = crossingOf(last);
    if (crossing.kind === 'stopped') return 'stopped_at_wall';
    if (crossing.kind === 'unreached') return whyUnreached(last);
    if (crossing.kind === 'answer') return 'answered';
    if (crossing.kind === 'grant') return last.path === paths.link ? 'unlinked' : 'talk';
    const outcome = refusalOutcomes[crossing.code];
    return outcome === 'pin_refused' && refusedBefore(earlier) + 1 >= refusalsUntilLocked
      ? 'locked'
      : outcome;
  }
  if (turn.response?.response.card?.type === 'LinkAccount') return 'not_linked';
  if (turn.utterance === null) return turn.intent === null && turn.request === null ? 'silence' : 'talk';
  return turn.intent === null || turn.intent === 'AMAZON.FallbackIntent' ? 'not_understood' : 'talk';
}

/** How many PINs were refused since one was accepted. */
function refusedBefore(earlier: readonly Outcome[]): number {
  const lastAnswer = earlier.lastIndexOf('answered');
  return earlier.slice(lastAnswer + 1).filter(outcome => outcome === 'pin_refused' || outcome === 'locked')
    .length;
}
