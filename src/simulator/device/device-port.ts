/** A device that a customer speaks to, as everybody else sees it. */
import type { Stopwatch } from '../clock.ts';
import type { SkillEvent } from '../envelope.ts';
import type { Language } from '../language.ts';
import type { PlatformApi } from '../platform-api.ts';
import type { SkillEndpoint } from '../skill-endpoint.ts';
import type { TurnRecord } from '../turn-record.ts';
import type { Taken } from './hearing.ts';

export interface DeviceOptions {
  readonly skill: SkillEndpoint;
  readonly language: Language;
  /** Names the platform's account and device; two devices of one name share their identifiers. */
  readonly account?: string;
  /** Whose voice the platform recognises; null where it does not recognise voices. */
  readonly speaker?: string | null;
  /** Whether the device has a screen; cards are sent either way. */
  readonly screen?: boolean;
  /** What the customer has granted in the app, like `alexa::profile:email:read`. */
  readonly permissions?: readonly string[];
  /** Where the skill may speak before it answers; nowhere by default. */
  readonly api?: PlatformApi | null;
  /** How long the platform waits for the skill; eight seconds, as Alexa does. */
  readonly deadlineMs?: number;
  /** Measures what a turn takes; the real one by default. */
  readonly stopwatch?: Stopwatch;
}

/** How something is said. */
export interface Saying {
  /** In a whisper: the device answers in one. The skill is not told. */
  readonly whispered?: boolean;
  /** What the platform takes it for; it is understood by the interaction model where this is left out. */
  readonly taken?: Taken;
}

/** Every method resolves to the record of the turn; a skill that answers nonsense is a finding in it. */
export interface Device {
  /** True while a session is open, so that the next utterance needs no launch phrase. */
  readonly sessionOpen: boolean;
  /** True while the skill waits for the voice PIN: the next utterance is to be hidden. */
  readonly awaitsPin: boolean;
  /** Somebody speaks. An empty utterance is silence. Without a session it begins one. */
  say(utterance: string, how?: Saying): Promise<TurnRecord>;
  /** Opens a session without a question ("Alexa, open Sotto Voce"). */
  open(): Promise<TurnRecord>;
  /**
   * Nobody answers: the reprompt first, then the end of the session.
   *
   * @param told false: the platform does not tell the skill that the session has ended, as it happens
   */
  silence(told?: boolean): Promise<TurnRecord>;
  /** Ends the session from outside, as when another skill is opened; null when there is none. */
  close(): Promise<TurnRecord | null>;
  /** Somebody touches the document on the screen; null when there is none. */
  touch(what: readonly unknown[]): Promise<TurnRecord | null>;
  /** Asks the skill what it could do with an utterance that names no skill. No session begins. */
  offer(utterance: string): Promise<TurnRecord>;
  /** Something happens to the skill in the customer's app. */
  tell(event: SkillEvent, body?: Readonly<Record<string, unknown>>): Promise<TurnRecord>;
  /** Who speaks from now on; null: a voice that is not recognised. */
  speakAs(speaker: string | null): void;
  /** Whether the device has a screen from now on; what was on it goes with it. */
  useScreen(screen: boolean): void;
  /** The customer grants permissions in the app, in the place of those of before. */
  grant(permissions: readonly string[]): void;
  /** Somebody has changed what the platform carries to the next request; JSON. */
  tamper(attributes: unknown): void;
}
