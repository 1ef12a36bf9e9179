import type { RequestHandler, Response } from 'express';
import { questionName, traceHeader, type QuestionName, type RefusalCode } from '../../facade/contract.ts';
import { readTraceparent, traceIdOf } from '../../telemetry/trace-context.ts';
import type { Decision, Log, Operation, Refuser } from '../log.ts';
import type { BankTelemetry } from '../telemetry.ts';

/** What is noted of a request on its way. */
interface Note {
  readonly trace: string;
  operation: Operation;
  question: QuestionName | null;
  refusal: RefusalCode | null;
  refusedBy: Refuser | null;
  decision: Decision | null;
}

/** Kept beside the response, which has no typed place for it. */
const notes = new WeakMap<Response, Note>();

/**
 * Logs each request once, when its response has been sent or its client has gone, as a part of the turn that it belongs
 * to. Goes before everything else.
 */
export function logRequests({
  log,
  monotonicMs,
  telemetry,
}: {
  readonly log: Log;
  readonly monotonicMs: () => number;
  readonly telemetry: BankTelemetry;
}): RequestHandler {
  return (request, response, next) => {
    const startedMs = monotonicMs();
    const span = telemetry.begin('request', readTraceparent(request.headers[traceHeader]));
    const note: Note = {
      trace: traceIdOf(span.traceparent),
      operation: 'unknown',
      question: null,
      refusal: null,
      refusedBy: null,
      decision: null,
    };
    notes.set(response, note);
    response.once('close', () => {
      const { operation, question, refusedBy, decision, trace } = note;
      const status = response.statusCode;
      // A page that says that something went wrong notes no refusal.
      const became = note.refusal ?? (status >= 500 ? 'internal_error' : 'ok');
      const code = response.writableFinished ? became : 'client_gone';
      log({
        event: 'request',
        operation,
        question,
        status,
        code,
        refusedBy,
        decision,
        durationMs: Math.round((monotonicMs() - startedMs) * 10) / 10,
        trace,
      });
      span.end({ operation, question, code, refusedBy, decision, status }, status >= 500);
    });
    span.run(next);
  };
}

/** The trace that a request belongs to, as its line in the log will have it. */
export const traceOf = (response: Response): string | null => notes.get(response)?.trace ?? null;

/** Notes what a request is for. */
export function noteOperation(operation: Operation): RequestHandler {
  return (request, response, next) => {
    const note = notes.get(response);
    if (note !== undefined) {
      note.operation = operation;
      // Only a name of the contract is written down, never what else may stand in the path.
      note.question = questionName.safeParse(request.params.question).data ?? null;
    }
    next();
  };
}

/** Notes what a request is refused with, and by whom where the code alone does not tell. */
export function noteRefusal(response: Response, code: RefusalCode, by: Refuser | null = null): void {
  const note = notes.get(response);
  if (note === undefined) return;
  note.refusal = code;
  note.refusedBy = by;
}

/** Notes what disclosure control made of a question. */
export function noteDecision(response: Response, decision: Decision | null): void {
  const note = notes.get(response);
  if (note !== undefined) note.decision = decision;
}
