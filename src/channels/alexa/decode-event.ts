/** From Alexa's events about the skill itself to what the bank has to know ("Skill Events in Alexa Skills"). */
import { linkEvent, type LinkEvent } from '../../facade/contract.ts';
import type { PlatformNews } from '../channel.ts';
import type { Envelope } from './envelope.ts';
import { opaque } from './opaque.ts';

/** The events that concern a link; all others are acknowledged and nothing more. */
const kinds: Readonly<Record<string, LinkEvent['kind']>> = {
  'AlexaSkillEvent.SkillDisabled': 'disabled',
  'AlexaSkillEvent.SkillAccountUnlinked': 'unlinked',
  'AlexaSkillEvent.SkillAccountLinked': 'linked',
};

/**
 * Reads an event. It is named by what happened to whom and when, so that it is the same event however often and under
 * whatever request id it comes.
 * @returns Null for what is no such event, or does not say whom it is about.
 */
export function decodeEvent({ request, context }: Envelope): PlatformNews | null {
  const kind = kinds[request.type];
  const { user } = context.System;
  if (kind === undefined || user?.userId === undefined) return null;
  const at = [request.eventCreationTime, request.timestamp].find(
    time => time !== undefined && linkEvent.shape.at.safeParse(time).success,
  );
  if (at === undefined) return null;
  const token = request.body?.accessToken ?? user.accessToken ?? '';
  return {
    event: {
      kind,
      user: opaque('user', user.userId),
      at,
      eventId: opaque('event', `${kind}:${user.userId}:${at}`),
    },
    accessToken: token === '' ? null : token,
  };
}
