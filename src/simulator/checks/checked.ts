/** What is known of a response when it is checked. */
import type { ResponseEnvelope } from 'ask-sdk-model';
import type { InteractionModel } from '../interaction-model.ts';
import type { FacadeExchange } from '../turn-record.ts';

export interface CheckedResponse {
  /** The type of the request that it answers. */
  readonly requestType: string;
  readonly response: ResponseEnvelope;
  /** The body as it was received. */
  readonly text: string;
  /** What the skill said while it worked on the answer, SSML or plain text. */
  readonly meanwhile: readonly string[];
  /** Whether the device can show anything. */
  readonly screen: boolean;
  /** The bank's calls of this turn. */
  readonly exchanges: readonly FacadeExchange[];
  readonly model: InteractionModel;
  /** What the platform sent and may never hear back. */
  readonly secrets: {
    readonly accessToken: string | null;
    /** Every voice PIN that was said in this session, four digits. */
    readonly pins: readonly string[];
    /** The platform's identifiers of user, person, device and unit. */
    readonly platformIds: readonly string[];
  };
}

/** Reads a response and objects; each finding is one sentence. */
export type Check = (checked: CheckedResponse) => Iterable<string>;
