/**
 * What the simulator knows of one turn: the line that `ask --json` prints, and the row that the page draws.
 * A voice PIN is `••••` in all of it.
 */
import type { RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import type { Question } from '../facade/contract.ts';
import type { ScoredIntent, Understood } from './understand/understood.ts';

/** One call from the skill to the bank, as it crossed the wall. */
export interface FacadeExchange {
  readonly method: string;
  /** Path without host. */
  readonly path: string;
  /** Null for a step-up and for unlinking. */
  readonly question: Question | null;
  /** HTTP status; null when the bank was not reached. */
  readonly status: number | null;
  /** The body as the bank sent it: an answer, a grant or a problem; null when there was none. */
  readonly answer: unknown;
  readonly answerBytes: number;
  readonly durationMs: number;
}

/** A dialog's open question. */
export interface AskedFor {
  readonly intent: string;
  /** Null: the intent as a whole is to be confirmed. */
  readonly slot: string | null;
  /** Whether it is to be confirmed rather than filled. */
  readonly confirms: boolean;
}

/**
 * Why an intent was taken: the words meet a sample of the model, the classifier is sure enough, they answer what the
 * device asked for, they fit nothing; or they were not understood at all but given, as a transcript may.
 */
export type UnderstoodBy = Understood['how'] | 'given';

export interface TurnRecord {
  /** What was said; null when nobody spoke. */
  readonly utterance: string | null;
  /** Whose voice the platform recognised; null: nobody's. */
  readonly speaker: string | null;
  /** Whether the device has a screen. */
  readonly screen: boolean;
  /** The intent that was understood; null for the opening of a session and for silence. */
  readonly intent: string | null;
  /** From 0 to 1. */
  readonly score: number | null;
  /** Null where no intent was understood. */
  readonly how: UnderstoodBy | null;
  /** What it would have been otherwise; null where nothing else was considered. */
  readonly runnerUp: ScoredIntent | null;
  /** Slot values as the platform sends them. */
  readonly slots: Readonly<Record<string, string>>;
  /** As sent to the skill; null when the platform did not send one. */
  readonly request: RequestEnvelope | null;
  readonly response: ResponseEnvelope | null;
  /** What the customer hears, as plain words; null for silence. */
  readonly speech: string | null;
  readonly reprompt: string | null;
  /** What the customer has heard before the answer (progressive responses), as plain words. */
  readonly meanwhile: readonly string[];
  /** Whether the device whispers, since it was whispered to. */
  readonly whispered: boolean;
  /** The token of the APL document that is on the screen; null: none. */
  readonly document: string | null;
  /** What the customer is asked about which intent, where a dialog is open; null: nothing, or a question in words alone. */
  readonly asked: AskedFor | null;
  readonly ended: boolean;
  readonly facade: readonly FacadeExchange[];
  /** Transactions of this customer that stayed at the bank. */
  readonly transactionsStayed: number;
  /** What a careful reader of the response objects to; empty when all is well. */
  readonly findings: readonly string[];
  readonly timing: {
    readonly understandMs: number;
    /** From request to response, the bank included. */
    readonly skillMs: number;
    readonly bankMs: number;
  };
}
