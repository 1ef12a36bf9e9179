/** The skill, put together: settings in, a handler of Alexa's requests out. Its entries differ in their border alone. */
import * as intents from '../intents/index.ts';
import { replies } from '../models/en-US.replies.ts';
import { createAssistant } from './assistant.ts';
import { createAlexaHandler, type AlexaHandler } from './channels/alexa/handler.ts';
import type { Config } from './config.ts';
import { createFacadeClient } from './facade/client.ts';
import type { Log } from './log.ts';
import type { Network } from './network.ts';
import type { SkillTelemetry } from './skill-terms.ts';
import { traceIdOf } from './telemetry/trace-context.ts';
import { withoutTelemetry } from './telemetry/without.ts';

export interface SkillParts {
  readonly config: Pick<
    Config,
    | 'facadeUrl'
    | 'clientId'
    | 'clientKey'
    | 'alexaSkillId'
    | 'bankName'
    | 'fraudLine'
    | 'timeZone'
    | 'turnTimeoutMs'
  >;
  readonly log: Log;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  /** Carries the calls to the bank; Node's own client by default. */
  readonly fetch?: Network;
  /** Nothing is exported where nothing is said. */
  readonly telemetry?: SkillTelemetry;
}

/**
 * Puts the skill together.
 * @throws Error when the facade's address is not acceptable.
 */
export function createAlexaSkill({
  config,
  log,
  now,
  fetch,
  telemetry = withoutTelemetry(),
}: SkillParts): AlexaHandler {
  const facade = createFacadeClient({
    baseUrl: config.facadeUrl,
    identity: config.clientKey === null ? null : { clientId: config.clientId, key: config.clientKey },
    now,
    ...(fetch === undefined ? {} : { fetch }),
    // A turn's own line tells its calls; of those that failed, this one tells why.
    observe: ({ traceparent, ...told }) => {
      if (told.code === 'ok') return;
      log({ event: 'facade', ...told, trace: traceparent === null ? null : traceIdOf(traceparent) });
    },
  });
  return createAlexaHandler({
    assistant: createAssistant({ facade, intents, replies, settings: config, now, log, telemetry }),
    tellBank: async ({ event, accessToken }) => {
      const signal = AbortSignal.timeout(config.turnTimeoutMs);
      const span = telemetry.begin('facade');
      const { traceparent } = span;
      const told = await facade.tellLinkEvent(event, { accessToken, signal, traceparent });
      span.end({ call: 'link-event', code: told.ok ? 'ok' : told.failure }, !told.ok);
      return told.ok;
    },
    applicationId: config.alexaSkillId,
    intentNames: Object.values(intents).flatMap(({ names }) => names),
    apology: replies.fault,
    log,
  });
}
