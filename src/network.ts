/**
 * One request over HTTP, by `node:http` and `node:https`. Not by the global fetch: the first use of that takes a cold
 * process five times as long, and nothing of what it does beyond is wanted here (docs/performance.md).
 */

/** What a request is made of: of fetch's options those that the skill needs, so that a fetch may stand in. */
export interface NetworkRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Aborts the request, or the reading of its response. */
  readonly signal?: AbortSignal;
  /** None is ever followed: `manual` hands it over as a response, whatever else counts as an error. */
  readonly redirect?: 'error' | 'follow' | 'manual';
}

/** What comes back, as far as the skill reads it; a fetch's `Response` is one. */
export interface NetworkResponse {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** Leaving it before its end lets go of the connection. */
  readonly body: AsyncIterable<Uint8Array> | null;
}

/** Carries a request. Rejects where the connection breaks or the signal aborts. */
export type Network = (url: string | URL, request?: NetworkRequest) => Promise<NetworkResponse>;

/** How long a connection that nobody uses is kept: as long as most servers keep theirs. */
const idleTimeoutMs = 5_000;

/**
 * Makes a network for one scheme. Its module is loaded here, while a program starts, and it alone: `node:https` brings
 * all of TLS along.
 */
export function createNetwork(scheme: 'http:' | 'https:'): Network {
  const client = process.getBuiltinModule(scheme === 'https:' ? 'node:https' : 'node:http');
  const agent = new client.Agent({ keepAlive: true, timeout: idleTimeoutMs });
  return (url, { method = 'GET', headers, body, signal, redirect } = {}) =>
    new Promise((resolve, reject) => {
      const options = {
        agent,
        method,
        // Nothing here decompresses, so no server may compress (RFC 9110 section 12.5.3).
        headers: { 'accept-encoding': 'identity', ...headers },
        ...(signal === undefined ? {} : { signal }),
      };
      client
        .request(url, options)
        .on('response', response => {
          // A response has a status; the type is shared with requests, which have none.
          const status = response.statusCode ?? 0;
          if (redirect !== 'manual' && status >= 300 && status < 400) {
            response.destroy();
            reject(new Error('redirected'));
            return;
          }
          resolve({
            status,
            headers: { get: name => response.headersDistinct[name]?.join(', ') ?? null },
            body: response,
          });
        })
        .on('error', reject)
        // After a response this comes too late to matter; before one it is a server that changes the protocol.
        .on('close', () => reject(new Error('closed without a response')))
        .end(body);
    });
}
