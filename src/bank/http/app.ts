/** The facade over HTTP: which path does what. Everything that leaves is JSON of the contract, or nothing. */
import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express';
import {
  answerRequest,
  linkEvent,
  maxRequestBytes,
  opaqueId,
  paths,
  questionName,
  stepUpRequest,
  type Answer,
  type LinkEvent,
  type StepUpGranted,
  type StepUpRequest,
} from '../../facade/contract.ts';
import { faultOf } from '../fault.ts';
import type { Log } from '../log.ts';
import { decisionOn } from '../pipeline/decision.ts';
import type { Inquiry } from '../pipeline/facts.ts';
import { isRefusal, type Refusal } from '../pipeline/step.ts';
import type { BankTelemetry } from '../telemetry.ts';
import { logRequests, noteDecision, noteOperation, traceOf } from './access-log.ts';
import { readBearerToken } from './bearer-token.ts';
import { requireJson, unreadableBodyCode } from './json-body.ts';
import { sendTooFast, type Limits } from './limits.ts';
import { untilNextBeatMs } from './refusal-beat.ts';
import { platformOf, requireClient, type AuthenticateClient } from './require-client.ts';
import { sendJson, sendProblem } from './send.ts';

/** What the bank does; HTTP only carries it. `platform` is the one whose skill asks, where one has shown who it is. */
export interface BankOperations {
  readonly answer: (inquiry: Inquiry, platform: string | undefined) => Promise<Answer | Refusal>;
  readonly stepUp: (
    asked: { accessToken: string | null; request: StepUpRequest },
    platform: string | undefined,
  ) => Promise<StepUpGranted | Refusal>;
  readonly endStepUp: (
    asked: { accessToken: string | null; conversation: string },
    platform: string | undefined,
  ) => Promise<null | Refusal>;
  readonly stopSharing: (
    asked: { accessToken: string | null },
    platform: string | undefined,
  ) => Promise<null | Refusal>;
  readonly takeLinkEvent: (
    asked: { accessToken: string | null; event: LinkEvent },
    platform: string | undefined,
  ) => Promise<null>;
  /** The platform that a client assertion speaks for; null: no clients are configured, so this machine alone may ask. */
  readonly authenticateClient: () => AuthenticateClient | null;
  /** Reads something from the database; rejects when it cannot. */
  readonly ping: () => Promise<void>;
  /** Whether requests should come here; resolves soon. */
  readonly isReady: () => Promise<boolean>;
  readonly limits: Limits;
  /** Addresses of proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: readonly string[];
  /** What is served to browsers and platforms; calls on where there is no such path. */
  readonly site: RequestHandler;
  readonly log: Log;
  readonly telemetry: BankTelemetry;
  readonly monotonicMs: () => number;
  /** Resolves after so many milliseconds. */
  readonly pause: (ms: number) => Promise<unknown>;
}

export function createApp(bank: BankOperations): express.Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.set('query parser', false);
  app.enable('case sensitive routing');
  app.enable('strict routing');
  app.set('trust proxy', [...bank.trustedProxies]);

  app.use(logRequests(bank));
  app.use((_request, response, next) => {
    // An answer is for one moment: nobody on the way may keep it (RFC 9111 section 5.2.2.5).
    response.set('Cache-Control', 'no-store');
    next();
  });
  const { limits } = bank;
  const fromClient = [
    requireClient(bank.authenticateClient, (request, response) => {
      const waitMs = limits.takeStranger(request);
      if (waitMs === null) sendProblem(response, 'invalid_client');
      else sendTooFast(response, waitMs);
    }),
    limits.ofClient,
  ];
  const readJson = [requireJson, express.json({ limit: maxRequestBytes, inflate: false })];

  app
    .route(`${paths.answers}/:question`)
    .all(noteOperation('answer'), fromClient)
    .post(limits.ofLink, ...readJson, async (request, response) => {
      const cameAtMs = bank.monotonicMs();
      const name = questionName.safeParse(request.params.question);
      if (!name.success) {
        sendProblem(response, 'not_found');
        return;
      }
      const asked = answerRequest.safeParse(request.body);
      if (!asked.success || asked.data.question.name !== name.data) {
        sendProblem(response, 'invalid_request');
        return;
      }
      const inquiry = { accessToken: readBearerToken(request), ...asked.data };
      const outcome = await bank.answer(inquiry, platformOf(response));
      noteDecision(response, decisionOn(inquiry.question, outcome));
      if (isRefusal(outcome) && outcome.refused === 'not_disclosed') {
        await bank.pause(untilNextBeatMs(bank.monotonicMs() - cameAtMs));
      }
      reply(request, response, outcome);
    })
    .all(refuseMethod('POST'));

  app
    .route(paths.stepUps)
    .all(noteOperation('step-up'), fromClient)
    .post(limits.ofLink, ...readJson, async (request, response) => {
      const asked = stepUpRequest.safeParse(request.body);
      if (!asked.success) {
        sendProblem(response, 'invalid_request');
        return;
      }
      const accessToken = readBearerToken(request);
      reply(request, response, await bank.stepUp({ accessToken, request: asked.data }, platformOf(response)));
    })
    .all(refuseMethod('POST'));

  app
    .route(`${paths.stepUps}/:conversation`)
    .all(noteOperation('end-step-up'), fromClient)
    .delete(async (request, response) => {
      const conversation = opaqueId.safeParse(request.params.conversation);
      if (!conversation.success) {
        sendProblem(response, 'invalid_request');
        return;
      }
      const accessToken = readBearerToken(request);
      const asked = { accessToken, conversation: conversation.data };
      reply(request, response, await bank.endStepUp(asked, platformOf(response)));
    })
    .all(refuseMethod('DELETE'));

  app
    .route(paths.link)
    .all(noteOperation('unlink'), fromClient)
    .delete(async (request, response) => {
      const accessToken = readBearerToken(request);
      reply(request, response, await bank.stopSharing({ accessToken }, platformOf(response)));
    })
    .all(refuseMethod('DELETE'));

  app
    .route(paths.linkEvents)
    .all(noteOperation('link-event'), fromClient)
    .post(...readJson, async (request, response) => {
      const event = linkEvent.safeParse(request.body);
      if (!event.success) {
        sendProblem(response, 'invalid_request');
        return;
      }
      const asked = { accessToken: readBearerToken(request), event: event.data };
      reply(request, response, await bank.takeLinkEvent(asked, platformOf(response)));
    })
    .all(refuseMethod('POST'));

  app
    .route('/healthz')
    .all(noteOperation('health'))
    .get((_request, response) => sendJson(response, { status: 'ok' }))
    .all(refuseMethod('GET, HEAD'));

  app
    .route('/readyz')
    .all(noteOperation('health'))
    .get(async (_request, response) => {
      if (await bank.isReady()) sendJson(response, { status: 'ready' });
      else sendProblem(response, 'unavailable');
    })
    .all(refuseMethod('GET, HEAD'));

  app.use(noteOperation('site'), bank.site, noteOperation('unknown'));
  app.use((_request, response) => sendProblem(response, 'not_found'));
  app.use(refuseFault(bank));
  return app;
}

/** Sends what came of an operation. */
function reply(request: Request, response: Response, outcome: object | null): void {
  if (outcome === null) {
    response.status(204).end();
  } else if (isRefusal(outcome)) {
    const hasToken = request.headers.authorization !== undefined;
    sendProblem(response, outcome.refused, { hasToken, challenge: outcome.challenge, by: outcome.by });
  } else {
    sendJson(response, outcome);
  }
}

function refuseMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed);
    sendProblem(response, 'method_not_allowed');
  };
}

/** The last resort: what was thrown becomes a code, and nothing of it is told to anyone but where it was. */
function refuseFault(bank: BankOperations): ErrorRequestHandler {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars -- Express knows an error handler by its four parameters.
  return async (thrown: unknown, _request, response, _next) => {
    const code = unreadableBodyCode(thrown);
    if (code !== null) {
      sendProblem(response, code);
      return;
    }
    const fault = await faultOf(thrown, bank.ping, traceOf(response));
    bank.log(fault);
    if (response.headersSent) response.destroy();
    else sendProblem(response, fault.kind === 'bug' ? 'internal_error' : 'unavailable');
  };
}
