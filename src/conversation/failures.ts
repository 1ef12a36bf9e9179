/**
 * What becomes of the conversation when the bank does not answer: one row a failure. The words are in `models/`.
 */
import type { FacadeFailure } from '../facade/port.ts';

/**
 * The failures that have a sentence of their own. The other two lead elsewhere: without a link to the card that
 * makes one, and without a step-up to the question for the voice PIN.
 */
export type SpokenFailure = Exclude<FacadeFailure, 'not_linked' | 'step_up_required'>;

/** How the conversation goes on after the sentence. */
export type Aftermath =
  /** It ends: asking again now would lead nowhere. */
  | 'end'
  /** Is there anything else? */
  | 'go-on'
  /** Which account, or which period, is meant? */
  | 'ask-account'
  | 'ask-period';

export const aftermath: Readonly<Record<SpokenFailure, Aftermath>> = {
  step_up_refused: 'end',
  not_disclosed: 'go-on',
  no_such_account: 'ask-account',
  mixed_currencies: 'ask-account',
  window_unavailable: 'ask-period',
  busy: 'end',
  bank_unreachable: 'end',
  bank_too_slow: 'end',
  answer_refused: 'end',
  bank_error: 'end',
};
