/**
 * One turn of a conversation, as values: what was heard, what to do about it, what to say. Pure: the shell
 * (`src/assistant.ts`) does what a step asks for and hands the outcome back.
 */
import type { Answer, Question, StepUpFactor, StepUpGranted } from '../facade/contract.ts';
import type { Outcome } from '../facade/port.ts';
import type { Memory } from './memory.ts';

/** A slot as the platform delivers it. */
export interface HeardSlot {
  /** The resolved value: an ISO date or duration, digits, or the words of a custom type. */
  readonly value: string;
  /** The catalogue id where the platform matched one. */
  readonly id: string | null;
}

/** What reached us. */
export type Heard =
  | { readonly kind: 'opened' }
  | {
      readonly kind: 'intent';
      readonly name: string;
      /** Filled slots only. */
      readonly slots: Readonly<Record<string, HeardSlot>>;
    }
  /** The platform closed the session; nothing can be said any more. */
  | { readonly kind: 'ended' };

/** All that a turn is decided from. */
export interface Turn {
  readonly heard: Heard;
  /** What the last turn of this session left behind. */
  readonly memory: Memory;
  /** Whether the platform sent an access token along. */
  readonly linked: boolean;
  /**
   * The calendar date at the bank, `YYYY-MM-DD`. Read it only where a date matters: the first look into a time zone
   * takes a process longer than all else of a turn, so the shell looks when it is asked.
   */
  readonly today: string;
}

/** What the customer hears and sees. */
export interface Reply {
  /** Plain words; the channel turns them into its own markup and escapes them. */
  readonly speech: string;
  /** A telephone number that stands in `speech`, to be read digit by digit. */
  readonly telephone?: string;
  /** Never an amount: a card stays on a screen and in an app's history. */
  readonly card:
    | { readonly kind: 'link-account' }
    | { readonly kind: 'simple'; readonly title: string; readonly text: string }
    | null;
  /**
   * What follows. A session stays open only together with the question that the customer is to answer, so that a
   * microphone never stays open without one.
   */
  readonly then:
    | { readonly kind: 'end' }
    | {
        readonly kind: 'listen';
        /** Said after a silence. */
        readonly reprompt: string;
        /** The slot that is asked for, if it is one. */
        readonly elicit: { readonly intent: string; readonly slot: string } | null;
      };
  /** What the next turn of this session needs to know. The platform carries it. */
  readonly memory: Memory;
}

/** What the shell is to do next. */
export type Step =
  | { readonly kind: 'reply'; readonly reply: Reply }
  | { readonly kind: 'ask'; readonly question: Question; readonly told: (outcome: Outcome<Answer>) => Step }
  | {
      readonly kind: 'step-up';
      readonly factor: StepUpFactor;
      readonly told: (outcome: Outcome<StepUpGranted>) => Step;
    }
  | { readonly kind: 'end-step-up'; readonly told: (outcome: Outcome<null>) => Step }
  | { readonly kind: 'unlink'; readonly told: (outcome: Outcome<null>) => Step }
  /** The platform closed the session: there is nobody to talk to. */
  | { readonly kind: 'silence' };
