/** What becomes of connections and requests when the bank's server is closed. */
import { once } from 'node:events';
import type { RequestListener, ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, test } from 'vitest';
import { listen, type Listening } from '../../../src/bank/http/listen.ts';

let server: Listening;
/** Requests that have come and not been answered. */
let waiting: ServerResponse[] = [];
let arrived = Promise.withResolvers<null>();
const hold: RequestListener = (_request, response) => {
  waiting.push(response);
  arrived.resolve(null);
};
const start = async (app: RequestListener = hold): Promise<void> => {
  waiting = [];
  arrived = Promise.withResolvers<null>();
  server = await listen(app, { host: '127.0.0.1', port: 0 });
};
const request = 'GET / HTTP/1.1\r\nHost: bank\r\n\r\n';
const open = async (): Promise<Socket> => {
  const socket = connect(server.port, '127.0.0.1');
  await once(socket, 'connect');
  return socket;
};
afterEach(() => server.close({ graceMs: 0 }).catch(() => undefined));

test('a connection that is idle is ended, and no new one is taken', async () => {
  await start((_request, response) => void response.end('done'));
  const idle = await open();
  idle.write(request);
  await once(idle, 'data');
  const ended = once(idle, 'close');
  await server.close();
  await ended;
  const refused = connect(server.port, '127.0.0.1');
  const [error] = (await once(refused, 'error')) as [NodeJS.ErrnoException];
  expect(error.code).toBe('ECONNREFUSED');
});

test('a request under way is answered, with the word that it is the last on its connection', async () => {
  await start();
  const socket = await open();
  socket.write(request);
  const reply = text(socket);
  await arrived.promise;
  const closed = server.close();
  waiting[0]?.end('done');
  await closed;
  expect(await reply).toMatch(/^HTTP\/1\.1 200 OK\r\nConnection: close\r\n[\s\S]*done/);
});

test('an answer that has begun already is finished, and its connection is not kept', async () => {
  await start();
  const socket = await open();
  socket.write(request);
  await arrived.promise;
  waiting[0]?.write('do');
  await once(socket, 'data');
  const rest = text(socket);
  const closed = server.close();
  waiting[0]?.end('ne');
  // Otherwise the connection would be kept for another minute.
  await closed;
  expect(await rest).toContain('ne');
});

test('a request that does not end is cut off when the grace is over', async () => {
  await start();
  const socket = await open();
  socket.write(request);
  const reply = text(socket);
  await arrived.promise;
  await server.close({ graceMs: 20 });
  expect(await reply).toBe('');
});
