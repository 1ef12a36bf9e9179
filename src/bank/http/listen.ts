/** The bank's HTTP server: limits on how long and how large a request may be before Express sees it. */
import {
  createServer,
  STATUS_CODES,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalStatus } from '../../facade/contract.ts';
import { problemOf } from '../../facade/problems.ts';

/** A token of 4,096 characters and the usual headers of proxies. */
const maxHeaderBytes = 8_192;
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
/** How often those two are looked at: Node would do so every half minute. */
const checkTimeoutsMs = 1_000;
/** Longer than a client's pool keeps a connection that it does not use, so that none is closed under a request. */
const keepAliveTimeoutMs = 65_000;
/** How long requests under way may take to finish when the server is closed: a request's time, and its answer's. */
const closeGraceMs = 15_000;

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /**
   * Takes no new connections, lets requests under way finish within `graceMs` (15 seconds where nothing is said), cuts off
   * those that have not, and closes.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}

/** Listens, or rejects with the error of `net.Server` (`EADDRINUSE`, `EACCES`). */
export async function listen(
  app: RequestListener,
  { host, port }: { readonly host: string; readonly port: number },
): Promise<Listening> {
  const server = createServer(
    {
      maxHeaderSize: maxHeaderBytes,
      headersTimeout: headersTimeoutMs,
      requestTimeout: requestTimeoutMs,
      keepAliveTimeout: keepAliveTimeoutMs,
      connectionsCheckingInterval: checkTimeoutsMs,
    },
    app,
  );
  const closing = closeGently(server);
  // What is not even HTTP gets the same kind of body as everything else.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end(malformedRequest);
    else socket.destroy();
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  // A server on TCP has an address of this kind as long as it listens.
  const address = server.address() as AddressInfo;
  return {
    url: `http://${address.family === 'IPv6' ? `[${address.address}]` : address.address}:${address.port}`,
    port: address.port,
    close: ({ graceMs = closeGraceMs } = {}) => closing(graceMs),
  };
}

/**
 * Closing a server ends the connections that are idle at that moment. One that is not would be kept open after its answer
 * for as long as any other, and hold the closing up: so the answer says that it is the last on its connection.
 */
function closeGently(server: Server): (graceMs: number) => Promise<void> {
  const underWay = new Set<ServerResponse>();
  const isLast = (response: ServerResponse): void => {
    if (!response.headersSent) response.setHeader('Connection', 'close');
  };
  let isClosing = false;
  server.prependListener('request', (_request, response: ServerResponse) => {
    underWay.add(response);
    if (isClosing) isLast(response);
    response.once('close', () => {
      underWay.delete(response);
      // An answer that had begun before could not say so any more; its connection counts as idle from now on.
      if (isClosing) setImmediate(() => server.closeIdleConnections());
    });
  });
  return async graceMs => {
    isClosing = true;
    underWay.forEach(isLast);
    const cutOff = setTimeout(() => server.closeAllConnections(), graceMs);
    try {
      await new Promise<void>((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      });
    } finally {
      clearTimeout(cutOff);
    }
  };
}

const malformedRequest = ((): string => {
  const body = JSON.stringify(problemOf('invalid_request'));
  const status = refusalStatus.invalid_request;
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'Content-Type: application/problem+json',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Cache-Control: no-store',
    'Connection: close',
    '',
    body,
  ].join('\r\n');
})();
