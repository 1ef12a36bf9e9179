import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import nock from 'nock';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { createNetwork } from '../src/network.ts';
import { certify, ecKeys } from './channels/alexa/authority.ts';

const network = createNetwork('http:');

async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, 'listening');
  // A server that listens on a port has an address with a port.
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function textOf({ body }: { body: AsyncIterable<Uint8Array> | null }): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body ?? []) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

// What stands in for `node:http` elsewhere keeps no connection alive.
beforeAll(() => nock.restore());
afterAll(() => nock.activate());

describe('a request', () => {
  it('sends what it was given and its length, and asks for nothing compressed', async () => {
    const url = await serve((request, response) => {
      const { method, url: path, headers } = request;
      const body: Buffer[] = [];
      request.on('data', (chunk: Buffer) => body.push(chunk));
      request.on('end', () =>
        response.end(JSON.stringify({ method, path, headers, body: Buffer.concat(body).toString() })),
      );
    });
    const response = await network(`${url}/v1/x?y=1`, {
      method: 'POST',
      headers: { authorization: 'Bearer t' },
      body: '{"é":1}',
    });
    expect(JSON.parse(await textOf(response))).toEqual({
      method: 'POST',
      path: '/v1/x?y=1',
      headers: {
        host: new URL(url).host,
        authorization: 'Bearer t',
        'accept-encoding': 'identity',
        'content-length': '8',
        connection: 'keep-alive',
      },
      body: '{"é":1}',
    });
  });

  it('hands over status and headers, a header that came twice with both', async () => {
    const url = await serve((_request, response) =>
      response.writeHead(418, ['content-type', 'a/b', 'content-type', 'c/d']).end('tea'),
    );
    const { status, headers, body } = await network(url);
    expect([status, headers.get('content-type'), headers.get('x-none')]).toEqual([418, 'a/b, c/d', null]);
    expect(await textOf({ body })).toBe('tea');
  });

  it.each([
    [undefined, 'redirected'],
    ['follow', 'redirected'],
    ['error', 'redirected'],
  ] as const)('follows no redirect (%s)', async (redirect, message) => {
    let requests = 0;
    const url = await serve((_request, response) => {
      requests += 1;
      response.writeHead(307, { location: '/elsewhere' }).end();
    });
    await expect(network(url, redirect === undefined ? {} : { redirect })).rejects.toThrow(message);
    expect((await network(url, { redirect: 'manual' })).status).toBe(307);
    expect(requests).toBe(2);
  });

  it('fails where a server changes the protocol instead of answering', async () => {
    const url = await serve((request, response) => {
      response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n');
      request.resume();
    });
    await expect(network(url)).rejects.toThrow();
  });

  it('fails where the signal has aborted before', async () => {
    const url = await serve((_request, response) => response.end());
    await expect(network(url, { signal: AbortSignal.abort() })).rejects.toThrow();
  });

  it('lets go of the connection where its body is left before the end', async () => {
    const { promise: closed, resolve } = Promise.withResolvers<unknown>();
    const url = await serve((_request, response) => {
      response.on('close', () => resolve(undefined));
      response.write('x');
    });
    const { body } = await network(url);
    for await (const chunk of body ?? []) {
      expect(chunk.byteLength).toBe(1);
      break;
    }
    await closed;
  });

  it('trusts no certificate that nobody vouches for', async () => {
    const { keys, pem } = await certify({ keys: ecKeys(), extensions: [], untilDays: 36_500 });
    const key = keys.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const server = createSecureServer({ key, cert: pem }, (_request, response) => response.end()).listen(
      0,
      '127.0.0.1',
    );
    onTestFinished(() => void server.close());
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    await expect(createNetwork('https:')(`https://127.0.0.1:${port}`)).rejects.toMatchObject({
      code: 'DEPTH_ZERO_SELF_SIGNED_CERT',
    });
  });
});
