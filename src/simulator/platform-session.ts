/** A session as the platform keeps it, and one exchange with the skill in it. */
import type { Intent, Request, RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import { checkResponse } from './checks.ts';
import { msSince, type Stopwatch } from './clock.ts';
import type { Dialog } from './dialog.ts';
import {
  buildEnvelope,
  newSessionId,
  sessionEndedRequest,
  type RequestHead,
  type Setting,
} from './envelope.ts';
import type { InteractionModel } from './interaction-model.ts';
import { nothingMeanwhile, type Meanwhile, type PlatformApi } from './platform-api.ts';
import { postToSkill, type Posted } from './post.ts';
import type { SkillEndpoint } from './skill-endpoint.ts';
import type { FacadeExchange } from './turn-record.ts';

export interface Session {
  readonly id: string;
  isNew: boolean;
  /** What the platform carries for the skill; JSON. */
  attributes: unknown;
  dialog: Dialog | null;
  /** What is said after a silence; null when it has been said, or there is none. */
  reprompt: string | null;
  /** Voice PINs that were said, so that the checks know what may not come back. */
  readonly pins: string[];
}

export const beginSession = (): Session => ({
  id: newSessionId(),
  isNew: true,
  attributes: {},
  dialog: null,
  reprompt: null,
  pins: [],
});

/** Keeps what the platform carries to the next turn: attributes that are not sent back are gone. */
export function carryOn(
  session: Session,
  response: ResponseEnvelope,
  dialog: Dialog | null,
  reprompt: string | null,
): void {
  session.attributes = response.sessionAttributes ?? {};
  session.dialog = dialog;
  session.reprompt = reprompt;
}

/** What went to the skill and what came of it. */
export interface Exchange {
  readonly envelope: RequestEnvelope;
  /** The intent that was sent; null for other requests. */
  readonly intent: Intent | null;
  readonly posted: Posted;
  /** What was said while the skill worked. */
  readonly meanwhile: readonly string[];
  readonly facade: readonly FacadeExchange[];
  readonly findings: readonly string[];
  readonly skillMs: number;
}

export interface ExchangeParts {
  readonly skill: SkillEndpoint;
  readonly model: InteractionModel;
  readonly setting: Setting;
  /** Where the skill may speak in between; null: nowhere. */
  readonly api: PlatformApi | null;
  readonly deadlineMs: number;
  readonly stopwatch: Stopwatch;
}

/** How long the platform waits when it tells a skill that has just failed that the session is over. */
const farewellDeadlineMs = 1_000;

/**
 * Sends one request and reads the response with care.
 *
 * @param session null for a request outside of any conversation
 */
export async function exchange(
  session: Session | null,
  request: (head: RequestHead) => Request,
  { skill, model, setting, api, deadlineMs, stopwatch }: ExchangeParts,
): Promise<Exchange> {
  // What the bank was asked before this turn is no part of it.
  skill.takeExchanges();
  const envelope = buildEnvelope(request, session, setting, skill.now());
  const { request: sent } = envelope;
  const listening = api?.listen(sent.requestId);
  const startedAt = stopwatch();
  const posted = await postToSkill(skill.url, envelope, deadlineMs);
  const skillMs = msSince(startedAt, stopwatch);
  const meanwhile = listening?.stop() ?? nothingMeanwhile;
  if (session !== null) {
    session.isNew = false;
    if (!posted.ok && sent.type !== 'SessionEndedRequest') {
      const farewell = sessionEndedRequest('ERROR', { type: posted.error, message: posted.reason });
      const last = buildEnvelope(farewell, session, setting, skill.now());
      await postToSkill(skill.url, last, Math.min(deadlineMs, farewellDeadlineMs));
    }
  }
  const facade = skill.takeExchanges();
  return {
    envelope,
    intent: sent.type === 'IntentRequest' ? sent.intent : null,
    posted,
    meanwhile: meanwhile.speech,
    facade,
    findings: findingsIn(posted, { envelope, meanwhile, facade, model, setting, pins: session?.pins ?? [] }),
    skillMs,
  };
}

interface Circumstances {
  readonly envelope: RequestEnvelope;
  readonly meanwhile: Meanwhile;
  readonly facade: readonly FacadeExchange[];
  readonly model: InteractionModel;
  readonly setting: Setting;
  readonly pins: readonly string[];
}

function findingsIn(
  posted: Posted,
  { envelope, meanwhile, facade, model, setting, pins }: Circumstances,
): string[] {
  if (!posted.ok) return [...meanwhile.objections, `There is no usable response: ${posted.reason}.`];
  const secrets = { accessToken: setting.accessToken, pins, platformIds: platformIdsOf(envelope) };
  return [
    ...meanwhile.objections,
    ...checkResponse({
      requestType: envelope.request.type,
      response: posted.response,
      text: posted.text,
      meanwhile: meanwhile.speech,
      screen: setting.screen,
      exchanges: facade,
      model,
      secrets,
    }),
  ];
}

function platformIdsOf({ context: { System } }: RequestEnvelope): string[] {
  return [System.user.userId, System.person?.personId, System.device?.deviceId, System.unit?.unitId].filter(
    id => id !== undefined,
  );
}
