/**
 * One call of the bank: sent to it and to nobody else, asked once more where that can do no harm, and observed. It
 * never throws: whatever the network does comes back as a value.
 */
import { createEgress } from '../egress.ts';
import { readLimited } from '../limited-body.ts';
import type { Network, NetworkResponse } from '../network.ts';
import { readBaseUrl } from './base-url.ts';
import { createClientAssertions, type ClientIdentity } from './client-assertion.ts';
import { clientAssertionHeader, maxAnswerBytes, traceHeader, type QuestionName } from './contract.ts';
import type { FacadeFailure, Outcome } from './port.ts';
import { failed, isPassing, readReply, type Attempt, type Cause, type ReadBody } from './reply.ts';

/** What can be told of a call afterwards: codes and a duration, nothing of what was asked or answered. */
export interface FacadeObservation {
  readonly call: 'answer' | 'step-up' | 'end-step-up' | 'unlink' | 'link-event';
  readonly question: QuestionName | null;
  readonly code: 'ok' | FacadeFailure;
  /** HTTP status of the last attempt; null when the bank was not reached. */
  readonly status: number | null;
  readonly cause: Cause | null;
  readonly attempts: number;
  readonly durationMs: number;
  /** The header of W3C trace context that went along, if there was one. */
  readonly traceparent: string | null;
}

export interface FacadeClientOptions {
  /** https, or http on loopback; see `readBaseUrl`. */
  readonly baseUrl: string;
  /** Carries the requests; Node's own client by default, which keeps connections alive. */
  readonly fetch?: Network;
  /** Who the skill is at the bank; absent: nobody, which a bank takes from its own machine alone. */
  readonly identity?: ClientIdentity | null;
  /** Milliseconds since 1970 UTC, for the assertions of `identity`; the machine's clock by default. */
  readonly now?: () => number;
  readonly observe?: (observation: FacadeObservation) => void;
  /** A clock for durations, in milliseconds from any beginning. */
  readonly monotonicMs?: () => number;
}

/** One kind of call, and how its success is recognised. */
export interface Exchange<Value> {
  readonly call: FacadeObservation['call'];
  readonly question: QuestionName | null;
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  /** Null for none. */
  readonly body: unknown;
  readonly read: ReadBody<Value>;
  /** Whether asking twice does no more than asking once. */
  readonly repeatable: boolean;
}

/** On whose behalf, and until when. */
interface Caller {
  /** Null where no customer's token is sent: the platform speaks for itself. */
  readonly accessToken: string | null;
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
  readonly traceparent?: string;
}

/** Carries out a call. */
export type Perform = <Value>(exchange: Exchange<Value>, caller: Caller) => Promise<Outcome<Value>>;

/** RFC 6750 section 2.1. What does not fit would break the header, and is no token of the bank's. */
const bearerToken = /^[\w.~+/-]{1,4096}=*$/;
export const isBearerToken = (text: string): boolean => bearerToken.test(text);

/** Milliseconds of a clock that is never set. */
const monotonicMsOfProcess = (): number => Number(process.hrtime.bigint()) / 1e6;

/**
 * Makes what carries out calls of one bank.
 * @throws Error when the base URL is not acceptable, with a sentence that says what to do.
 */
export function createPerform(options: FacadeClientOptions): Perform {
  const baseUrl = readBaseUrl(options.baseUrl);
  const send = createEgress({ to: 'facade', baseUrl }, options.fetch);
  const assertion =
    options.identity === null || options.identity === undefined
      ? null
      : createClientAssertions(options.identity, baseUrl, options.now ?? Date.now);
  const monotonicMs = options.monotonicMs ?? monotonicMsOfProcess;

  async function attempt(
    exchange: Exchange<unknown>,
    { accessToken, signal, traceparent }: Caller,
  ): Promise<Attempt> {
    let response: NetworkResponse;
    let text: string | null;
    try {
      response = await send(`${baseUrl}${exchange.path}`, {
        method: exchange.method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(accessToken === null ? {} : { authorization: `Bearer ${accessToken}` }),
          ...(assertion === null ? {} : { [clientAssertionHeader]: assertion() }),
          ...(exchange.body === null ? {} : { 'content-type': 'application/json' }),
          ...(traceparent === undefined ? {} : { [traceHeader]: traceparent }),
        },
        ...(exchange.body === null ? {} : { body: JSON.stringify(exchange.body) }),
        signal,
        // Never followed, since the token is for this host alone. `manual` and not `error`: a redirect is told
        // apart from a broken connection, and not asked for again.
        redirect: 'manual',
      });
      text = await readLimited(response, maxAnswerBytes);
    } catch {
      // Nothing but the network and the signal makes the request or the body's stream throw here.
      return signal.aborted
        ? failed('bank_too_slow', 'aborted', null)
        : failed('bank_unreachable', 'connection_failed', null);
    }
    return text === null
      ? failed('answer_refused', 'too_large', response.status)
      : readReply(response, text, exchange.read);
  }

  return async <Value>(exchange: Exchange<Value>, caller: Caller) => {
    const startedMs = monotonicMs();
    let attempts = 0;
    let last = failed('not_linked', 'unusable_token', null);
    if (caller.accessToken === null || isBearerToken(caller.accessToken)) {
      do {
        attempts += 1;
        last = await attempt(exchange, caller);
      } while (exchange.repeatable && attempts < 2 && isPassing(last) && !caller.signal.aborted);
    }
    const { outcome, status, cause } = last;
    options.observe?.({
      call: exchange.call,
      question: exchange.question,
      code: outcome.ok ? 'ok' : outcome.failure,
      status,
      cause,
      attempts,
      durationMs: Math.round((monotonicMs() - startedMs) * 10) / 10,
      traceparent: caller.traceparent ?? null,
    });
    // The value of a success is what `exchange.read` made.
    return outcome as Outcome<Value>;
  };
}
