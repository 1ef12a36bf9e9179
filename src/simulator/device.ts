/**
 * The device that a customer speaks to: keeps a session as Alexa keeps one, and says what the skill answers.
 */
import type { SkillEndpoint } from './stack.ts';
import type { TurnRecord } from './turn-record.ts';

export interface DeviceOptions {
  readonly skill: SkillEndpoint;
  /** Whose voice the platform recognises; null where it does not recognise voices. */
  readonly speaker?: string | null;
  /** Whether the device has a screen; cards are sent either way. */
  readonly screen?: boolean;
}

/** Every method resolves to the record of the turn; a skill that answers nonsense is a finding in it. */
export interface Device {
  /** True while a session is open, so that the next utterance needs no launch phrase. */
  readonly sessionOpen: boolean;
  /** True while the skill waits for the voice PIN: the next utterance is to be hidden. */
  readonly awaitsPin: boolean;
  /** Somebody speaks. An empty utterance is silence. Without a session it begins one. */
  say(utterance: string): Promise<TurnRecord>;
  /** Opens a session without a question ("Alexa, open Sotto Voce"). */
  open(): Promise<TurnRecord>;
  /** Nobody answers: the reprompt first, then the end of the session. */
  silence(): Promise<TurnRecord>;
  /** Ends the session from outside, as when another skill is opened; null when there is none. */
  close(): Promise<TurnRecord | null>;
  /** Who speaks from now on; null: a voice that is not recognised. */
  speakAs(speaker: string | null): void;
}

export declare function createDevice(options: DeviceOptions): Device;
