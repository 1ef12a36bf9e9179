import type { RequestHandler } from 'express';
import { refusalStatus, type RefusalCode } from '../../facade/contract.ts';
import { sendProblem } from './send.ts';

/** Refuses a body that is not said to be JSON. A missing body is left to the schema. */
export const requireJson: RequestHandler = (request, response, next) => {
  if (request.is('application/json') === false) sendProblem(response, 'unsupported_media_type');
  else next();
};

/** What a body or a path that cannot be read is refused with. */
const unreadable = [
  'payload_too_large',
  'unsupported_media_type',
  'invalid_request',
] as const satisfies readonly RefusalCode[];

/**
 * The code for what Express and its body parser throw at a request that they cannot read: too large, another
 * encoding, broken JSON, a path with a broken escape. They mark it with a status below 500.
 *
 * @returns Null for everything else: that is a fault of the bank.
 */
export function unreadableBodyCode(thrown: unknown): RefusalCode | null {
  if (!(thrown instanceof Error) || !('status' in thrown) || typeof thrown.status !== 'number') return null;
  const { status } = thrown;
  if (status < 400 || status > 499) return null;
  return unreadable.find(code => refusalStatus[code] === status) ?? 'invalid_request';
}
