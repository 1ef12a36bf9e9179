/**
 * The skill's log: one JSON line a record, of a closed set of shapes. A record holds codes, durations and hashed
 * ids. There is no field for free text, so that no utterance, name, amount, token or PIN has a place in it; and should
 * one get into a place that is not for it, what does not look like a code is not written.
 */
import { createHash } from 'node:crypto';
import type { TurnLogRecord } from './assistant.ts';
import type { RefusalCode } from './channels/alexa/refusal.ts';
import type { FacadeObservation } from './facade/exchange.ts';
import type { FacadeFailure } from './facade/port.ts';

export type LogRecord =
  /** A program is ready. */
  | { readonly event: 'started'; readonly entry: 'lambda' | 'lambda-https' | 'server' }
  | { readonly event: 'stopped'; readonly entry: 'server' }
  /** What the assistant tells of a turn. */
  | TurnLogRecord
  /** A call to the bank that came to nothing, with what exactly was wrong. */
  | ({ readonly event: 'facade'; readonly trace: string | null } & Omit<FacadeObservation, 'traceparent'>)
  /** A request that was turned away at the border. */
  | { readonly event: 'refused'; readonly code: RefusalCode; readonly request: string | null }
  /** A message of the platform about an earlier reply of ours, or about the skill itself. */
  | { readonly event: 'notice'; readonly code: string }
  /** Telemetry was not taken by its collector: what was in it is lost. */
  | { readonly event: 'telemetry'; readonly code: 'export_failed' }
  /** A bug. Of the error only its class and the places in our code: its message could hold anything. */
  | { readonly event: 'fault'; readonly error: string; readonly at: string; readonly request: string | null };

export type Log = (record: LogRecord) => void;

type Level = 'info' | 'warn' | 'error';

/** How much a record matters to an operator; a call of the bank that failed by what it failed with. */
export const levels: Readonly<Record<LogRecord['event'], Level | 'by code'>> = {
  started: 'info',
  stopped: 'info',
  turn: 'info',
  facade: 'by code',
  refused: 'warn',
  notice: 'warn',
  telemetry: 'warn',
  fault: 'error',
};

/** Most failures are a customer's good day: a PIN is asked for, a question is not answered. */
const failureLevels: Readonly<Record<FacadeFailure | 'ok', Level>> = {
  ok: 'info',
  not_linked: 'info',
  step_up_required: 'info',
  step_up_refused: 'info',
  not_disclosed: 'info',
  no_such_account: 'info',
  mixed_currencies: 'info',
  window_unavailable: 'info',
  busy: 'warn',
  bank_unreachable: 'error',
  bank_too_slow: 'error',
  answer_refused: 'error',
  bank_error: 'error',
};

function levelOf(record: LogRecord): Level {
  const level = levels[record.event];
  if (level !== 'by code') return level;
  return record.event === 'facade' ? failureLevels[record.code] : 'warn';
}

/** A code, a name of ours or a place in our code; 200 characters hold the longest of them. */
const code = /^[\w.:/<>|-]{0,200}$/;
const written = (_name: string, value: unknown): unknown =>
  typeof value === 'string' && !code.test(value) ? '(not a code)' : value;

/**
 * Makes a log that writes each record as one line of JSON without a newline. `timestamp` (RFC 3339) and `level` are
 * where AWS Lambda and the usual log pipelines look for them.
 * @param write Where a line goes.
 * @param now Milliseconds since 1970 UTC.
 */
export function createLog(write: (line: string) => void, now: () => number): Log {
  return record => {
    const line = { timestamp: new Date(now()).toISOString(), level: levelOf(record), ...record };
    write(JSON.stringify(line, written));
  };
}

/** Does with a record what each of several logs does with it. */
export const both =
  (...logs: readonly Log[]): Log =>
  record => {
    for (const log of logs) log(record);
  };

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
  // A bundle has a letter for a class, and its name where the class says it; whoever throws may have said anything.
  const name = /^[A-Z][A-Za-z]{1,60}$/.test(error.name) ? error.name : error.constructor.name;
  return { event: 'fault', error: name, at: places.slice(0, 3).join('|'), request };
}
