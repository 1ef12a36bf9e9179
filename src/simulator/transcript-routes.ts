/** The part of the page's API that is about transcripts: the conversation as one, what one would play, and playing it. */
import express, { type RequestHandler, type Response, type Router } from 'express';
import * as z from 'zod';
import { maxTranscriptBytes, sessionHeader } from './page-api.ts';
import { refuse, wrongMethod } from './page-guard.ts';
import { NotPlayed, outline, type Play } from './playing.ts';
import type { Sessions } from './sessions.ts';

/** What is behind the routes. */
interface Transcripts {
  readonly sessions: Pick<Sessions, 'transcript'>;
  readonly play: Play;
}

interface Around {
  /** Runs a route once the programs behind the page are there. */
  readonly whenReady: (
    route: (backend: Transcripts, ...args: Parameters<RequestHandler>) => void | Promise<void>,
  ) => RequestHandler;
  readonly noSession: (response: Response) => void;
}

const sentTranscript = z.strictObject({ name: z.string().max(200), text: z.string() });

/** To be used before anything that reads bodies: a transcript is longer than what else a page sends. */
export function transcriptRoutes({ whenReady, noSession }: Around): Router {
  const router = express.Router();
  const readBody = express.json({ limit: maxTranscriptBytes, type: 'application/json' });

  /** Answers with what can be made of the transcript that was sent, or with what is wrong with it. */
  const take = async (
    body: unknown,
    response: Response,
    make: (text: string, name: string) => unknown,
  ): Promise<void> => {
    const sent = sentTranscript.safeParse(body);
    if (!sent.success) {
      refuse(response, 400, 'bad_body', 'Send {"name": ..., "text": the transcript}.');
      return;
    }
    try {
      response.json(await make(sent.data.text, sent.data.name));
    } catch (error) {
      if (!(error instanceof NotPlayed)) throw error;
      refuse(response, 422, 'not_played', error.message);
    }
  };

  router
    .route('/api/transcript')
    .get(
      whenReady((backend, request, response) => {
        const text = backend.sessions.transcript(request.get(sessionHeader) ?? '');
        if (text === null) noSession(response);
        else if (text === '') refuse(response, 409, 'nothing_said', 'Say something first.');
        else response.type('text/yaml').send(text);
      }),
    )
    .all(wrongMethod('GET'));

  router
    .route('/api/outlines')
    .post(readBody, (request, response) => take(request.body, response, outline))
    .all(wrongMethod('POST'));

  router
    .route('/api/plays')
    .post(
      readBody,
      whenReady((backend, request, response) => take(request.body, response, backend.play)),
    )
    .all(wrongMethod('POST'));

  return router;
}
