/** A skill behind its border, on a port of this machine, with Amazon's certificate store played by a map. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSkillListener } from '../../../src/channels/alexa/express.ts';
import type { AlexaHandler } from '../../../src/channels/alexa/handler.ts';
import type { Verification } from '../../../src/channels/alexa/authenticate.ts';
import type { LogRecord } from '../../../src/log.ts';
import { nowMs } from './requests.ts';

export interface Answered {
  readonly status: number;
  readonly body: unknown;
}

export interface SkillServer {
  readonly url: string;
  /** What is found at a certificate's URL. */
  readonly store: Map<string, () => Response | Promise<Response>>;
  readonly fetched: string[];
  readonly logged: LogRecord[];
  /** The skill's clock. */
  readonly clock: { nowMs: number };
  post(body: string | Buffer, headers?: Record<string, string>): Promise<Answered>;
  close(): void;
}

export interface SkillServerOptions {
  readonly handler: AlexaHandler;
  readonly verify?: Verification;
  readonly roots?: readonly string[];
}

export async function startSkillServer(options: SkillServerOptions): Promise<SkillServer> {
  const store: SkillServer['store'] = new Map();
  const fetched: string[] = [];
  const logged: LogRecord[] = [];
  const clock = { nowMs };
  const listener = createSkillListener({
    ...options,
    now: () => clock.nowMs,
    log: record => logged.push(record),
    fetch: async (url, init) => {
      const href = url instanceof URL ? url.href : JSON.stringify(url);
      fetched.push(href);
      const response = await (store.get(href)?.() ?? new Response('', { status: 404 }));
      const location = response.headers.get('location');
      if (location === null || init?.redirect === 'manual') return response;
      // As fetch does it: refused, or followed without a word.
      if (init?.redirect === 'error') throw new TypeError('fetch failed');
      return (await store.get(location)?.()) ?? new Response('', { status: 404 });
    },
  });
  const server: Server = createServer(listener);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  // A server that listens on a port has an address with a port.
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    store,
    fetched,
    logged,
    clock,
    async post(body, headers = {}) {
      const response = await fetch(`${url}/alexa`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: typeof body === 'string' ? body : new Uint8Array(body),
      });
      return { status: response.status, body: await response.json() };
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
