/**
 * What the bank's front writes down of its work: codes and durations. The type is closed and has no field for free
 * text, so that nothing of what was asked, answered or found can get into a log.
 */
import type { QuestionName, RefusalCode } from '../facade/contract.ts';

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
      readonly durationMs: number;
    }
  /** Where all of the disclosure record ends, once a day: a hash, to be compared when the record is (it says nothing). */
  | { readonly event: 'checkpoint'; readonly number: number; readonly hash: string }
  /** Something threw that should not have. Where, and not what: a message may hold data. */
  | {
      readonly event: 'fault';
      readonly kind: 'bug' | 'database_unavailable';
      readonly at: CodeLocation | null;
    };

/** What a request was for. */
export type Operation =
  'answer' | 'step-up' | 'end-step-up' | 'unlink' | 'link-event' | 'health' | 'site' | 'unknown';

export type Log = (record: LogRecord) => void;

/** A log of JSON lines, each with the time of writing (RFC 3339, UTC). */
export function jsonLinesLog(write: (line: string) => void, now: () => number): Log {
  return record => write(`${JSON.stringify({ time: new Date(now()).toISOString(), ...record })}\n`);
}

/** The innermost place in this program that a thrown value passed, or null where that cannot be told. */
export function codeLocationOf(thrown: unknown): CodeLocation | null {
  if (!(thrown instanceof Error) || thrown.stack === undefined) return null;
  const [, file, line] = /^ {4}at .*\/(src\/[\w./-]+):(\d+):\d+\)?$/m.exec(thrown.stack) ?? [];
  return file === undefined || line === undefined || !file.startsWith('src/')
    ? null
    : `${file as `src/${string}`}:${Number(line)}`;
}
