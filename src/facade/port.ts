/**
 * The facade as the conversation sees it: a question goes out, an answer or one failure of a closed union comes
 * back. The HTTP client implements it; nothing here knows of HTTP.
 */
import type {
  AnswerOf,
  ConversationContext,
  LinkEvent,
  QuestionName,
  QuestionOf,
  StepUpChallenge,
  StepUpFactor,
  StepUpGranted,
} from './contract.ts';

/** Everything that can keep a customer from an answer. Each has wording of its own in `models/`. */
export const facadeFailures = [
  /** No token, or the bank does not know it: the customer has to link the account. */
  'not_linked',
  /** The bank wants the voice PIN first, or what else its challenge names. */
  'step_up_required',
  /** What was said was not accepted: wrong, or the link is locked. The bank does not say which. */
  'step_up_refused',
  /** The bank does not answer this here. */
  'not_disclosed',
  'no_such_account',
  'mixed_currencies',
  'window_unavailable',
  /** Too many requests just now. */
  'busy',
  'bank_unreachable',
  /** No answer within the turn's deadline. */
  'bank_too_slow',
  /** The bank sent something that the contract does not know: refused whole, never passed on. */
  'answer_refused',
  /** The bank reported a fault, or refused a request that it should have understood. */
  'bank_error',
] as const;
export type FacadeFailure = (typeof facadeFailures)[number];

/** An expected failure; where the bank wants a step-up, with what it wants to hear. */
export type Failed =
  | { readonly ok: false; readonly failure: Exclude<FacadeFailure, 'step_up_required'> }
  | { readonly ok: false; readonly failure: 'step_up_required'; readonly challenge: StepUpChallenge };

/** A value or an expected failure. A bug throws instead. */
export type Outcome<Value> = { readonly ok: true; readonly value: Value } | Failed;

/** On whose behalf, in which conversation, and until when. */
export interface FacadeCall {
  /** The access token that the platform sent along: it names the link. */
  readonly accessToken: string;
  readonly context: ConversationContext;
  /** Aborts when the turn's deadline passes: one deadline for all calls of a turn. */
  readonly signal: AbortSignal;
  /** Names the turn to the bank, so that its log can be read beside ours: a header of W3C trace context. */
  readonly traceparent?: string;
}

/** The only way from the skill to the bank. */
export interface Facade {
  /** Asks one question. Safe to repeat. */
  answer<Name extends QuestionName>(
    question: QuestionOf<Name>,
    call: FacadeCall,
  ): Promise<Outcome<AnswerOf<Name>>>;
  /** Hands a factor to the bank, once: it counts, so it is never sent again. */
  stepUp(factor: StepUpFactor, call: FacadeCall): Promise<Outcome<StepUpGranted>>;
  /** Ends the step-up of this conversation. Succeeds too when there is none. */
  endStepUp(call: FacadeCall): Promise<Outcome<null>>;
  /** Takes back the customer's consent and ends the link. From then on every call fails as `not_linked`. */
  unlink(call: FacadeCall): Promise<Outcome<null>>;
}

/** What the bank is told by the platform itself, outside of any conversation. */
export interface LinkEvents {
  /** Hands an event to the bank. Safe to repeat; until it has succeeded the platform should send it again. */
  tellLinkEvent(
    event: LinkEvent,
    call: Pick<FacadeCall, 'signal' | 'traceparent'> & { readonly accessToken: string | null },
  ): Promise<Outcome<null>>;
}
