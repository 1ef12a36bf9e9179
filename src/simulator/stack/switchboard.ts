/** The one skill, reached over many lines, each with a record of its own. */
import { randomUUID } from 'node:crypto';
import express from 'express';
import { serveOnLoopback } from '../loopback.ts';
import type { RecordedLine, WallRecorder } from '../wall-recorder.ts';

export interface Switchboard {
  /** Opens a line; any number of them, and none sees the calls of another. */
  connect(): { readonly url: string; readonly line: RecordedLine; readonly close: () => void };
  readonly close: () => Promise<void>;
}

/**
 * Serves a skill's app on an ephemeral port of this machine: the first segment of the path says over which line.
 *
 * @param skill the app that takes `POST /alexa`
 */
export async function openSwitchboard(skill: express.Express, recorder: WallRecorder): Promise<Switchboard> {
  const lines = new Map<string, RecordedLine>();
  const app = express().disable('x-powered-by');
  app.use('/:line', (request, response, next) => {
    const line = lines.get(request.params.line);
    if (line === undefined) next();
    else recorder.on(line, () => skill(request, response, next));
  });
  const server = await serveOnLoopback(app);
  return {
    connect: () => {
      const id = randomUUID();
      const line: RecordedLine = { exchanges: [], carrier: null };
      lines.set(id, line);
      return {
        url: `${server.url}/${id}/alexa`,
        line,
        close: () => void lines.delete(id),
      };
    },
    close: server.close,
  };
}
