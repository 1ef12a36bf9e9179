/** The one skill, reached over many lines, each with a record of its own. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { RecordedLine, WallRecorder } from '../wall-recorder.ts';

const loopback = '127.0.0.1';

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
  const server = createServer(app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, loopback, resolve);
  });
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = server.address() as AddressInfo;
  return {
    connect: () => {
      const id = randomUUID();
      const line: RecordedLine = { exchanges: [], carrier: null };
      lines.set(id, line);
      return {
        url: `http://${loopback}:${port}/${id}/alexa`,
        line,
        close: () => void lines.delete(id),
      };
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
