/** The page's server over devices that answer from recorded turns, on a port of its own. */
import {
  createServer as createHttpServer,
  request as httpRequest,
  type IncomingHttpHeaders,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Play } from '../../../src/simulator/playing.ts';
import { createServer, type Progress } from '../../../src/simulator/server.ts';
import { createSessions, type Sessions } from '../../../src/simulator/sessions.ts';
import type { Device } from '../../../src/simulator/device.ts';
import type { TokenState } from '../../../src/simulator/linking/token-state.ts';
import { wavOf } from '../../../src/simulator/voice/audio.ts';
import type { Voice } from '../../../src/simulator/voice/routes.ts';
import type { SkillLine } from '../../../src/simulator/skill-endpoint.ts';
import type { TurnRecord } from '../../../src/simulator/turn-record.ts';
import { pinAsked, turn } from '../page/recorded-turns.ts';

let begun = 0;

/** How many linkings have begun so far; the newest has this number in its state. */
export const linkingsBegun = (): number => begun;

/** A line that only remembers what was done to it. */
interface FakeLine extends SkillLine {
  carrier: typeof fetch | null;
  closed: boolean;
}

function fakeLine(): FakeLine {
  let token: TokenState = 'valid';
  const line: FakeLine = {
    url: 'http://127.0.0.1/alexa',
    applicationId: 'amzn1.ask.skill.test',
    get accessToken() {
      return token === 'none' ? null : 'token';
    },
    refreshToken: () => Promise.resolve(),
    account: {
      get tokenState() {
        return token;
      },
      accessToken: 'token',
      refreshToken: () => Promise.resolve(),
      setToken: state => {
        token = state;
        return Promise.resolve(true);
      },
      linkEnded: () => {
        token = 'revoked';
        return Promise.resolve();
      },
      beginLinking: () => ({ url: 'http://127.0.0.1:1/oauth/auth', state: `state-${(begun += 1)}` }),
      finishLinking: ({ code }) => Promise.resolve(code === undefined ? 'declined' : 'linked'),
    },
    locale: 'en-US',
    timeZone: 'UTC',
    carrier: null,
    closed: false,
    now: () => 0,
    takeExchanges: () => [],
    countTransactions: () => Promise.resolve(1482),
    setCarrier: carrier => {
      line.carrier = carrier;
    },
    close: () => {
      line.closed = true;
    },
  };
  return line;
}

/** Repeats what it hears, and asks for the PIN when it is asked for a balance. */
export function echoDevice(overrides: Partial<Device> = {}): Device {
  const answer = (utterance: string): TurnRecord =>
    utterance.includes('balance')
      ? pinAsked
      : turn({ utterance, intent: 'AMAZON.FallbackIntent', speech: `You said ${utterance}.` });
  const device = {
    sessionOpen: false,
    awaitsPin: false,
    say: (utterance: string) => {
      device.sessionOpen = true;
      device.awaitsPin = utterance.includes('balance');
      return Promise.resolve(answer(utterance));
    },
    open: () => Promise.resolve(answer('open')),
    silence: () => Promise.resolve({ ...answer('silence'), utterance: null, intent: null, request: null }),
    close: () => Promise.resolve(null),
    touch: () => Promise.resolve(null),
    offer: (utterance: string) => Promise.resolve(answer(utterance)),
    tell: () => Promise.resolve(answer('tell')),
    speakAs: () => undefined,
    useScreen: () => undefined,
    grant: () => undefined,
    tamper: () => undefined,
    ...overrides,
  };
  return device;
}

/** Neither hears nor speaks. */
const silentVoice: Voice = {
  recognizer: {
    unavailable: () => 'not_installed',
    prepare: () => undefined,
    hear: () => Promise.resolve({ kind: 'failed', failure: 'not_installed' }),
    close: () => Promise.resolve(),
  },
  synthesizer: {
    speak: () => Promise.resolve(wavOf(new Int16Array(0))),
    pronounce: () => Promise.resolve([]),
    close: () => Promise.resolve(),
  },
};

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The body as JSON; `null` when it is none. */
  readonly json: unknown;
}

interface Asked {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface PageServer extends AsyncDisposable {
  readonly port: number;
  readonly lines: FakeLine[];
  readonly faults: unknown[];
  readonly clockMovedByMs: () => number;
  ask(path: string, asked?: Asked): Promise<Answer>;
  /** POSTs JSON, as the page does. */
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export async function startPageServer(
  options: { progress?: Progress; device?: (line: SkillLine) => Device; play?: Play; voice?: Voice } = {},
): Promise<PageServer> {
  const lines: FakeLine[] = [];
  const faults: unknown[] = [];
  let movedByMs = 0;
  const now = () => Date.UTC(2026, 10, 23, 12) + movedByMs;
  const sessions: Sessions = createSessions(
    { customer: 'demo', locale: 'en-US', stepUp: 'voice-pin', now, timeZone: 'UTC' },
    () => {
      const line = fakeLine();
      lines.push(line);
      return line;
    },
    options.device ?? (() => echoDevice()),
  );
  const ready: Progress = {
    phase: 'ready',
    backend: {
      stack: {
        customer: { id: 'demo', name: 'Nora Whitfield' },
        locale: 'en-US',
        timeZone: 'UTC',
        now,
        moveClock: byMs => {
          movedByMs += byMs;
        },
        countTransactions: () => Promise.resolve(1482),
      },
      sessions,
      examples: ["what's my balance"],
      demoPin: '4821',
      play: options.play ?? (() => Promise.resolve([])),
      voice: options.voice ?? silentVoice,
    },
  };
  const app = createServer({
    files: new Map([
      ['/', { contentType: 'text/html; charset=utf-8', body: '<!doctype html><title>page</title>' }],
    ]),
    progress: () => options.progress ?? ready,
    onFault: error => faults.push(error),
  });
  const server = createHttpServer(app);
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  // A server on TCP has an address of this kind as long as it listens.
  const { port } = server.address() as AddressInfo;

  // Not fetch: it would not send a Host of our choice.
  const ask = (path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const outgoing = httpRequest({ host: '127.0.0.1', port, path, method, headers }, response => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString('utf8');
          const isJson = (response.headers['content-type'] ?? '').includes('json');
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text,
            json: isJson ? (JSON.parse(text) as unknown) : null,
          });
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  return {
    port,
    lines,
    faults,
    clockMovedByMs: () => movedByMs,
    ask,
    post: (path, body, headers = {}) =>
      ask(path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      }),
    [Symbol.asyncDispose]: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
