/**
 * Sends requests to a server on this machine, by sockets that are kept open. The requests are bytes already, and of a
 * response no more is read than its status and its length: whoever sends must not be slower than whoever answers.
 */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

export interface Answered {
  readonly status: number;
  readonly body: string;
}

/** One connection, for one request at a time. */
export interface LoadConnection {
  /** Rejects where the connection breaks before the response is whole. */
  send(request: Buffer): Promise<Answered>;
  close(): void;
}

/** A request as bytes, with the headers that a client of HTTP/1.1 sends. */
export function requestBytes(
  path: string,
  headers: Readonly<Record<string, string>>,
  body: string | Buffer,
): Buffer {
  const content = Buffer.from(body);
  const lines = Object.entries({
    host: '127.0.0.1',
    'content-type': 'application/json; charset=utf-8',
    'content-length': String(content.length),
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  return Buffer.concat([Buffer.from(`POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`), content]);
}

/** Opens a connection to a port of 127.0.0.1. */
export async function openConnection(port: number): Promise<LoadConnection> {
  const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  let received = '';
  let waiting: { resolve: (answered: Answered) => void; reject: (error: Error) => void } | null = null;
  // One character a byte: then the lengths in the headers are lengths of the text.
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const answered = readResponse(received);
    if (answered === null || waiting === null) return;
    received = received.slice(answered.bytes);
    const { resolve } = waiting;
    waiting = null;
    resolve(answered);
  });
  const broken = (error?: Error): void => {
    waiting?.reject(error ?? new Error('the connection was closed'));
    waiting = null;
  };
  socket.on('error', broken).on('close', () => broken());
  return {
    send: request => {
      const { promise, resolve, reject } = Promise.withResolvers<Answered>();
      if (socket.destroyed) reject(new Error('the connection is closed'));
      waiting = { resolve, reject };
      socket.write(request);
      return promise;
    },
    close: () => socket.destroy(),
  };
}

/** The first response of what has come; null while it is not whole. All servers here give its length. */
function readResponse(received: string): (Answered & { readonly bytes: number }) | null {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = received.slice(0, headEnd);
  const length = Number(/\r\ncontent-length: *(\d+)/i.exec(head)?.[1] ?? 0);
  const bytes = headEnd + 4 + length;
  if (received.length < bytes) return null;
  return {
    status: Number(head.slice(9, 12)),
    body: Buffer.from(received.slice(headEnd + 4, bytes), 'latin1').toString(),
    bytes,
  };
}

export interface Load {
  readonly perSecond: number;
  readonly latenciesMs: readonly number[];
}

/**
 * Sends requests as fast as they are answered, over so many connections.
 * @param isRight what an answer has to be; any other ends the measurement
 */
export async function loadWith(
  port: number,
  requests: readonly Buffer[],
  {
    connections,
    isRight,
  }: { readonly connections: number; readonly isRight: (answered: Answered) => boolean },
): Promise<Load> {
  const opened = await Promise.all(Array.from({ length: connections }, () => openConnection(port)));
  const latenciesMs: number[] = [];
  let next = 0;
  const startedAt = performance.now();
  try {
    await Promise.all(
      opened.map(async connection => {
        for (let request = requests[next++]; request !== undefined; request = requests[next++]) {
          const sentAt = performance.now();
          const answered = await connection.send(request);
          latenciesMs.push(performance.now() - sentAt);
          if (!isRight(answered)) throw new Error(`not the answer: ${answered.status} ${answered.body}`);
        }
      }),
    );
  } finally {
    for (const connection of opened) connection.close();
  }
  const elapsedMs = performance.now() - startedAt;
  return { perSecond: (1_000 * requests.length) / elapsedMs, latenciesMs };
}
