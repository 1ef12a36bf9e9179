/**
 * The only caller of the bank: the facade's contract over HTTP. Whatever the network or the bank does comes back as
 * a value of a closed union; a reply that is not exactly what the contract says is refused whole.
 */
import { createEgress } from '../egress.ts';
import { readLimited } from '../limited-body.ts';
import { readBaseUrl } from './base-url.ts';
import { createClientAssertions, type ClientIdentity } from './client-assertion.ts';
import {
  answerSchemas,
  clientAssertionHeader,
  maxAnswerBytes,
  paths,
  stepUpGranted,
  type AnswerOf,
  type Question,
  type QuestionName,
  type QuestionOf,
  type RefusalCode,
  type StepUpGranted,
} from './contract.ts';
import { failureOf } from './failure-of.ts';
import type { Facade, FacadeCall, FacadeFailure, Failed, LinkEvents, Outcome } from './port.ts';

/** Why there is no answer, for diagnosis: the bank's own code, or what was wrong with its reply. */
export type Cause =
  | RefusalCode
  | 'unusable_token'
  | 'aborted'
  | 'connection_failed'
  | 'gateway'
  | 'redirected'
  | 'too_large'
  | 'not_json'
  | 'not_in_contract'
  | 'another_question';

/** What can be told of a call afterwards: codes and a duration, nothing of what was asked or answered. */
export interface FacadeObservation {
  readonly call: 'answer' | 'step-up' | 'end-step-up' | 'unlink' | 'link-event';
  readonly question: QuestionName | null;
  readonly outcome: 'ok' | FacadeFailure;
  /** HTTP status of the last attempt; null when the bank was not reached. */
  readonly status: number | null;
  readonly cause: Cause | null;
  readonly attempts: number;
  readonly durationMs: number;
}

export interface FacadeClientOptions {
  /** https, or http on loopback; see `readBaseUrl`. */
  readonly baseUrl: string;
  /** The global fetch by default, which keeps connections alive in its own pool. */
  readonly fetch?: typeof globalThis.fetch;
  /** Who the skill is at the bank; absent: nobody, which a bank takes from its own machine alone. */
  readonly identity?: ClientIdentity | null;
  /** Milliseconds since 1970 UTC, for the assertions of `identity`; the machine's clock by default. */
  readonly now?: () => number;
  readonly observe?: (observation: FacadeObservation) => void;
  /** A clock for durations, in milliseconds from any beginning. */
  readonly monotonicMs?: () => number;
}

/** One kind of call, and how its success is recognised. */
interface Exchange<Value> {
  readonly call: FacadeObservation['call'];
  readonly question: QuestionName | null;
  readonly method: 'POST' | 'DELETE';
  readonly path: string;
  /** Null for none. */
  readonly body: unknown;
  /** Reads the parsed body of a success; null where the contract says 204. */
  readonly read: ((body: unknown) => { readonly value: Value } | { readonly cause: Cause }) | null;
  /** Whether asking twice does no more than asking once. */
  readonly repeatable: boolean;
}

/** What every request needs of a call. */
interface Caller {
  /** Null where no customer's token is sent: the platform speaks for itself. */
  readonly accessToken: string | null;
  /** Aborts when the time is up. */
  readonly signal: AbortSignal;
}

/** One attempt as a value, with what is observed of it. */
interface Attempt {
  readonly outcome: Outcome<unknown>;
  readonly status: number | null;
  readonly cause: Cause | null;
}

/** RFC 6750 section 2.1. What does not fit would break the header, and is no token of the bank's. */
const bearerToken = /^[\w.~+/-]{1,4096}=*$/;

/** Statuses with which a gateway says that the bank behind it is away for the moment. */
const gatewayStatuses: readonly number[] = [502, 503, 504];

const succeeded = (value: unknown, status: number): Attempt => ({
  outcome: { ok: true, value },
  status,
  cause: null,
});
const failed = (
  failure: Exclude<Failed['failure'], 'step_up_required'>,
  cause: Cause,
  status: number | null,
): Attempt => ({ outcome: { ok: false, failure }, status, cause });

/**
 * Whether the bank answered what was asked. It may have moved the window, or the amount that funds are compared with
 * (disclosure control does, and the reply is worded from the one that it names), and answered for all accounts what was
 * asked of a category on one; but never for another account, another category or another currency.
 */
function isSameQuestion(asked: Question, understood: Question): boolean {
  const account = (question: Question) => ('account' in question ? question.account : undefined);
  const category = (question: Question) => ('category' in question ? question.category : undefined);
  const currency = (question: Question) => ('currency' in question ? question.currency : undefined);
  const isWidened = category(asked) !== undefined && account(understood) === undefined;
  return (
    asked.name === understood.name &&
    (account(asked) === account(understood) || isWidened) &&
    category(asked) === category(understood) &&
    currency(asked) === currency(understood)
  );
}

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a whole response as the contract says; everything else is refused. */
function readResponse(exchange: Exchange<unknown>, response: Response, text: string): Attempt {
  const { status, headers } = response;
  if (status >= 300 && status < 400) return failed('answer_refused', 'redirected', status);
  if (status === 204 && exchange.read === null) return succeeded(null, status);

  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (status === 200 && exchange.read !== null) {
    const body = mediaType === 'application/json' ? parseJson(text) : undefined;
    if (body === undefined) return failed('answer_refused', 'not_json', status);
    const content = exchange.read(body);
    return 'cause' in content
      ? failed('answer_refused', content.cause, status)
      : succeeded(content.value, status);
  }

  const body = mediaType === 'application/problem+json' ? parseJson(text) : undefined;
  const refusal = failureOf(status, body, headers.get('www-authenticate') ?? '');
  if (refusal !== null) return { outcome: refusal.failed, status, cause: refusal.code };
  // A gateway in front of the bank does not speak the contract.
  if (gatewayStatuses.includes(status)) return failed('bank_unreachable', 'gateway', status);
  return failed('answer_refused', 'not_in_contract', status);
}

/**
 * Makes the client.
 * @throws Error when the base URL is not acceptable, with a sentence that says what to do.
 */
export function createFacadeClient(options: FacadeClientOptions): Facade & LinkEvents {
  const baseUrl = readBaseUrl(options.baseUrl);
  const send = createEgress({ to: 'facade', baseUrl }, options.fetch);
  const assertion =
    options.identity === null || options.identity === undefined
      ? null
      : createClientAssertions(options.identity, baseUrl, options.now ?? Date.now);
  const monotonicMs = options.monotonicMs ?? (() => performance.now());

  async function attempt(exchange: Exchange<unknown>, call: Caller): Promise<Attempt> {
    let response: Response;
    let text: string | null;
    try {
      response = await send(`${baseUrl}${exchange.path}`, {
        method: exchange.method,
        headers: {
          accept: 'application/json, application/problem+json',
          ...(call.accessToken === null ? {} : { authorization: `Bearer ${call.accessToken}` }),
          ...(assertion === null ? {} : { [clientAssertionHeader]: assertion() }),
          ...(exchange.body === null ? {} : { 'content-type': 'application/json' }),
        },
        ...(exchange.body === null ? {} : { body: JSON.stringify(exchange.body) }),
        signal: call.signal,
        // Never followed, since the token is for this host alone. `manual` and not `error`: a redirect is told
        // apart from a broken connection, and not asked for again.
        redirect: 'manual',
      });
      text = await readLimited(response, maxAnswerBytes);
    } catch {
      // Nothing but the network and the signal makes fetch or the body's stream throw here.
      return call.signal.aborted
        ? failed('bank_too_slow', 'aborted', null)
        : failed('bank_unreachable', 'connection_failed', null);
    }
    return text === null
      ? failed('answer_refused', 'too_large', response.status)
      : readResponse(exchange, response, text);
  }

  async function perform<Value>(exchange: Exchange<Value>, call: Caller): Promise<Outcome<Value>> {
    const startedMs = monotonicMs();
    let attempts = 0;
    let last = failed('not_linked', 'unusable_token', null);
    if (call.accessToken === null || bearerToken.test(call.accessToken)) {
      do {
        attempts += 1;
        last = await attempt(exchange, call);
      } while (exchange.repeatable && attempts < 2 && isPassing(last) && !call.signal.aborted);
    }
    const { outcome, status, cause } = last;
    options.observe?.({
      call: exchange.call,
      question: exchange.question,
      outcome: outcome.ok ? 'ok' : outcome.failure,
      status,
      cause,
      attempts,
      durationMs: Math.round((monotonicMs() - startedMs) * 10) / 10,
    });
    // The value of a success is what `exchange.read` made.
    return outcome as Outcome<Value>;
  }

  return {
    async answer<Name extends QuestionName>(question: QuestionOf<Name>, call: FacadeCall) {
      const exchange: Exchange<AnswerOf<Name>> = {
        call: 'answer',
        question: question.name,
        method: 'POST',
        path: `${paths.answers}/${question.name}`,
        body: { context: call.context, question },
        read: body => {
          const parsed = answerSchemas[question.name].safeParse(body);
          if (!parsed.success) return { cause: 'not_in_contract' };
          if (!isSameQuestion(question, parsed.data.question)) return { cause: 'another_question' };
          // The schema was picked by the question's name, which the compiler cannot follow through the table.
          return { value: parsed.data as AnswerOf<Name> };
        },
        repeatable: true,
      };
      return perform(exchange, call);
    },

    stepUp(factor, call) {
      const exchange: Exchange<StepUpGranted> = {
        call: 'step-up',
        question: null,
        method: 'POST',
        path: paths.stepUps,
        body: { context: call.context, factor },
        read: body => {
          const parsed = stepUpGranted.safeParse(body);
          return parsed.success ? { value: parsed.data } : { cause: 'not_in_contract' };
        },
        repeatable: false,
      };
      return perform(exchange, call);
    },

    endStepUp(call) {
      const exchange: Exchange<null> = {
        call: 'end-step-up',
        question: null,
        method: 'DELETE',
        path: `${paths.stepUps}/${encodeURIComponent(call.context.conversation)}`,
        body: null,
        read: null,
        repeatable: false,
      };
      return perform(exchange, call);
    },

    unlink(call) {
      const exchange: Exchange<null> = {
        call: 'unlink',
        question: null,
        method: 'DELETE',
        path: paths.link,
        body: null,
        read: null,
        // Where only the first reply was lost the second says `not_linked`, which is how things stand then.
        repeatable: true,
      };
      return perform(exchange, call);
    },

    tellLinkEvent(event, { accessToken, signal }) {
      const exchange: Exchange<null> = {
        call: 'link-event',
        question: null,
        method: 'POST',
        path: paths.linkEvents,
        body: event,
        read: null,
        repeatable: true,
      };
      // Without a usable token the event is told all the same: the user's name may find the link.
      const isUsable = accessToken !== null && bearerToken.test(accessToken);
      return perform(exchange, { accessToken: isUsable ? accessToken : null, signal });
    },
  };
}

/** A failure that the same request may not meet again: the connection broke, or a gateway had no bank behind it. */
function isPassing({ outcome, status, cause }: Attempt): boolean {
  return (
    !outcome.ok && (cause === 'connection_failed' || (status !== null && gatewayStatuses.includes(status)))
  );
}
