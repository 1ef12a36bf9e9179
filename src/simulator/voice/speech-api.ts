/** What the page and the routes of the voice say to each other. Types alone. */

/** `GET /api/voice`. */
export interface VoiceState {
  /** Whether this machine understands speech; a sentence that says what to do where it does not. */
  readonly hearing: { readonly available: true } | { readonly available: false; readonly sentence: string };
}

/** `POST /api/hear`; null: there was no word in it. */
export interface HeardWords {
  readonly text: string | null;
}
