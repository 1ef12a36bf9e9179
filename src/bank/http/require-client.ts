/** Which skill asks: decided before a body is read or a token looked up. */
import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { clientAssertionHeader } from '../../facade/contract.ts';

/** The platform that a request's assertion speaks for; null: none that we know. */
export type AuthenticateClient = (assertion: string) => string | null;

/** Kept beside the response, which has no typed place for it. */
const platforms = new WeakMap<Response, string>();

/**
 * Refuses a request that no client of ours sends. Where no clients are configured, this machine alone may ask: a bank
 * that was opened to a network without them answers nobody.
 *
 * @param check null: no clients are configured
 * @param refuse says no to nobody that we know
 */
export function requireClient(
  check: () => AuthenticateClient | null,
  refuse: (request: Request, response: Response) => void,
): RequestHandler {
  return (request, response, next) => {
    const authenticate = check();
    if (authenticate === null) {
      if (isFromThisMachine(request)) next();
      else refuse(request, response);
      return;
    }
    const assertion = request.headers[clientAssertionHeader];
    const platform = typeof assertion === 'string' ? authenticate(assertion) : null;
    if (platform === null) {
      refuse(request, response);
      return;
    }
    platforms.set(response, platform);
    next();
  };
}

/** The platform whose skill asks; undefined where this machine asks without one. */
export const platformOf = (response: Response): string | undefined => platforms.get(response);

const loopbackAddress = /^(::ffff:)?127(\.\d{1,3}){3}$|^::1$/;
/** Headers of a proxy: behind one, every request on earth comes from this machine. */
const proxyHeaders = ['forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'via'];

/** Whether nobody but this machine can have sent it. */
export function isFromThisMachine({ socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>): boolean {
  return (
    loopbackAddress.test(socket.remoteAddress ?? '') &&
    proxyHeaders.every(name => headers[name] === undefined)
  );
}
