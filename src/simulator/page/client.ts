/** The page's calls to its server. What the server refuses is thrown with the server's own words. */
import {
  sessionHeader,
  type Circumstances,
  type ClockView,
  type LinkingBegun,
  type OutlinedTranscript,
  type PageProblem,
  type PageState,
  type PlayedConversation,
  type SessionView,
  type TurnReply,
} from '../page-api.ts';

/** A refusal of the server, or no server at all; the message is for the person at the page. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal';
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const isJson = (response: Response): boolean => (response.headers.get('content-type') ?? '').includes('json');

/** One request; rejects with {@link ServerRefusal}, or with the `AbortError` of whoever has ended it. */
export async function send(path: string, init: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (init.signal?.aborted === true) throw error;
    throw new ServerRefusal(
      'gone',
      'The simulator has stopped. Start it again with npm start; this page will wait.',
    );
  }
  if (!response.ok) {
    // Same origin, same version: the server's errors have this shape and nothing else.
    const problem = (await response.json()) as PageProblem;
    throw new ServerRefusal(problem.code, problem.title);
  }
  return response;
}

async function call(method: string, path: string, session: string | null, body?: unknown): Promise<unknown> {
  const response = await send(path, {
    method,
    headers: {
      ...(session === null ? {} : { [sessionHeader]: session }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return isJson(response) ? response.json() : response.text();
}

// The server is part of the same program and serves this page: its answers are trusted to be what `page-api.ts` says.
export const getState = () => call('GET', '/api/state', null) as Promise<PageState>;
export const beginSession = () => call('POST', '/api/session', null, {}) as Promise<SessionView>;
export const getSession = (session: string) => call('GET', '/api/session', session) as Promise<SessionView>;
export const changeSession = (session: string, change: Partial<Circumstances>) =>
  call('PATCH', '/api/session', session, change) as Promise<SessionView>;
export const beginLinking = (session: string) =>
  call('POST', '/api/link', session, {}) as Promise<LinkingBegun>;
export const say = (session: string, utterance: string) =>
  call('POST', '/api/turns', session, { utterance }) as Promise<TurnReply>;
export const staySilent = (session: string) =>
  call('POST', '/api/turns', session, { silence: true }) as Promise<TurnReply>;
export const getTranscript = (session: string) => call('GET', '/api/transcript', session) as Promise<string>;
export const play = (name: string, text: string) =>
  call('POST', '/api/plays', null, { name, text }) as Promise<PlayedConversation[]>;
export const outline = (name: string, text: string) =>
  call('POST', '/api/outlines', null, { name, text }) as Promise<OutlinedTranscript>;
export const moveClock = (minutes: number) =>
  call('POST', '/api/clock', null, { minutes }) as Promise<ClockView>;
