/** The skill behind HTTPS: the same handler as on Lambda, with a border of its own in front of it. */
import { rootCertificates } from 'node:tls';
import express from 'express';
import { faultOf, hashedId, type Log } from '../../log.ts';
import { createAuthenticate, type Verification } from './authenticate.ts';
import { readEnvelope } from './envelope.ts';
import type { AlexaHandler, Handled } from './handler.ts';
import { refusalStatus, type RefusalCode } from './refusal.ts';
import { createFreshnessCheck } from './verify/freshness.ts';
import { createSignatureVerifier } from './verify/signature.ts';
import { trustRoots } from './verify/trusted-roots.ts';

/** A request of Alexa is a few kilobytes; one with a screen's state may have tens of them. */
const maxBodyBytes = 128 * 1_024;

export interface SkillAppOptions {
  readonly handler: AlexaHandler;
  readonly log: Log;
  /** `amazon-signature` by default. */
  readonly verify?: Verification;
  /** Milliseconds since 1970 UTC: what a request's timestamp and a certificate's dates are compared with. */
  readonly now: () => number;
  /** Fetches certificates; the global fetch by default. */
  readonly fetch?: typeof globalThis.fetch;
  /** Roots that a certificate chain may end in, as PEM; those of Node by default. */
  readonly roots?: readonly string[];
}

/**
 * Makes the app: `POST /alexa` takes Alexa's requests, `GET /healthz` says that the process is up. A request that
 * is turned away gets its code and 400 (403 where the sender is not meant at all); none gets a 500.
 */
export function createSkillApp(options: SkillAppOptions): express.Express {
  const { handler, log, now } = options;
  const authenticate = createAuthenticate(
    options.verify ?? 'amazon-signature',
    createSignatureVerifier({
      roots: trustRoots(options.roots ?? rootCertificates),
      fetch: options.fetch ?? ((...request) => globalThis.fetch(...request)),
      now,
    }),
  );
  const checkFreshness = createFreshnessCheck(now);

  /** One request, from its raw bytes to what is sent back. */
  const take = async (request: express.Request): Promise<Handled & { readonly requestId?: string }> => {
    const rawBody: unknown = request.body;
    if (!Buffer.isBuffer(rawBody)) return { ok: false, code: 'body_unreadable' };
    const refused = await authenticate(request, rawBody);
    if (refused !== null) return { ok: false, code: refused };

    const envelope = readEnvelope(parseJson(rawBody));
    if (envelope === null) return { ok: false, code: 'malformed' };
    const { requestId } = envelope.request;
    const untimely = checkFreshness(envelope.request);
    if (untimely !== null) return { ok: false, code: untimely, requestId };
    return { ...(await handler(envelope)), requestId };
  };

  const refuse = (response: express.Response, code: RefusalCode, requestId?: string): void => {
    log({ event: 'refused', code, request: requestId === undefined ? null : hashedId(requestId) });
    response.status(refusalStatus[code]).json({ code });
  };

  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use((_request, response, next) => {
    response.set({ 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
    next();
  });

  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });

  app.post(
    '/alexa',
    // Raw, since the signature is over the bytes; and not decompressed, since Alexa does not compress.
    express.raw({ type: () => true, limit: maxBodyBytes, inflate: false }),
    async (request, response) => {
      const taken = await take(request);
      if (taken.ok) response.json(taken.response);
      else refuse(response, taken.code, taken.requestId);
    },
  );

  app.all('/alexa', (_request, response) => {
    response.status(405).set('allow', 'POST').json({ code: 'method_not_allowed' });
  });
  app.use((_request, response) => {
    response.status(404).json({ code: 'not_found' });
  });

  // What the body parser reports, which has a status; everything else is a bug of ours. Express knows an error
  // handler by its four parameters.
  app.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      if (response.headersSent) {
        next(error);
      } else if (error instanceof Error && 'status' in error) {
        refuse(response, error.status === 413 ? 'body_too_large' : 'body_unreadable');
      } else {
        log(faultOf(error, null));
        response.status(503).json({ code: 'out_of_order' });
      }
    },
  );
  return app;
}

/** Undefined when the bytes are not JSON. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
