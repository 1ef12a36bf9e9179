/**
 * One entry for Alexa's requests, as a process: `node entry-program.ts NAME`, with the authority as JSON on standard
 * input. It writes the port on which it listens, and ends with its standard input.
 */
import { createWriteStream } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ExpressAdapter } from 'ask-sdk-express-adapter';
import type { RequestEnvelope } from 'ask-sdk-model';
import express from 'express';
import fastify from 'fastify';
import * as z from 'zod';
import { createBorder, type BorderOptions } from '../../src/channels/alexa/border.ts';
import { createSkillApp, createSkillListener } from '../../src/channels/alexa/express.ts';
import type { AlexaHandler } from '../../src/channels/alexa/handler.ts';
import { refusalStatus } from '../../src/channels/alexa/refusal.ts';
import { createLog } from '../../src/log.ts';
import { helloWorld } from './hello-world.ts';
import { certificateStore } from './alexa-signing.ts';
import { teachAdapter } from './sdk-adapter.ts';
import { warmSkill } from './warm-turn.ts';

const authority = z.object({ root: z.string(), chain: z.string() });
type Authority = z.infer<typeof authority>;

/** The smallest skill behind an entry of ours. */
function helloHandler(): AlexaHandler {
  const skill = helloWorld();
  // What a border lets through is an envelope of Alexa; the SDK's type of it is stricter than our reading.
  return async envelope => ({
    ok: true,
    response: await skill.invoke(envelope as unknown as RequestEnvelope),
  });
}

const borderOf = (of: Authority, handler: AlexaHandler): BorderOptions => ({
  handler,
  now: Date.now,
  roots: [of.root],
  fetch: certificateStore(of),
});

/** The log of production, to where nobody reads it. */
const log = createLog(line => devNull.write(`${line}\n`), Date.now);
const devNull = createWriteStream('/dev/null');

function adapterApp(verification: boolean): RequestListener {
  const app = express();
  app.post('/alexa', new ExpressAdapter(helloWorld(), verification, verification).getRequestHandlers());
  return app;
}

async function fastifyWithBorder(options: BorderOptions): Promise<RequestListener> {
  const cross = createBorder(options);
  const app = fastify({ bodyLimit: 128 * 1_024 });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  app.post('/alexa', async (request, reply) => {
    const taken = await cross(request.raw, request.body);
    if (taken.ok) return taken.response;
    return reply.code(refusalStatus[taken.code]).send({ code: taken.code });
  });
  await app.ready();
  return (request, response) => app.routing(request, response);
}

/** Every entry that is measured, by its name. */
const entries = {
  'adapter-verifying': of => {
    teachAdapter(of);
    return adapterApp(true);
  },
  'adapter-believing': () => adapterApp(false),
  'fastify-border': of => fastifyWithBorder(borderOf(of, helloHandler())),
  listener: of => createSkillListener({ ...borderOf(of, helloHandler()), log }),
  'listener-whole': of => createSkillListener({ ...borderOf(of, warmSkill(log)), log }),
  express: of => createSkillApp({ ...borderOf(of, helloHandler()), log }),
} satisfies Record<string, (authority: Authority) => RequestListener | Promise<RequestListener>>;

export type EntryName = keyof typeof entries;

const isEntry = (name: string): name is EntryName => name in entries;

if (import.meta.main) {
  const name = process.argv[2] ?? '';
  if (!isEntry(name)) throw new Error(`no entry is called ${name}`);
  let input = '';
  process.stdin.setEncoding('utf8').on('data', (chunk: string) => {
    input += chunk;
    if (!input.endsWith('\n')) return;
    void listen(name, authority.parse(JSON.parse(input)));
  });
  process.stdin.on('end', () => process.exit(0));
}

async function listen(name: EntryName, of: Authority): Promise<void> {
  const server = createServer(await entries[name](of));
  server.listen(0, '127.0.0.1', () => {
    // A server that listens on a port has an address with a port.
    process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
  });
}
