/** The skill behind HTTPS: the same handler as on Lambda, with a border of its own in front of it. */
import express from 'express';
import type { RequestListener } from 'node:http';
import { faultOf, type Log } from '../../log.ts';
import { createBorder, type BorderOptions } from './border.ts';
import { commonHeaders, createListener, createTakeRequest } from './listener.ts';

export interface SkillAppOptions extends BorderOptions {
  readonly log: Log;
}

/** Makes the app: `POST /alexa` takes Alexa's requests, `GET /healthz` says that the process is up. */
export function createSkillApp(options: SkillAppOptions): express.Express {
  return createApp(options).app;
}

/** The same as a listener for `node:http`, which takes Alexa's requests without the detour through Express. */
export function createSkillListener(options: SkillAppOptions): RequestListener {
  const { take, app } = createApp(options);
  return createListener(take, (request, response) => void app(request, response));
}

function createApp({ log, ...options }: SkillAppOptions) {
  const take = createTakeRequest(createBorder(options), log);
  const app = express();
  app.disable('x-powered-by').disable('etag');
  app.use((_request, response, next) => {
    response.set(commonHeaders);
    next();
  });

  app.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' });
  });
  app.post('/alexa', take);
  app.all('/alexa', (_request, response) => {
    response.status(405).set('allow', 'POST').json({ code: 'method_not_allowed' });
  });
  app.use((_request, response) => {
    response.status(404).json({ code: 'not_found' });
  });

  // A path that cannot be decoded has a status; everything else is a bug of ours. Express knows an error handler by
  // its four parameters.
  app.use(
    (error: unknown, _request: express.Request, response: express.Response, next: express.NextFunction) => {
      if (response.headersSent) {
        next(error);
      } else if (error instanceof Error && 'status' in error) {
        log({ event: 'refused', code: 'path_unreadable', request: null });
        response.status(400).json({ code: 'path_unreadable' });
      } else {
        log(faultOf(error, null));
        response.status(503).json({ code: 'out_of_order' });
      }
    },
  );
  return { take, app };
}
