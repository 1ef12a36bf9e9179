/** A session as the platform keeps it, and one exchange with the skill in it. */
import type { Intent, Request, RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import { checkResponse } from './checks.ts';
import { msSince } from './clock.ts';
import type { Dialog } from './dialog.ts';
import {
  buildEnvelope,
  newSessionId,
  sessionEndedRequest,
  type RequestHead,
  type Setting,
} from './envelope.ts';
import type { InteractionModel } from './interaction-model.ts';
import { postToSkill, type Posted } from './post.ts';
import type { SkillEndpoint } from './skill-endpoint.ts';
import type { FacadeExchange } from './turn-record.ts';

export interface Session {
  readonly id: string;
  isNew: boolean;
  attributes: Readonly<Record<string, unknown>>;
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
  readonly facade: readonly FacadeExchange[];
  readonly findings: readonly string[];
  readonly skillMs: number;
}

/** How long the platform waits when it tells a skill that has just failed that the session is over. */
const farewellDeadlineMs = 1_000;

/** Sends one request in a session and reads the response with care. */
export async function exchange(
  session: Session,
  request: (head: RequestHead) => Request,
  {
    skill,
    model,
    setting,
    deadlineMs,
  }: { skill: SkillEndpoint; model: InteractionModel; setting: Setting; deadlineMs: number },
): Promise<Exchange> {
  // What the bank was asked before this turn is no part of it.
  skill.takeExchanges();
  const envelope = buildEnvelope(request, session, setting, skill.now());
  const startedAt = performance.now();
  const posted = await postToSkill(skill.url, envelope, deadlineMs);
  const skillMs = msSince(startedAt);
  session.isNew = false;
  const { request: sent } = envelope;
  if (!posted.ok && sent.type !== 'SessionEndedRequest') {
    const farewell = sessionEndedRequest('ERROR', { type: posted.error, message: posted.reason });
    const last = buildEnvelope(farewell, session, setting, skill.now());
    await postToSkill(skill.url, last, Math.min(deadlineMs, farewellDeadlineMs));
  }
  const facade = skill.takeExchanges();
  const findings = posted.ok
    ? checkResponse({
        requestType: sent.type,
        response: posted.response,
        text: posted.text,
        exchanges: facade,
        model,
        secrets: {
          accessToken: setting.accessToken,
          pins: session.pins,
          platformIds: platformIdsOf(envelope),
        },
      })
    : [`There is no usable response: ${posted.reason}.`];
  return {
    envelope,
    intent: sent.type === 'IntentRequest' ? sent.intent : null,
    posted,
    facade,
    findings,
    skillMs,
  };
}

function platformIdsOf({ context: { System } }: RequestEnvelope): string[] {
  return [System.user.userId, System.person?.personId, System.device?.deviceId, System.unit?.unitId].filter(
    id => id !== undefined,
  );
}
