/** Skills on this machine, as many as there are conversations, behind one port and the border of the real ones. */
import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { json } from 'node:stream/consumers';
import type { RequestEnvelope } from 'ask-sdk-model';
import { serveOnLoopback } from '../loopback.ts';

/** Takes one request of Alexa, as a Lambda function gets it; what it throws is a skill that failed. */
export type SkillHandler = (envelope: RequestEnvelope) => Promise<unknown>;

export interface SkillServer {
  /** Serves a handler at an address of its own. */
  readonly serve: (handler: SkillHandler) => { readonly url: string; readonly close: () => void };
  readonly close: () => Promise<void>;
}

export async function openSkillServer(): Promise<SkillServer> {
  const handlers = new Map<string, SkillHandler>();
  const answer = async (request: IncomingMessage): Promise<string> => {
    // The device posts nothing else here.
    const envelope = (await json(request)) as RequestEnvelope;
    const handler = handlers.get((request.url ?? '').slice(1));
    if (handler === undefined) throw new Error('nobody is at this address');
    return JSON.stringify(await handler(envelope));
  };
  const server = await serveOnLoopback((request, response) => {
    answer(request).then(
      body => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
      () => response.writeHead(500).end(),
    );
  });
  return {
    serve: handler => {
      const id = randomUUID();
      handlers.set(id, handler);
      return { url: `${server.url}/${id}`, close: () => void handlers.delete(id) };
    },
    close: server.close,
  };
}
