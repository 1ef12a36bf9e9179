/**
 * What the skill reads of Alexa's request. Every object is loose: Amazon adds properties without notice and a skill
 * has to take them (Alexa "Request and Response JSON Reference"). A part that is not needed for a turn and has a
 * shape that we do not know counts as absent.
 */
import * as z from 'zod/mini';

/** A part that is absent, or counts as absent since its shape is not the one that we know. */
const whereKnown = <Schema extends z.ZodMiniType>(schema: Schema) => z.catch(z.optional(schema), undefined);

/** Identifiers of the platform are long, but not without end. */
const platformId = z.string().check(z.minLength(1), z.maxLength(2_048));

const resolutions = whereKnown(
  z.looseObject({
    resolutionsPerAuthority: z.array(
      z.looseObject({
        status: z.looseObject({ code: z.string() }),
        values: z._default(
          z.array(z.looseObject({ value: z.looseObject({ id: z.optional(z.string()) }) })),
          [],
        ),
      }),
    ),
  }),
);

/** What was said for a slot, in the older place and, inside `slotValue`, in the newer one. */
const spoken = { value: whereKnown(z.string().check(z.maxLength(500))), resolutions };
const simpleValue = z.looseObject({ type: z.literal('Simple'), ...spoken });
const slotValue = whereKnown(
  z.discriminatedUnion('type', [
    simpleValue,
    z.looseObject({ type: z.literal('List'), values: z.array(simpleValue) }),
  ]),
);

const slot = z.looseObject({ ...spoken, slotValue });
export type EnvelopeSlot = z.infer<typeof slot>;

const user = z.looseObject({
  /** Another one after the skill was switched off and on again. */
  userId: whereKnown(platformId),
  accessToken: whereKnown(z.string()),
});
const application = z.looseObject({ applicationId: z.string().check(z.maxLength(500)) });

const request = z
  .looseObject({
    type: z.string().check(z.minLength(1), z.maxLength(200)),
    requestId: platformId,
    timestamp: z.string().check(z.maxLength(100)),
    intent: z.optional(
      z.looseObject({
        name: z.string().check(z.minLength(1), z.maxLength(200)),
        slots: whereKnown(z.record(z.string(), slot)),
      }),
    ),
    error: whereKnown(z.looseObject({ type: z.string() })),
    /** Of an event: when it happened, and what it brings. */
    eventCreationTime: whereKnown(z.string().check(z.maxLength(100))),
    body: whereKnown(z.looseObject({ accessToken: whereKnown(z.string()) })),
  })
  .check(
    z.refine(({ type, intent }) => type !== 'IntentRequest' || intent !== undefined, {
      error: 'an IntentRequest without an intent',
    }),
  );

/** Requests that belong to a conversation, and so to a session. */
const conversational = ['LaunchRequest', 'IntentRequest', 'SessionEndedRequest'];

const envelope = z
  .looseObject({
    version: z.string(),
    session: z.optional(
      z.looseObject({
        sessionId: platformId,
        application: z.optional(application),
        attributes: z.unknown(),
        user: z.optional(user),
      }),
    ),
    context: z.looseObject({
      System: z.looseObject({
        application,
        user: z.optional(user),
        device: whereKnown(z.looseObject({ deviceId: platformId })),
        /** Only when Alexa recognised the voice and the customer agreed to personalisation. */
        person: whereKnown(z.looseObject({ personId: platformId })),
      }),
    }),
    request,
  })
  .check(
    z.refine(({ request: { type }, session }) => !conversational.includes(type) || session !== undefined, {
      error: 'a conversational request without a session',
    }),
  );

/** A request of Alexa with everything that a turn needs. */
export type Envelope = z.infer<typeof envelope>;

/** Reads a request; null when it is not one that the skill can take. */
export function readEnvelope(body: unknown): Envelope | null {
  const parsed = envelope.safeParse(body);
  return parsed.success ? parsed.data : null;
}
