/** From Alexa's request to a turn. */
import type { Heard, HeardSlot } from '../../conversation/turn.ts';
import { hashedId } from '../../log.ts';
import type { TurnRequest } from '../channel.ts';
import type { Envelope, EnvelopeSlot } from './envelope.ts';
import { opaque } from './opaque.ts';

/** An intent that we do not know is what Alexa calls a fallback. */
const fallbackIntent = 'AMAZON.FallbackIntent';

/** The first catalogue id that entity resolution is sure of. */
function resolvedId({ resolutions }: Pick<EnvelopeSlot, 'resolutions'>): string | null {
  const match = resolutions?.resolutionsPerAuthority.find(({ status }) => status.code === 'ER_SUCCESS_MATCH');
  return match?.values[0]?.value.id ?? null;
}

/** Null for a slot that was not filled. Of a list, which our model does not ask for, the first value counts. */
function decodeSlot({ value, resolutions, slotValue }: EnvelopeSlot): HeardSlot | null {
  const newer = slotValue?.type === 'List' ? slotValue.values[0] : slotValue;
  const spoken = value === undefined || value === '' ? newer?.value : value;
  if (spoken === undefined || spoken === '') return null;
  return {
    value: spoken,
    id: resolvedId({ resolutions }) ?? resolvedId({ resolutions: newer?.resolutions }),
  };
}

function decodeHeard({ type, intent }: Envelope['request'], intentNames: ReadonlySet<string>): Heard | null {
  switch (type) {
    case 'LaunchRequest':
      return { kind: 'opened' };
    case 'SessionEndedRequest':
      return { kind: 'ended' };
    case 'IntentRequest': {
      if (intent === undefined || !intentNames.has(intent.name)) {
        return { kind: 'intent', name: fallbackIntent, slots: {} };
      }
      const slots = Object.entries(intent.slots ?? {}).flatMap(([name, slot]) => {
        const heard = decodeSlot(slot);
        return heard === null ? [] : [[name, heard] as const];
      });
      return { kind: 'intent', name: intent.name, slots: Object.fromEntries(slots) };
    }
    default:
      return null;
  }
}

/**
 * Turns a request into a turn.
 * @param intentNames The intents that we know.
 * @returns Null for a request that is no part of a conversation: an event of the platform, a notice about a reply.
 */
export function decode(envelope: Envelope, intentNames: ReadonlySet<string>): TurnRequest | null {
  const { session, request, context } = envelope;
  const { user, device, person } = context.System;
  const heard = decodeHeard(request, intentNames);
  if (heard === null || session === undefined) return null;
  const userId = user?.userId ?? session.user?.userId;
  const accessToken = user?.accessToken ?? session.user?.accessToken ?? '';
  return {
    heard,
    memory: session.attributes,
    accessToken: accessToken === '' ? null : accessToken,
    requestId: hashedId(request.requestId),
    context: {
      conversation: opaque('conversation', session.sessionId),
      ...(device === undefined ? {} : { device: opaque('device', device.deviceId) }),
      ...(userId === undefined ? {} : { user: opaque('user', userId) }),
      ...(person === undefined ? {} : { speaker: opaque('speaker', person.personId) }),
    },
  };
}
