import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { serveFunctions } from '../../src/packaged/serve.ts';
import type { Invoked } from '../../src/packaged/index.ts';

/** A function that tells the event that it got. */
const echo = (wrap: (event: unknown) => Invoked) => ({
  invoke: (event: unknown) => Promise.resolve(wrap(event)),
});
const server = serveFunctions({
  skill: echo(event =>
    JSON.stringify(event) === '{}'
      ? { ok: false, error: { errorType: 'Error', errorMessage: 'malformed' } }
      : { ok: true, response: { event } },
  ),
  https: echo(event => ({
    ok: true,
    response: { statusCode: 201, headers: { 'x-is': 'https' }, body: JSON.stringify(event) },
  })),
});
let url: string;
beforeAll(async () => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // A server that listens on a port has an address with a port.
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

it('gives an event to a function as Lambda’s Invoke does, and tells an error by its header', async () => {
  const invoke = (body: string) =>
    fetch(`${url}/2015-03-31/functions/skill/invocations`, { method: 'POST', body });
  const answered = await invoke('{"a":1}');
  expect([answered.status, await answered.json()]).toEqual([200, { event: { a: 1 } }]);
  const failed = await invoke('{}');
  expect(failed.headers.get('x-amz-function-error')).toBe('Unhandled');
  expect(await failed.json()).toEqual({ errorType: 'Error', errorMessage: 'malformed' });
  expect((await invoke('{')).status).toBe(400);
});

it('gives a request to the HTTPS function as an HTTP API does', async () => {
  const body = '{"word":"Grüße"}';
  const answered = await fetch(`${url}/alexa?a=b`, {
    method: 'POST',
    body,
    headers: { 'content-type': 'application/json', 'Signature-256': 'abc' },
  });
  expect([answered.status, answered.headers.get('x-is')]).toEqual([201, 'https']);
  expect(await answered.json()).toMatchObject({
    version: '2.0',
    routeKey: 'POST /alexa',
    rawPath: '/alexa',
    rawQueryString: 'a=b',
    headers: { 'signature-256': 'abc', 'content-length': '18' },
    body,
    isBase64Encoded: false,
  });
});

it('hands over as base64 what is no text, and no body where there is none', async () => {
  const bytes = new Uint8Array([0xff, 0x00, 0x7f]);
  const binary = await fetch(`${url}/alexa`, { method: 'POST', body: bytes });
  expect(await binary.json()).toMatchObject({ body: '/wB/', isBase64Encoded: true });
  const probe: unknown = await (await fetch(`${url}/healthz`)).json();
  expect(probe).toMatchObject({ routeKey: 'GET /healthz', isBase64Encoded: false });
  expect(probe).not.toHaveProperty('body');
});

it('answers by itself what is no route, as API Gateway does', async () => {
  expect((await fetch(`${url}/admin`)).status).toBe(404);
  expect((await fetch(`${url}/alexa`)).status).toBe(404);
});
