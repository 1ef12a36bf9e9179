/**
 * The port between a platform and the assistant. A channel authenticates a platform's request, decodes it into a
 * `TurnRequest`, and encodes the `Reply` that comes back. It decides nothing about the conversation.
 */
import type { Heard, Reply } from '../conversation/turn.ts';
import type { ConversationContext, LinkEvent } from '../facade/contract.ts';

/** One request of a platform, as the conversation sees it. */
export interface TurnRequest {
  readonly heard: Heard;
  /** The session attributes as the platform sent them; they are parsed behind this port and never trusted. */
  readonly memory: unknown;
  /** The linked customer's token; null where the platform sent none. */
  readonly accessToken: string | null;
  readonly context: ConversationContext;
  /** The platform's name of the request, hashed (`hashedId` of the log); none where it gives no names. */
  readonly requestId?: string;
}

/** Answers one turn. Null when there is nobody to talk to any more: the platform has closed the session. */
export type Assistant = (request: TurnRequest) => Promise<Reply | null>;

/** What a platform tells of a link by itself, with the token where it sent one along. */
export interface PlatformNews {
  readonly event: LinkEvent;
  readonly accessToken: string | null;
}

/** Tells the bank. False when it does not have it: the platform is then asked to send it again. */
export type TellBank = (news: PlatformNews) => Promise<boolean>;
