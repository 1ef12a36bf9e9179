/** Skills on this machine, as many as there are conversations, behind one port and the border of the real ones. */
import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RequestEnvelope } from 'ask-sdk-model';

/** Takes one request of Alexa, as a Lambda function gets it; what it throws is a skill that failed. */
export type SkillHandler = (envelope: RequestEnvelope) => Promise<unknown>;

export interface SkillServer {
  /** Serves a handler at an address of its own. */
  readonly serve: (handler: SkillHandler) => { readonly url: string; readonly close: () => void };
  readonly close: () => Promise<void>;
}

export async function openSkillServer(): Promise<SkillServer> {
  const handlers = new Map<string, SkillHandler>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const handler = handlers.get((request.url ?? '').slice(1));
      // The device posts nothing else here.
      const envelope = JSON.parse(Buffer.concat(chunks).toString('utf8')) as RequestEnvelope;
      const answer = Promise.resolve().then(() => {
        if (handler === undefined) throw new Error('nobody is at this address');
        return handler(envelope);
      });
      answer.then(
        body => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body)),
        () => response.writeHead(500).end(),
      );
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = server.address() as AddressInfo;
  return {
    serve: handler => {
      const id = randomUUID();
      handlers.set(id, handler);
      return { url: `http://127.0.0.1:${port}/${id}`, close: () => void handlers.delete(id) };
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
