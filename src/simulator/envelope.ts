/**
 * The requests that Alexa sends: "Request and Response JSON Reference" and "Request Types Reference" of the Alexa
 * Skills Kit. The envelope is the platform's own, so that the skill cannot tell this machine from Amazon's.
 */
import { createHash, randomUUID } from 'node:crypto';
import type {
  Context,
  DialogState,
  Intent,
  Person,
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
}

/** The session as the platform carries it. */
export interface CarriedSession {
  readonly id: string;
  readonly isNew: boolean;
  readonly attributes: Readonly<Record<string, unknown>>;
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
 * @param nowMs the platform's clock, milliseconds since 1970 UTC
 */
export function buildEnvelope(
  request: (head: RequestHead) => Request,
  session: CarriedSession,
  setting: Setting,
  nowMs: number,
): RequestEnvelope {
  const application = { applicationId: setting.applicationId };
  const user: User = {
    userId: platformId('account', setting.account),
    ...(setting.accessToken === null ? {} : { accessToken: setting.accessToken }),
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
    apiEndpoint: 'https://api.amazonalexa.com',
    apiAccessToken: 'simulated-api-access-token',
  };
  return {
    version: '1.0',
    session: {
      new: session.isNew,
      sessionId: session.id,
      application,
      user: { ...user },
      attributes: { ...session.attributes },
    },
    context: { System: system, ...(setting.screen ? screenContext : {}) },
    request: request({
      requestId: `amzn1.echo-api.request.${randomUUID()}`,
      timestamp: new Date(nowMs).toISOString().replace(/\.\d{3}Z$/, 'Z'),
      locale: setting.locale,
    }),
  };
}

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
