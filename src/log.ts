/**
 * The skill's log: one JSON line a record, of a closed set of shapes. A record holds codes, durations and hashed
 * ids. There is no field for free text, and what does not look like a code is not written, so that no utterance,
 * name, amount, token or PIN can reach a log by mistake.
 */
import { createHash } from 'node:crypto';
import type { TurnLogRecord } from './assistant.ts';
import type { FacadeObservation } from './facade/exchange.ts';

export type LogRecord =
  /** A program is ready. */
  | { readonly event: 'started'; readonly entry: 'lambda' | 'lambda-https' | 'server' }
  | { readonly event: 'stopped'; readonly entry: 'server' }
  /** What the assistant tells of a turn. */
  | TurnLogRecord
  /** A call to the bank that came to nothing, with what exactly was wrong. */
  | ({ readonly event: 'facade' } & FacadeObservation)
  /** A request that was turned away at the border. */
  | { readonly event: 'refused'; readonly code: string; readonly request: string | null }
  /** A message of the platform about an earlier reply of ours, or about the skill itself. */
  | { readonly event: 'notice'; readonly code: string }
  /** A bug. Of the error only its class and the places in our code: its message could hold anything. */
  | { readonly event: 'fault'; readonly error: string; readonly at: string; readonly request: string | null };

export type Log = (record: LogRecord) => void;

type Level = 'info' | 'warn' | 'error';
const levels: Record<LogRecord['event'], Level> = {
  started: 'info',
  stopped: 'info',
  turn: 'info',
  facade: 'info',
  refused: 'warn',
  notice: 'warn',
  fault: 'error',
};

/** A code, a name of ours or a place in our code; 200 characters hold the longest of them. */
const code = /^[\w.:/<>|-]{0,200}$/;
const written = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && !code.test(value) ? '(not a code)' : value;

/**
 * Makes a log that writes each record as one line of JSON without a newline.
 * @param write Where a line goes.
 * @param now Milliseconds since 1970 UTC.
 */
export function createLog(write: (line: string) => void, now: () => number): Log {
  return record => {
    const line = { at: new Date(now()).toISOString(), level: levels[record.event], ...record };
    write(JSON.stringify(line, written));
  };
}

/** The platform's request id, hashed and shortened: enough to join lines of one log, useless outside it. */
export function hashedId(id: string): string {
  return createHash('sha256').update(`sottovoce:log:${id}`).digest('base64url').slice(0, 16);
}

/**
 * What can be told of a bug: the class of the error and the innermost places of its stack, as `file:line:column`.
 * The message is left out, since a library may have put a person's data into it.
 */
export function faultOf(error: unknown, request: string | null): LogRecord {
  if (!(error instanceof Error)) return { event: 'fault', error: typeof error, at: '', request };
  const places = (error.stack ?? '')
    .split('\n')
    .map(line => /^\s+at .*?([\w-][\w.-]*\.[cm]?[jt]s:\d+:\d+)\)?$/.exec(line)?.[1])
    .filter(place => place !== undefined);
  return { event: 'fault', error: error.constructor.name, at: places.slice(0, 3).join('|'), request };
}
