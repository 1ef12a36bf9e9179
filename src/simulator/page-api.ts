/**
 * What the page and its server say to each other: JSON over same-origin HTTP. Types and limits alone, so that both
 * sides can lean on them.
 */
import type { StepUpChallenge } from '../facade/contract.ts';
import type { LinkingOutcome, TokenState } from './linking/token-state.ts';
import type { Crossing, Outcome } from './outcome.ts';
import type { TurnRecord } from './turn-record.ts';

/** Names the page's own session in every request, so that two tabs never mix. */
export const sessionHeader = 'sottovoce-session';

/** Where the bank sends the browser back to. */
export const linkReturnPath = '/link/return';

/** Longer than anything that a person says in one breath. */
export const maxUtteranceCharacters = 500;

/** How the line to the bank behaves, so that failures can be seen. */
export const bankLines = ['works', 'down', 'slow', 'talkative'] as const;
export type BankLine = (typeof bankLines)[number];

/** Voices at home that the platform can tell apart. A voice that it does not know is null wherever one of them may be. */
export const speakers = ['customer', 'partner', 'child'] as const;
export type Speaker = (typeof speakers)[number];

/** Who speaks, how, to what, and what is behind it: all that a person at the page can change about a conversation. */
export interface Circumstances {
  /** Whose voice the platform recognises; null: nobody's. */
  readonly speaker: Speaker | null;
  /** Whether it is whispered. */
  readonly whispers: boolean;
  /** Whether the device has a screen. */
  readonly screen: boolean;
  /** What the platform holds of the customer's link. */
  readonly token: TokenState;
  readonly bankLine: BankLine;
}

/** The time at bank and skill. */
export interface ClockView {
  /** Milliseconds since 1970 UTC; it goes on as the real time does. */
  readonly now: number;
  /** The bank's time zone (IANA). */
  readonly timeZone: string;
}

/** `GET /api/state`: what is known before anybody has said a word. */
export type PageState =
  /** The programs are starting; `progress` says which one. */
  | { readonly phase: 'starting'; readonly progress: string }
  | {
      readonly phase: 'ready';
      readonly customer: { readonly id: string; readonly name: string };
      readonly clock: ClockView;
      /** BCP 47, for the browser's voice. */
      readonly locale: string;
      /** Transactions of this customer that the bank holds. */
      readonly transactions: number;
      /** Things to say that work with this customer's data. */
      readonly examples: readonly string[];
      /** The published voice PIN of the demo customer; null for anybody else. */
      readonly demoPin: string | null;
    };

/** One turn, as one row of the page. */
export interface TurnRow {
  /** Counts from 1 within the page's session. */
  readonly number: number;
  readonly turn: TurnRecord;
  readonly outcome: Outcome;
  /** What happened at the wall, one for each entry of `turn.facade`. */
  readonly crossings: readonly Crossing[];
}

/** How a linking ended; or the customer is not linked at the bank any more, so that only linking again helps. */
export type LinkingNote = LinkingOutcome | 'gone';

/** `GET`, `POST` and `PATCH /api/session`. */
export interface SessionView extends Circumstances {
  readonly session: string;
  readonly turns: readonly TurnRow[];
  /** What has become of linking since the last turn; null: nothing. */
  readonly linking: LinkingNote | null;
  /** Whether the assistant is listening. */
  readonly open: boolean;
  /** Whether the next utterance is a voice PIN, to be hidden while it is typed. */
  readonly awaitsPin: boolean;
  /** What the bank wants to hear, while it does; null: nothing. */
  readonly challenge: StepUpChallenge | null;
}

/** `POST /api/turns`. */
export interface TurnReply extends Omit<SessionView, 'turns'> {
  readonly row: TurnRow;
}

/** `POST /api/link`. */
export interface LinkingBegun {
  /** The bank's page to which the browser goes; it comes back to `linkReturnPath`. */
  readonly url: string;
}

/** A transcript as it is sent to be played; longer than anybody's patience. */
export const maxTranscriptBytes = 128 * 1_024;

/** `POST /api/plays`: the conversations of a transcript, as they came out. */
export interface PlayedConversation {
  readonly title: string;
  readonly rows: readonly TurnRow[];
  /** What was different from what is written, as lines of text; null: nothing. */
  readonly report: string | null;
}

/** `POST /api/outlines`: what would be played. */
export interface OutlinedTranscript {
  /** The customer's id at the bank; null: a pretend customer. */
  readonly customer: string | null;
  /** The day at the bank, `YYYY-MM-DD`. */
  readonly today: string;
  readonly conversations: readonly {
    readonly title: string;
    /** What is said and done, a line for each. */
    readonly lines: readonly string[];
  }[];
}

/** Every error, as problem+json (RFC 9457). `title` is a sentence for the person at the page. */
export interface PageProblem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
}
