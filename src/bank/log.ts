/**
 * What the bank's front writes down of its work: codes and durations. The type is closed and has no field for free
 * text, so that nothing of what was asked, answered or found can get into a log.
 */
import type { QuestionName, RefusalCode } from '../facade/contract.ts';

/** What a request was for. */
export const operations = [
  'answer',
  'step-up',
  'end-step-up',
  'unlink',
  'link-event',
  'health',
  'site',
  'unknown',
] as const;
export type Operation = (typeof operations)[number];

/**
 * Who said no, where the code alone does not tell: to the client every reason looks the same, to the operator they are
 * different matters.
 */
export const refusers = [
  // The steps of an answer that may refuse, by their names in `pipeline/policy.ts`.
  'authenticateLink',
  'checkConsent',
  'checkStepUp',
  'chargeBudget',
  'checkDisclosure',
  'computeAnswer',
  // A step-up: what was said was wrong, it was the last that the link or the day had, or there was none left.
  'checkFactor',
  'lockLink',
  'useUpDay',
  'reserveAttempt',
  // The rates of a skill, of a link and of an address.
  'limitClient',
  'limitLink',
  'limitAddress',
] as const;
export type Refuser = (typeof refusers)[number];

/** What disclosure control made of a question: told as it was asked, told of something near it, or not told. */
export const decisions = ['told', 'moved', 'refused'] as const;
export type Decision = (typeof decisions)[number];

/** What threw. */
export const faultKinds = ['bug', 'database_unavailable'] as const;
export type FaultKind = (typeof faultKinds)[number];

/** A place in this program's source, like `src/bank/answers/income.ts:31`. Made by `codeLocationOf` alone. */
export type CodeLocation = `src/${string}:${number}`;

export type LogRecord =
  /** A request has been answered, or its client has gone away before. */
  | {
      readonly event: 'request';
      readonly operation: Operation;
      readonly question: QuestionName | null;
      readonly status: number;
      readonly code: 'ok' | 'client_gone' | RefusalCode;
      readonly refusedBy: Refuser | null;
      readonly decision: Decision | null;
      readonly durationMs: number;
      /** Of the turn that the request belongs to, as the skill's log has it (W3C trace context): 32 hexadecimal digits. */
      readonly trace: string;
    }
  /** Where all of the disclosure record ends, once a day: a hash, to be compared when the record is (it says nothing). */
  | { readonly event: 'checkpoint'; readonly number: number; readonly hash: string }
  /** Telemetry was not taken by its collector: what was in it is lost. */
  | { readonly event: 'telemetry'; readonly code: 'export_failed' }
  /** Something threw that should not have. Where, and not what: a message may hold data. */
  | {
      readonly event: 'fault';
      readonly kind: FaultKind;
      readonly at: CodeLocation | null;
      /** Of the request in which it happened, where it is known. */
      readonly trace: string | null;
    };

export type Log = (record: LogRecord) => void;

export type Level = 'info' | 'warn' | 'error';

/** Refusals that are no part of a good day: somebody is not let in, or asks too much. */
const remarkable: ReadonlySet<string> = new Set(['client_gone', 'invalid_client', 'rate_limited']);

/** How much a record matters to an operator; a request by what came of it. */
export const levels: Readonly<Record<LogRecord['event'], Level | 'by code'>> = {
  request: 'by code',
  checkpoint: 'info',
  telemetry: 'warn',
  fault: 'error',
};

function levelOf(record: LogRecord): Level {
  const level = levels[record.event];
  if (level !== 'by code') return level;
  if (record.event !== 'request' || remarkable.has(record.code)) return 'warn';
  if (record.status < 500) return 'info';
  // A process that is not ready says so whenever it is asked, as one that is stopping has to: nobody went without an answer.
  return record.operation === 'health' ? 'warn' : 'error';
}

/** Does with a record what each of several logs does with it. */
export const both =
  (...logs: readonly Log[]): Log =>
  record => {
    for (const log of logs) log(record);
  };

/** A log of JSON lines, each with the time of writing (RFC 3339, UTC) and its level, as log pipelines look for them. */
export function jsonLinesLog(write: (line: string) => void, now: () => number): Log {
  return record => {
    const timestamp = new Date(now()).toISOString();
    write(`${JSON.stringify({ timestamp, level: levelOf(record), ...record })}\n`);
  };
}

/** The innermost place in this program that a thrown value passed, or null where that cannot be told. */
export function codeLocationOf(thrown: unknown): CodeLocation | null {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return null;
  const [, file, line] = /^ {4}at .*\/(src\/[\w./-]+):(\d+):\d+\)?$/m.exec(thrown.stack) ?? [];
  return file === undefined || line === undefined || !file.startsWith('src/')
    ? null
    : `${file as `src/${string}`}:${Number(line)}`;
}
