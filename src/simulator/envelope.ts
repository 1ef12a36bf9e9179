/**
 * The requests that Alexa sends: "Request and Response JSON Reference" and "Request Types Reference" of the Alexa
 * Skills Kit. The envelope is the platform's own, so that the skill cannot tell this machine from Amazon's.
 */
import { createHash, randomUUID } from 'node:crypto';
import type {
  Context,
  DialogState,
  Intent,
  PermissionStatus,
  Permissions,
  Person,
  Scope,
  Request,
  RequestEnvelope,
  SessionEndedReason,
  Slot,
  User,
  interfaces,
  slu,
} from 'ask-sdk-model';

/** Who speaks, on what, through which skill. */
export interface Setting {
  readonly applicationId: string;
  readonly locale: string;
  /** Names the platform's account and device; every identifier is made from it. */
  readonly account: string;
  readonly accessToken: string | null;
  /** The recognised voice; null where the platform does not recognise voices. */
  readonly speaker: string | null;
  readonly screen: boolean;
  /** The APL document that is on the screen; null: none. */
  readonly document: string | null;
  /** The permissions that the customer has granted in the app, like `alexa::profile:email:read`. */
  readonly permissions: readonly string[];
  /** Where a skill reaches the platform while it works on a request. */
  readonly api: { readonly url: string; readonly accessToken: string };
}

/** Where Amazon's own interface is; on this machine nobody answers there. */
export const amazonApi = { url: 'https://api.amazonalexa.com', accessToken: 'simulated-api-access-token' };

/** The session as the platform carries it. */
export interface CarriedSession {
  readonly id: string;
  readonly isNew: boolean;
  /** What the skill gave to be carried, a JSON object; or what somebody has made of it on the way. */
  readonly attributes: unknown;
}

export const newSessionId = (): string => `amzn1.echo-api.session.${randomUUID()}`;

/** An identifier in the platform's style: always the same for the same name, and telling nothing of it. */
const platformId = (prefix: string, name: string): string => {
  const digest = createHash('sha256').update(`${prefix}\n${name}`).digest('base64url');
  return `amzn1.ask.${prefix}.${digest.toUpperCase().replaceAll(/[^A-Z0-9]/g, '7')}`;
};

/**
 * One request as it is posted.
 *
 * @param session null for a request that belongs to no conversation: an event, a question of what a skill could do
 * @param nowMs the platform's clock, milliseconds since 1970 UTC
 */
export function buildEnvelope(
  request: (head: RequestHead) => Request,
  session: CarriedSession | null,
  setting: Setting,
  nowMs: number,
): RequestEnvelope {
  const application = { applicationId: setting.applicationId };
  const user: User = {
    userId: platformId('account', setting.account),
    ...(setting.accessToken === null ? {} : { accessToken: setting.accessToken }),
    ...(setting.permissions.length === 0 ? {} : { permissions: grantedPermissions(setting.permissions) }),
  };
  const person: Person | null =
    setting.speaker === null
      ? null
      : { personId: platformId('person', `${setting.account}\n${setting.speaker}`) };
  const system: interfaces.system.SystemState = {
    application,
    user,
    ...(person === null ? {} : { person }),
    device: {
      deviceId: platformId('device', setting.account),
      supportedInterfaces: setting.screen
        ? { 'Alexa.Presentation.APL': { runtime: { maxVersion: '2024.3' } } }
        : {},
    },
    unit: { unitId: platformId('unit', setting.account) },
    apiEndpoint: setting.api.url,
    apiAccessToken: setting.api.accessToken,
  };
  return {
    version: '1.0',
    ...(session === null
      ? {}
      : {
          session: {
            new: session.isNew,
            sessionId: session.id,
            application,
            user: { ...user },
            // The platform carries JSON; what it is, is for the skill to find out.
            attributes: session.attributes as Record<string, unknown>,
          },
        }),
    context: {
      System: system,
      ...(setting.screen ? screenContext : {}),
      ...(setting.document === null ? {} : { 'Alexa.Presentation.APL': shownDocument(setting.document) }),
    },
    request: request({
      requestId: `amzn1.echo-api.request.${randomUUID()}`,
      timestamp: new Date(nowMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      locale: setting.locale,
    }),
  };
}

function grantedPermissions(names: readonly string[]): Permissions {
  const granted: Scope = { status: 'GRANTED' satisfies PermissionStatus };
  return { scopes: Object.fromEntries(names.map(name => [name, granted])) };
}

/** What the platform tells of the document on the screen ("Visual context"). */
const shownDocument = (token: string) => ({
  token,
  version: 'APL_WEB_RENDERER_GANDALF',
  componentsVisibleOnScreen: [],
});

/** What every request begins with. */
export interface RequestHead {
  readonly requestId: string;
  /** ISO 8601, to the second. */
  readonly timestamp: string;
  readonly locale: string;
}

export const launchRequest =
  () =>
  (head: RequestHead): Request => ({ type: 'LaunchRequest', ...head });

/** @param dialogState null for an intent that is not in the dialog model: the platform then sends none */
export const intentRequest =
  (intent: Intent, dialogState: DialogState | null) =>
  (head: RequestHead): Request => {
    const request = { type: 'IntentRequest' as const, ...head, intent };
    // The SDK's type demands a dialog state; the platform leaves it out where there is no dialog.
    return (dialogState === null ? request : { ...request, dialogState }) as Request;
  };

/** @param error what was wrong with the last response, where the reason is ERROR */
export const sessionEndedRequest =
  (
    reason: SessionEndedReason,
    error: { type: 'INVALID_RESPONSE' | 'ENDPOINT_TIMEOUT'; message: string } | null,
  ) =>
  (head: RequestHead): Request => ({
    type: 'SessionEndedRequest',
    ...head,
    reason,
    ...(error === null ? {} : { error }),
  });

/** Asks what a skill could do with an intent, for whoever did not name a skill ("CanFulfillIntentRequest"). */
export const canFulfillRequest =
  (intent: Intent) =>
  (head: RequestHead): Request => ({ type: 'CanFulfillIntentRequest', ...head, intent });

/** Somebody has touched what an APL document shows. @param what the arguments that the document gives to the event */
export const userEventRequest =
  (document: string, what: readonly unknown[]) =>
  (head: RequestHead): Request => ({
    type: 'Alexa.Presentation.APL.UserEvent',
    ...head,
    token: document,
    arguments: [...what],
    source: { type: 'TouchWrapper', handler: 'Press' },
    components: {},
  });

/** What happens to a skill in the customer's app ("Skill Events in Alexa Skills"). */
export const skillEvents = [
  'SkillEnabled',
  'SkillDisabled',
  'SkillPermissionAccepted',
  'SkillPermissionChanged',
  'SkillAccountLinked',
  'SkillAccountUnlinked',
] as const;
export type SkillEvent = (typeof skillEvents)[number];

export const skillEventRequest =
  (event: SkillEvent, body: Readonly<Record<string, unknown>> | null) =>
  (head: RequestHead): Request => {
    const { timestamp } = head;
    const times = { eventCreationTime: timestamp, eventPublishingTime: timestamp };
    const request = {
      type: `AlexaSkillEvent.${event}`,
      ...head,
      ...times,
      ...(body === null ? {} : { body }),
    };
    // The SDK has a type for each event; what differs between them is the body.
    return request as Request;
  };

/** A slot as it is heard: what was said, what it was resolved to. */
export interface FilledSlot {
  readonly name: string;
  readonly value: string;
  /** Null for a built-in type, which the platform does not resolve. */
  readonly resolutions: slu.entityresolution.Resolutions | null;
}

export const emptySlot = (name: string): Slot => ({ name, confirmationStatus: 'NONE' });

/** A slot on the wire: `source` is not in the SDK's types; it says that a person said it. */
type HeardSlot = Slot & { source: 'USER' };

export function filledSlot({ name, value, resolutions }: FilledSlot): Slot {
  const resolved = resolutions === null ? {} : { resolutions };
  const slot: HeardSlot = {
    name,
    value,
    ...resolved,
    confirmationStatus: 'NONE',
    source: 'USER',
    slotValue: { type: 'Simple', value, ...resolved },
  };
  return slot;
}

/** A medium hub: Echo Show 8. */
const screenContext: Pick<Context, 'Viewport' | 'Viewports'> = {
  Viewport: {
    experiences: [{ arcMinuteWidth: 346, arcMinuteHeight: 216, canRotate: false, canResize: false }],
    mode: 'HUB',
    shape: 'RECTANGLE',
    pixelWidth: 1280,
    pixelHeight: 800,
    dpi: 213,
    currentPixelWidth: 1280,
    currentPixelHeight: 800,
    touch: ['SINGLE'],
    video: { codecs: ['H_264_42', 'H_264_41'] },
  },
  Viewports: [
    {
      type: 'APL',
      id: 'main',
      shape: 'RECTANGLE',
      dpi: 213,
      presentationType: 'STANDARD',
      canRotate: false,
      configuration: {
        current: {
          mode: 'HUB',
          video: { codecs: ['H_264_42', 'H_264_41'] },
          size: { type: 'DISCRETE', pixelWidth: 1280, pixelHeight: 800 },
        },
      },
    },
  ],
};
