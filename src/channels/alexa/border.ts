/**
 * The border of the skill behind HTTPS, without the HTTP: one request, from its raw bytes to what is sent back. In
 * this order: who sent it, what it is, whether it is of now and new, and only then what it asks.
 */
import type { IncomingMessage } from 'node:http';
import { rootCertificates } from 'node:tls';
import { createAuthenticate, type Verification } from './authenticate.ts';
import type { Network } from '../../network.ts';
import { readEnvelope } from './envelope.ts';
import type { AlexaHandler, Handled } from './handler.ts';
import { createFreshnessCheck } from './verify/freshness.ts';
import { createSignatureVerifier } from './verify/signature.ts';
import { trustRoots } from './verify/trusted-roots.ts';

export interface BorderOptions {
  readonly handler: AlexaHandler;
  /** `amazon-signature` by default. */
  readonly verify?: Verification;
  /** Milliseconds since 1970 UTC: what a request's timestamp and a certificate's dates are compared with. */
  readonly now: () => number;
  /** Fetches certificates; Node's own client by default. */
  readonly fetch?: Network;
  /** Roots that a certificate chain may end in, as PEM; those of Node by default. */
  readonly roots?: readonly string[];
}

/** What is read of the connection; the body has been read before, as it came. */
export type Arrival = Pick<IncomingMessage, 'headers' | 'socket'>;

/** What came of a request; with the platform's id of it, once that could be believed. */
export type Crossed = Handled & { readonly requestId?: string };

/** Takes one request. `rawBody` is unknown as long as nobody has looked: what is no buffer is refused. */
export type Border = (arrival: Arrival, rawBody: unknown) => Promise<Crossed>;

/** Makes a border. It remembers certificate chains and the ids of requests, and nothing of what they said. */
export function createBorder({ handler, now, ...options }: BorderOptions): Border {
  const authenticate = createAuthenticate(
    options.verify ?? 'amazon-signature',
    createSignatureVerifier({
      roots: trustRoots(options.roots ?? rootCertificates),
      fetch: options.fetch,
      now,
    }),
  );
  const checkFreshness = createFreshnessCheck(now);

  return async (arrival, rawBody) => {
    if (!Buffer.isBuffer(rawBody)) return { ok: false, code: 'body_unreadable' };
    const refused = await authenticate(arrival, rawBody);
    if (refused !== null) return { ok: false, code: refused };

    const envelope = readEnvelope(parseJson(rawBody));
    if (envelope === null) return { ok: false, code: 'malformed' };
    const { requestId } = envelope.request;
    const untimely = checkFreshness(envelope.request);
    if (untimely !== null) return { ok: false, code: untimely, requestId };
    return { ...(await handler(envelope)), requestId };
  };
}

/** Undefined when the bytes are not JSON. */
function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}
