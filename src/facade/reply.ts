/** What the bank's response means, read as the contract says; everything that it does not say is refused whole. */
import type { NetworkResponse } from '../network.ts';
import { refusalCodes, type Question } from './contract.ts';
import { failureOf } from './failure-of.ts';
import type { Failed, Outcome } from './port.ts';

/** Why there is no answer, for diagnosis: the bank's own code, or what was wrong with its reply. */
export const causes = [
  ...refusalCodes,
  /** The platform's token has characters that no token of the bank's has. */
  'unusable_token',
  /** The turn's time was up. */
  'aborted',
  /** No connection, or one that broke. */
  'connection_failed',
  /** A gateway had no bank behind it. */
  'gateway',
  'redirected',
  'too_large',
  'not_json',
  /** A field, code or status that the contract does not know. */
  'not_in_contract',
  /** An answer to a question that was not asked. */
  'another_question',
] as const;
export type Cause = (typeof causes)[number];

/** One attempt as a value, with what is observed of it. */
export interface Attempt {
  readonly outcome: Outcome<unknown>;
  /** HTTP status; null when the bank was not reached. */
  readonly status: number | null;
  readonly cause: Cause | null;
}

/** Reads the parsed body of a success; null where the contract says 204. */
export type ReadBody<Value> =
  ((body: unknown) => { readonly value: Value } | { readonly cause: Cause }) | null;

const succeeded = (value: unknown, status: number): Attempt => ({
  outcome: { ok: true, value },
  status,
  cause: null,
});
export const failed = (
  failure: Exclude<Failed['failure'], 'step_up_required'>,
  cause: Cause,
  status: number | null,
): Attempt => ({ outcome: { ok: false, failure }, status, cause });

/** Statuses with which a gateway says that the bank behind it is away for the moment. */
const gatewayStatuses: readonly number[] = [502, 503, 504];

/** Reads a whole response. */
export function readReply(
  { status, headers }: Pick<NetworkResponse, 'status' | 'headers'>,
  text: string,
  read: ReadBody<unknown>,
): Attempt {
  if (status >= 300 && status < 400) return failed('answer_refused', 'redirected', status);
  if (status === 204 && read === null) return succeeded(null, status);

  const mediaType = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (status === 200 && read !== null) {
    const body = mediaType === 'application/json' ? parseJson(text) : undefined;
    if (body === undefined) return failed('answer_refused', 'not_json', status);
    const content = read(body);
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

/** Undefined when the text is not JSON. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A failure that the same request may not meet again: the connection broke, or a gateway had no bank behind it. */
export function isPassing({ outcome, status, cause }: Attempt): boolean {
  return (
    !outcome.ok && (cause === 'connection_failed' || (status !== null && gatewayStatuses.includes(status)))
  );
}

/**
 * Whether the bank answered what was asked. It may have moved the window, or the amount that funds are compared with
 * (disclosure control does, and the reply is worded from the one that it names), and answered for all accounts what was
 * asked of a category on one; but never for another account, another category or another currency.
 */
export function isSameQuestion(asked: Question, understood: Question): boolean {
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
