import type { RequestHandler, Response } from 'express';
import { questionName, type QuestionName, type RefusalCode } from '../../facade/contract.ts';
import type { Log, Operation } from '../log.ts';

/** What is noted of a request on its way. */
interface Note {
  operation: Operation;
  question: QuestionName | null;
  refusal: RefusalCode | null;
}

/** Kept beside the response, which has no typed place for it. */
const notes = new WeakMap<Response, Note>();

/** Logs each request once, when its response has been sent or its client has gone. Goes before everything else. */
export function logRequests({
  log,
  monotonicMs,
}: {
  readonly log: Log;
  readonly monotonicMs: () => number;
}): RequestHandler {
  return (_request, response, next) => {
    const startedMs = monotonicMs();
    const note: Note = { operation: 'unknown', question: null, refusal: null };
    notes.set(response, note);
    response.once('close', () => {
      log({
        event: 'request',
        operation: note.operation,
        question: note.question,
        status: response.statusCode,
        code: response.writableFinished ? (note.refusal ?? 'ok') : 'client_gone',
        durationMs: Math.round((monotonicMs() - startedMs) * 10) / 10,
      });
    });
    next();
  };
}

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

/** Notes what a request is refused with. */
export function noteRefusal(response: Response, code: RefusalCode): void {
  const note = notes.get(response);
  if (note !== undefined) note.refusal = code;
}
