/** The skill behind HTTPS: the same handler as on Lambda, with a border of its own in front of it. */
import express from 'express';
import { faultOf, hashedId, type Log } from '../../log.ts';
import { createBorder, type BorderOptions } from './border.ts';
import { refusalStatus, type RefusalCode } from './refusal.ts';

/** A request of Alexa is a few kilobytes; one with a screen's state may have tens of them. */
const maxBodyBytes = 128 * 1_024;

export interface SkillAppOptions extends BorderOptions {
  readonly log: Log;
}

/**
 * Makes the app: `POST /alexa` takes Alexa's requests, `GET /healthz` says that the process is up. A request that
 * is turned away gets its code and 400 (403 where the sender is not meant at all); none gets a 500.
 */
export function createSkillApp(options: SkillAppOptions): express.Express {
  const { log } = options;
  const cross = createBorder(options);

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
      const taken = await cross(request, request.body);
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
