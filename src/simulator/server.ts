/**
 * The page's server: files from memory and a small JSON API, on this machine alone. It can speak to the bank in the
 * customer's name, so it trusts no other page that the browser has open: see `onlyThisPage`.
 */
import express, { type ErrorRequestHandler, type Express, type RequestHandler, type Response } from 'express';
import * as z from 'zod';
import {
  bankLines,
  maxUtteranceCharacters,
  sessionHeader,
  type ClockView,
  type PageProblem,
  type PageState,
} from './page-api.ts';
import type { PageFiles } from './page-files.ts';
import type { Sessions } from './sessions.ts';
import type { Stack } from './stack.ts';

/** What the page talks to once everything has started. */
export interface Backend {
  readonly stack: Pick<Stack, 'customer' | 'today' | 'locale' | 'moveClock' | 'countTransactions'>;
  readonly sessions: Sessions;
  readonly examples: readonly string[];
  readonly demoPin: string | null;
}

/** How far the start has come. */
export type Progress =
  | { readonly phase: 'starting'; readonly progress: string }
  | { readonly phase: 'failed'; readonly message: string }
  | { readonly phase: 'ready'; readonly backend: Backend };

export interface ServerOptions {
  readonly files: PageFiles;
  /** Asked at every request: the page is served before the programs behind it have started. */
  readonly progress: () => Progress;
  /** Told of a fault that has no wording of its own; it never holds what a person said. */
  readonly onFault: (error: unknown) => void;
}

const maxBodyBytes = 4_096;
const maxClockMinutes = 60 * 24 * 366;

const turnBody = z.union([
  z.strictObject({ utterance: z.string().trim().min(1).max(maxUtteranceCharacters) }),
  z.strictObject({ silence: z.literal(true) }),
]);
const circumstancesBody = z.strictObject({
  linked: z.boolean().optional(),
  bankLine: z.enum(bankLines).optional(),
});
const clockBody = z.strictObject({ minutes: z.int().min(-maxClockMinutes).max(maxClockMinutes) });
const emptyBody = z.strictObject({});

/** Nothing from elsewhere, nothing inline, no frame around it. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
].join('; ');

const headers: RequestHandler = (_request, response, next) => {
  response.set({
    'Content-Security-Policy': contentSecurityPolicy,
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    'Permissions-Policy': 'camera=(), geolocation=(), microphone=(self)',
    'Cache-Control': 'no-store',
  });
  next();
};

/** A sentence for the person at the page, and a code for a program. */
function refuse(response: Response, status: number, code: string, title: string): void {
  const body: PageProblem = { type: 'about:blank', title, status, code };
  response.status(status).type('application/problem+json').send(JSON.stringify(body));
}

/**
 * Keeps other pages out. The Host must be this machine's name, so that a foreign name that points here (DNS
 * rebinding) is refused; an Origin, which a browser always sends with a POST, must be ours; and a body must be
 * JSON, which a form of another page cannot send.
 */
const onlyThisPage: RequestHandler = (request, response, next) => {
  const port = request.socket.localPort ?? 0;
  const hosts = ['127.0.0.1', 'localhost', '[::1]'].map(name => `${name}:${port}`);
  const host = request.headers.host ?? '';
  if (!hosts.includes(host)) {
    refuse(
      response,
      403,
      'foreign_host',
      `Open the page at http://127.0.0.1:${port} and under no other name.`,
    );
    return;
  }
  const { origin } = request.headers;
  const site = request.headers['sec-fetch-site'];
  const foreign =
    (origin !== undefined && origin !== `http://${host}`) ||
    (request.path.startsWith('/api/') && site !== undefined && site !== 'same-origin' && site !== 'none');
  if (foreign) {
    refuse(response, 403, 'foreign_origin', 'Another page may not talk to this one.');
    return;
  }
  if (!['GET', 'HEAD'].includes(request.method) && request.is('application/json') === false) {
    refuse(response, 415, 'not_json', 'Send the body as application/json.');
    return;
  }
  next();
};

/** Says plainly what was wrong with a body; the body itself is never repeated. */
const onError =
  (onFault: ServerOptions['onFault']): ErrorRequestHandler =>
  (error: unknown, _request, response, next) => {
    if (response.headersSent) {
      next(error);
      return;
    }
    const type = typeof error === 'object' && error !== null && 'type' in error ? error.type : null;
    switch (type) {
      case 'entity.too.large':
        refuse(response, 413, 'too_large', `A body may have ${maxBodyBytes} bytes at most.`);
        return;
      case 'entity.parse.failed':
      case 'request.aborted':
      case 'request.size.invalid':
        refuse(response, 400, 'not_json', 'The body is not JSON.');
        return;
      case 'charset.unsupported':
      case 'encoding.unsupported':
        refuse(response, 415, 'not_json', 'Send the body as plain UTF-8 JSON.');
        return;
      default:
        onFault(error);
        refuse(response, 500, 'fault', 'The simulator failed in this turn. The terminal says more.');
    }
  };

/** The page and its API; the caller lets it listen. */
export function createServer({ files, progress, onFault }: ServerOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(headers, onlyThisPage, express.json({ limit: maxBodyBytes, type: 'application/json' }));

  /** Runs a route once the programs behind the page are there, and says so while they are not. */
  const whenReady =
    (
      route: (backend: Backend, ...args: Parameters<RequestHandler>) => void | Promise<void>,
    ): RequestHandler =>
    async (request, response, next) => {
      const now = progress();
      if (now.phase === 'ready') await route(now.backend, request, response, next);
      else if (now.phase === 'starting') refuse(response, 503, 'starting', `Just a moment: ${now.progress}`);
      else refuse(response, 503, 'failed', now.message);
    };

  const noSession = (response: Response) =>
    refuse(response, 404, 'no_session', 'This conversation is gone: reload the page to begin another.');

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
      today: stack.today(),
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
      whenReady((backend, request, response) => {
        const body = circumstancesBody.safeParse(request.body);
        if (!body.success) {
          refuse(
            response,
            400,
            'bad_body',
            `Send {"linked": true or false, "bankLine": ${bankLines.join('|')}}.`,
          );
          return;
        }
        const view = backend.sessions.change(request.get(sessionHeader) ?? '', body.data);
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
    .route('/api/clock')
    .post(
      whenReady((backend, request, response) => {
        const body = clockBody.safeParse(request.body);
        if (!body.success) {
          refuse(response, 400, 'bad_body', 'Send {"minutes": a whole number}, within a year.');
          return;
        }
        backend.stack.moveClock(body.data.minutes * 60_000);
        response.json({ today: backend.stack.today() } satisfies ClockView);
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

function wrongMethod(allowed: string): RequestHandler {
  return (_request, response) => {
    response.set('Allow', allowed);
    refuse(response, 405, 'method_not_allowed', `This address takes ${allowed}.`);
  };
}
