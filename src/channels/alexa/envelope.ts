/**
 * What the skill reads of Alexa's request. Every object is loose: Amazon adds properties without notice and a skill
 * has to take them (Alexa "Request and Response JSON Reference"). A part that is not needed for a turn and has a
 * shape that we do not know counts as absent.
 */
import * as z from 'zod';

/** Identifiers of the platform are long, but not without end. */
const platformId = z.string().min(1).max(2_048);

const resolutions = z
  .looseObject({
    resolutionsPerAuthority: z.array(
      z.looseObject({
        status: z.looseObject({ code: z.string() }),
        values: z.array(z.looseObject({ value: z.looseObject({ id: z.string().optional() }) })).default([]),
      }),
    ),
  })
  .optional()
  .catch(undefined);

/** What was said for a slot, in the older place and, inside `slotValue`, in the newer one. */
const spoken = { value: z.string().max(500).optional().catch(undefined), resolutions };
const simpleValue = z.looseObject({ type: z.literal('Simple'), ...spoken });
const slotValue = z
  .discriminatedUnion('type', [
    simpleValue,
    z.looseObject({ type: z.literal('List'), values: z.array(simpleValue) }),
  ])
  .optional()
  .catch(undefined);

const slot = z.looseObject({ ...spoken, slotValue });
export type EnvelopeSlot = z.infer<typeof slot>;

const user = z.looseObject({
  /** Another one after the skill was switched off and on again. */
  userId: platformId.optional().catch(undefined),
  accessToken: z.string().optional().catch(undefined),
});
const application = z.looseObject({ applicationId: z.string().max(500) });

const request = z
  .looseObject({
    type: z.string().min(1).max(200),
    requestId: platformId,
    timestamp: z.string().max(100),
    intent: z
      .looseObject({
        name: z.string().min(1).max(200),
        slots: z.record(z.string(), slot).optional().catch(undefined),
      })
      .optional(),
    error: z.looseObject({ type: z.string() }).optional().catch(undefined),
    /** Of an event: when it happened, and what it brings. */
    eventCreationTime: z.string().max(100).optional().catch(undefined),
    body: z
      .looseObject({ accessToken: z.string().optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  .refine(({ type, intent }) => type !== 'IntentRequest' || intent !== undefined, {
    error: 'an IntentRequest without an intent',
  });

/** Requests that belong to a conversation, and so to a session. */
const conversational = ['LaunchRequest', 'IntentRequest', 'SessionEndedRequest'];

const envelope = z
  .looseObject({
    version: z.string(),
    session: z
      .looseObject({
        sessionId: platformId,
        application: application.optional(),
        attributes: z.unknown(),
        user: user.optional(),
      })
      .optional(),
    context: z.looseObject({
      System: z.looseObject({
        application,
        user: user.optional(),
        device: z.looseObject({ deviceId: platformId }).optional().catch(undefined),
        /** Only when Alexa recognised the voice and the customer agreed to personalisation. */
        person: z.looseObject({ personId: platformId }).optional().catch(undefined),
      }),
    }),
    request,
  })
  .refine(({ request: { type }, session }) => !conversational.includes(type) || session !== undefined, {
    error: 'a conversational request without a session',
  });

/** A request of Alexa with everything that a turn needs. */
export type Envelope = z.infer<typeof envelope>;

/** Reads a request; null when it is not one that the skill can take. */
export function readEnvelope(body: unknown): Envelope | null {
  const parsed = envelope.safeParse(body);
  return parsed.success ? parsed.data : null;
}
