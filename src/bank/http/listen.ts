/** The bank's HTTP server: limits on how long and how large a request may be before Express sees it. */
import { createServer, STATUS_CODES, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refusalStatus } from '../../facade/contract.ts';
import { problemOf } from '../../facade/problems.ts';

/** A token of 4,096 characters and the usual headers of proxies. */
const maxHeaderBytes = 8_192;
const headersTimeoutMs = 5_000;
const requestTimeoutMs = 10_000;
/** Longer than a client's pool keeps a connection that it does not use, so that none is closed under a request. */
const keepAliveTimeoutMs = 65_000;

export interface Listening {
  /** Without a slash at the end. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets those under way finish, and closes. */
  close(): Promise<void>;
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
    },
    app,
  );
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
    close: () =>
      new Promise((resolve, reject) => {
        server.close(error => (error === undefined ? resolve() : reject(error)));
        server.closeIdleConnections();
      }),
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
