/** The port of speech recognition: what somebody said goes in as samples, and comes out as words or as a named failure. */

/** What is to be heard: anything, or so many digits. */
export type Expected = { readonly kind: 'speech' } | { readonly kind: 'digits'; readonly digits: number };

/** Why nothing came of it, beside silence. */
export type HearingFailure =
  /** What it needs is not installed. */
  | 'not_installed'
  /** The engine speaks another language than the interaction model. */
  | 'other_language'
  /** Others are being heard just now. */
  | 'busy'
  /** It took longer than anybody waits. */
  | 'too_slow'
  /** The engine ended without an answer. */
  | 'engine_failed';

export type Recognition =
  | { readonly kind: 'heard'; readonly text: string }
  /** There was no word in it. */
  | { readonly kind: 'nothing' }
  | { readonly kind: 'failed'; readonly failure: HearingFailure };

export interface SpeechRecognizer {
  /** Why it cannot hear at all; null when it can. */
  readonly unavailable: () => HearingFailure | null;
  /** Makes ready in the background what the first utterance would wait for. */
  readonly prepare: () => void;
  /**
   * @param samples 16 kHz, 16-bit little-endian, one channel; kept no longer than the call
   * @param signal ends the work when nobody waits for it any more
   */
  hear(samples: Buffer, expected: Expected, signal: AbortSignal): Promise<Recognition>;
  /** Removes its work files. */
  close(): Promise<void>;
}

/** What a person at the page can do about a failure. */
export const failureWords: Readonly<Record<HearingFailure, string>> = {
  not_installed: 'This machine cannot hear yet: npm run voice:setup sets that up.',
  other_language: 'This machine hears English only.',
  busy: 'Somebody else is being heard just now. Say it again in a moment.',
  too_slow: 'That took too long to make out. Say it again, shorter, or type it.',
  engine_failed: 'The speech engine failed on this. Say it again, or type it.',
};
