/** The skill that is judged, as the platform sees it: something that takes requests. */
import type { Answer } from '../facts.ts';

export interface Skill {
  readonly applicationId: string;
  /** Takes a request of Alexa, or what somebody sends in its place. It does not throw. */
  take(envelope: unknown): Promise<Answer>;
}

/** What a skill answered, read no further than that it is a response. */
export function answerOf(value: unknown): Answer {
  if (typeof value !== 'object' || value === null || !('response' in value))
    return { kind: 'refused', code: 'no response' };
  // The rules look at each part of it before they rely on it.
  return { kind: 'response', response: value as never, text: JSON.stringify(value) };
}
