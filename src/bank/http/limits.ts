/** Who asks too fast is told to wait: a skill, a link, an address. */
import type { Request, RequestHandler, Response } from 'express';
import { digestToken } from '../link/access-token.ts';
import type { Refuser } from '../log.ts';
import { readBearerToken } from './bearer-token.ts';
import { networkOf } from './network-of.ts';
import { createRateLimit } from './rate.ts';
import { platformOf } from './require-client.ts';
import { sendProblem } from './send.ts';

/** Requests a minute; 0 is without limit. */
export interface Rates {
  /** Of a skill. */
  readonly client: number;
  /** Of a link, by its access token: questions and step-ups. */
  readonly link: number;
  /** From an address: pages, linking, and what comes without a token or client that we know. */
  readonly address: number;
}

export const noRates: Rates = { client: 0, link: 0, address: 0 };

/** Refuses a request that has to wait. */
type Refuse = (request: Request, response: Response, waitMs: number) => void;

export interface Limits {
  /** Behind `requireClient`. Where this machine asks without a client there is no limit. */
  readonly ofClient: RequestHandler;
  /** Behind `requireClient`. */
  readonly ofLink: RequestHandler;
  /** Takes every request from an address. */
  readonly ofAddress: (refuse: Refuse) => RequestHandler;
  /**
   * Takes the requests from an address that fail. For what servers of a platform ask on behalf of everybody: there are few
   * of them, and they do not guess.
   */
  readonly ofFailures: (refuse: Refuse) => RequestHandler;
  /** Takes a request of nobody that we know. @returns as `RateLimit.take` does */
  readonly takeStranger: (request: Request) => number | null;
}

/**
 * @param now milliseconds of a clock that is never set back
 * @param addressOf null where it is not known; then nothing is counted
 */
export function createLimits(
  rates: Rates,
  now: () => number,
  addressOf: (request: Request) => string | null,
): Limits {
  const clients = createRateLimit(rates.client, now);
  const links = createRateLimit(rates.link, now);
  const addresses = createRateLimit(rates.address, now);
  const keyOf = (request: Request): string | null => {
    const address = addressOf(request);
    return address === null ? null : networkOf(address);
  };

  return {
    ofClient: (_request, response, next) => {
      const platform = platformOf(response);
      const waitMs = platform === undefined ? null : clients.take(platform);
      if (waitMs === null) next();
      else sendTooFast(response, waitMs, 'limitClient');
    },
    ofLink: (request, response, next) => {
      const token = platformOf(response) === undefined ? null : readBearerToken(request);
      const waitMs = token === null ? null : links.take(digestToken(token));
      if (waitMs === null) next();
      else sendTooFast(response, waitMs, 'limitLink');
    },
    ofAddress: refuse => (request, response, next) => {
      const key = keyOf(request);
      const waitMs = key === null ? null : addresses.take(key);
      if (waitMs === null) next();
      else refuse(request, response, waitMs);
    },
    ofFailures: refuse => (request, response, next) => {
      const key = keyOf(request);
      const waitMs = key === null ? null : addresses.waitMs(key);
      if (waitMs !== null) {
        refuse(request, response, waitMs);
        return;
      }
      response.once('finish', () => {
        if (key !== null && response.statusCode >= 400) addresses.take(key);
      });
      next();
    },
    takeStranger: request => {
      const key = keyOf(request);
      return key === null ? null : addresses.take(key);
    },
  };
}

/** RFC 6585 section 4. */
export function sendTooFast(response: Response, waitMs: number, by: Refuser = 'limitAddress'): void {
  setRetryAfter(response, waitMs);
  sendProblem(response, 'rate_limited', { by });
}

/** Whole seconds (RFC 9110 section 10.2.3), never fewer than it takes. */
export function setRetryAfter(response: Response, waitMs: number): void {
  response.set('Retry-After', String(Math.max(1, Math.ceil(waitMs / 1_000))));
}
