/**
 * The page's server: files from memory and a small JSON API, on this machine alone. It can speak to the bank in the
 * customer's name, so it trusts no other page that the browser has open: see `onlyThisPage`.
 */
import express, { type Express, type RequestHandler, type Response } from 'express';
import * as z from 'zod';
import { tokenStates } from './linking/token-state.ts';
import {
  bankLines,
  linkReturnPath,
  maxUtteranceCharacters,
  sessionHeader,
  speakers,
  type ClockView,
  type LinkingBegun,
  type PageState,
} from './page-api.ts';
import { headers, maxBodyBytes, onError, onlyThisPage, refuse, wrongMethod } from './page-guard.ts';
import type { PageFiles } from './page-files.ts';
import type { Play } from './playing.ts';
import type { Sessions } from './sessions.ts';
import type { Stack } from './stack.ts';
import { transcriptRoutes } from './transcript-routes.ts';
import { voiceRoutes, type Voice } from './voice/routes.ts';

/** What the page talks to once everything has started. */
interface Backend {
  readonly stack: Pick<Stack, 'customer' | 'now' | 'timeZone' | 'locale' | 'moveClock' | 'countTransactions'>;
  readonly sessions: Sessions;
  readonly examples: readonly string[];
  readonly demoPin: string | null;
  readonly play: Play;
  readonly voice: Voice;
}

/** How far the start has come. */
export type Progress =
  | { readonly phase: 'starting'; readonly progress: string }
  | { readonly phase: 'ready'; readonly backend: Backend };

interface ServerOptions {
  readonly files: PageFiles;
  /** Asked at every request: the page is served before the programs behind it have started. */
  readonly progress: () => Progress;
  /** Told of a fault that has no wording of its own; it never holds what a person said. */
  readonly onFault: (error: unknown) => void;
}

const loopback = '127.0.0.1';
const maxClockMinutes = 60 * 24 * 366;

const turnBody = z.union([
  z.strictObject({ utterance: z.string().trim().min(1).max(maxUtteranceCharacters) }),
  z.strictObject({ silence: z.literal(true) }),
]);
const circumstancesBody = z.strictObject({
  token: z.enum(tokenStates).optional(),
  bankLine: z.enum(bankLines).optional(),
  speaker: z.enum(speakers).nullable().optional(),
  whispers: z.boolean().optional(),
  screen: z.boolean().optional(),
});
const circumstancesWanted = `Send what is to change: {"token": ${tokenStates.join('|')}, "bankLine": ${bankLines.join('|')}, "speaker": ${speakers.join('|')}|null, "whispers": true|false, "screen": true|false}.`;
const clockBody = z.strictObject({ minutes: z.int().min(-maxClockMinutes).max(maxClockMinutes) });
const emptyBody = z.strictObject({});
/** What the bank's authorization server sends a browser back with (RFC 6749 section 4.1.2). */
const returnedQuery = z.looseObject({
  state: z.string(),
  code: z.string().optional(),
  error: z.string().optional(),
});

const clockOf = ({ now, timeZone }: Backend['stack']): ClockView => ({ now: now(), timeZone });

/** The page and its API; the caller lets it listen. */
export function createServer({ files, progress, onFault }: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(headers, onlyThisPage);

  /** Runs a route once the programs behind the page are there, and says so while they are not. */
  const whenReady =
    (
      route: (backend: Backend, ...args: Parameters<RequestHandler>) => void | Promise<void>,
    ): RequestHandler =>
    async (request, response, next) => {
      const now = progress();
      if (now.phase === 'ready') await route(now.backend, request, response, next);
      else refuse(response, 503, 'starting', now.progress);
    };

  const noSession = (response: Response) =>
    refuse(response, 404, 'no_session', 'This conversation is gone: reload the page to begin another.');

  app.use(transcriptRoutes({ whenReady, noSession }));
  app.use(voiceRoutes({ whenReady, noSession }));
  app.use(express.json({ limit: maxBodyBytes, type: 'application/json' }));

  app.get('/api/state', async (_request, response) => {
    const now = progress();
    if (now.phase !== 'ready') {
      response.json(now satisfies PageState);
      return;
    }
    const { stack, examples, demoPin } = now.backend;
    response.json({
      phase: 'ready',
      customer: stack.customer,
      clock: clockOf(stack),
      locale: stack.locale,
      transactions: await stack.countTransactions(),
      examples,
      demoPin,
    } satisfies PageState);
  });

  app
    .route('/api/session')
    .post(
      whenReady((backend, request, response) => {
        if (!emptyBody.safeParse(request.body).success) {
          refuse(response, 400, 'bad_body', 'Send {} to begin a conversation.');
          return;
        }
        response.status(201).json(backend.sessions.create());
      }),
    )
    .get(
      whenReady((backend, request, response) => {
        const view = backend.sessions.view(request.get(sessionHeader) ?? '');
        if (view === null) noSession(response);
        else response.json(view);
      }),
    )
    .patch(
      whenReady(async (backend, request, response) => {
        const body = circumstancesBody.safeParse(request.body);
        if (!body.success) {
          refuse(response, 400, 'bad_body', circumstancesWanted);
          return;
        }
        const view = await backend.sessions.change(request.get(sessionHeader) ?? '', body.data);
        if (view === null) noSession(response);
        else response.json(view);
      }),
    )
    .all(wrongMethod('GET, POST, PATCH'));

  app
    .route('/api/turns')
    .post(
      whenReady(async (backend, request, response) => {
        const body = turnBody.safeParse(request.body);
        if (!body.success) {
          const wanted = `Send {"utterance": 1 to ${maxUtteranceCharacters} characters} or {"silence": true}.`;
          refuse(response, 400, 'bad_body', wanted);
          return;
        }
        const reply = await backend.sessions.take(request.get(sessionHeader) ?? '', body.data);
        if (reply === null) noSession(response);
        else response.json(reply);
      }),
    )
    .all(wrongMethod('POST'));

  app
    .route('/api/link')
    .post(
      whenReady((backend, request, response) => {
        const { hostname, socket } = request;
        if (hostname !== loopback) {
          // The bank sends the browser back to that name alone, where this tab's conversation would be missing.
          const port = socket.localPort ?? 0;
          refuse(response, 409, 'other_name', `To link, open the page as http://${loopback}:${port}.`);
          return;
        }
        const url = backend.sessions.beginLinking(request.get(sessionHeader) ?? '');
        if (url === null) noSession(response);
        else response.json({ url } satisfies LinkingBegun);
      }),
    )
    .all(wrongMethod('POST'));

  app.get(
    linkReturnPath,
    whenReady(async (backend, request, response) => {
      const returned = returnedQuery.safeParse(request.query);
      if (returned.success && (await backend.sessions.finishLinking(returned.data))) {
        response.redirect(303, '/');
        return;
      }
      const sentence = 'This linking was not begun here, or is over. Open the page and link again.';
      refuse(response, 400, 'no_linking', sentence);
    }),
  );

  app
    .route('/api/clock')
    .post(
      whenReady((backend, request, response) => {
        const body = clockBody.safeParse(request.body);
        if (!body.success) {
          refuse(response, 400, 'bad_body', 'Send {"minutes": a whole number}, within a year.');
          return;
        }
        const { minutes } = body.data;
        backend.stack.moveClock(minutes * 60_000);
        if (minutes > 0) backend.sessions.letPass(minutes);
        response.json(clockOf(backend.stack));
      }),
    )
    .all(wrongMethod('POST'));

  app.get('/{*path}', (request, response, next) => {
    const file = files.get(request.path);
    if (file === undefined) next();
    else response.type(file.contentType).send(file.body);
  });

  app.use((_request, response) => refuse(response, 404, 'not_found', 'There is nothing at this address.'));
  app.use(onError(onFault));
  return app;
}
