/** What goes into the understanding of an utterance, and what comes out of it. */

/** What the device knows when somebody speaks. */
export interface Situation {
  /** `YYYY-MM-DD`, in `timeZone`. */
  readonly today: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The slot that the device is eliciting, if it is. */
  readonly expecting: { readonly intent: string; readonly slot: string } | null;
}

/** A filled slot, as it goes into the request. */
export interface ResolvedSlot {
  readonly name: string;
  readonly type: string;
  /** As heard. */
  readonly spoken: string;
  /**
   * As Alexa puts it in `slot.value`: an ISO date or duration, digits, or the spoken words of a custom type. `?`
   * where the words answer the elicited slot but make no value of its type (three digits for a PIN).
   */
  readonly value: string;
  /** Entity resolution of a custom type; null for a built-in type, which Alexa does not resolve. */
  readonly resolutions: {
    readonly authority: string;
    readonly code: 'ER_SUCCESS_MATCH' | 'ER_SUCCESS_NO_MATCH';
    /** Several where a synonym belongs to several values; none without a match. */
    readonly values: readonly { readonly name: string; readonly id: string }[];
  } | null;
}

export interface Understood {
  /** `AMAZON.FallbackIntent` when nothing else was likely enough. */
  readonly intent: string;
  /** Probability of the intent, 0 to 1; of a rejection, that the closest intent is not meant. */
  readonly score: number;
  /** Filled slots only, by name. */
  readonly slots: Readonly<Record<string, ResolvedSlot>>;
  /** The best intent even when it was rejected; null where nothing was heard. */
  readonly closest: string | null;
  readonly how: 'template' | 'classifier' | 'elicited' | 'rejected';
  /**
   * Of all the other intents the one that the classifier finds most probable, whatever it was that decided; null where
   * the words were the answer that the device waited for, and where nothing was heard.
   */
  readonly runnerUp: ScoredIntent | null;
}

export interface ScoredIntent {
  readonly intent: string;
  /** Probability, 0 to 1. */
  readonly score: number;
}

export type Understand = (utterance: string, situation: Situation) => Understood;

/** The intent that Alexa sends for what the model does not cover. */
export const fallbackIntent = 'AMAZON.FallbackIntent';
