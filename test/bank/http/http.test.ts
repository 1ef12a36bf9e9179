/** The bank's front against requests that no client of ours sends. */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createBank } from '../../../src/bank/bank.ts';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import type { Listening } from '../../../src/bank/http/listen.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import type { LogRecord } from '../../../src/bank/log.ts';
import { maxRequestBytes, problem, refusalStatus, type RefusalCode } from '../../../src/facade/contract.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const context = { conversation: 'conversation-0123456789ab' };
const alerts = { context, question: { name: 'alerts' } };
/** Where a request comes without a trace one begins. */
const trace = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown;

let database: BankDatabase;
let bank: Listening;
let token: string;
let log: LogRecord[] = [];
let random: (size: number) => Uint8Array = randomBytes;

const start = (): Promise<Listening> =>
  createBank({
    database: database.kysely,
    pinPepper: Buffer.from('pepper'),
    timeZone: 'America/New_York',
    now: () => now,
    random: size => random(size),
    log: record => void log.push(record),
    monotonicMs: () => 0,
  }).listen({ host: '127.0.0.1', port: 0 });

beforeAll(async () => {
  database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await insertHousehold(database.kysely);
  const options = { customerId, platform, now, random: randomBytes };
  await createLink(database.kysely, {
    ...options,
    consent: {
      questions: ['alerts', 'balance'],
      precision: { totals: 'about', balances: 'fresh' },
      validForMs: 86_400_000,
    },
  });
  token = (await issueAccessToken(database.kysely, { ...options, ttlMs: 86_400_000 })) ?? '';
  bank = await start();
});
afterAll(async () => {
  await bank.close();
  await database.close();
});
afterEach(() => {
  log = [];
  random = randomBytes;
});

interface Sent {
  readonly method?: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Record<string, string>;
}

async function send(path: string, { method = 'POST', body, headers = {} }: Sent = {}) {
  const response = await fetch(`${bank.url}${path}`, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    // A copy in the kind of buffer that fetch's type asks for.
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

type Sending = Awaited<ReturnType<typeof send>>;

/** The body is the problem of the code and nothing else, and the headers are those of a refusal. */
function expectProblem(sent: Sending, code: RefusalCode): void {
  expect(problem.safeParse(JSON.parse(sent.body)).data?.code).toBe(code);
  expect(sent.status).toBe(refusalStatus[code]);
  expect(sent.headers.get('content-type')).toBe('application/problem+json');
  expectClosed(sent);
}

/** What every response has, and what none has. */
function expectClosed({ headers }: Sending): void {
  expect(headers.get('cache-control')).toBe('no-store');
  expect([headers.get('x-powered-by'), headers.get('etag'), headers.get('server')]).toEqual([
    null,
    null,
    null,
  ]);
}

describe('a request that fits', () => {
  test('is answered as JSON that nobody keeps', async () => {
    const sent = await send('/v1/answers/alerts', { body: JSON.stringify(alerts) });
    expect(JSON.parse(sent.body)).toMatchObject({ openCount: 2, asOf: '2026-03-18T10:30:00-04:00' });
    expect([sent.status, sent.headers.get('content-type')]).toEqual([200, 'application/json; charset=utf-8']);
    expectClosed(sent);
  });

  test('is challenged where a step-up is missing (RFC 9470)', async () => {
    const sent = await send('/v1/answers/balance', {
      body: JSON.stringify({ context, question: { name: 'balance' } }),
    });
    expectProblem(sent, 'insufficient_user_authentication');
    expect(sent.headers.get('www-authenticate')).toBe(
      'Bearer error="insufficient_user_authentication", ' +
        'error_description="The voice PIN is needed in this conversation", ' +
        'acr_values="urn:sottovoce:acr:voice-pin", max_age="300"',
    );
  });

  test.each([
    [{ authorization: 'Bearer unknown' }, 'Bearer error="invalid_token"'],
    [{ authorization: 'Basic dXNlcjpwYXNz' }, 'Bearer error="invalid_token"'],
    [{ authorization: `Bearer ${'x'.repeat(5_000)}` }, 'Bearer error="invalid_token"'],
    [{ authorization: 'Bearer two words' }, 'Bearer error="invalid_token"'],
    [{ authorization: '' }, 'Bearer error="invalid_token"'],
  ])('but has no token in force is challenged (RFC 6750): %j', async (headers, challenge) => {
    const sent = await send('/v1/answers/alerts', { body: JSON.stringify(alerts), headers });
    expectProblem(sent, 'invalid_token');
    expect(sent.headers.get('www-authenticate')).toBe(challenge);
  });

  test('but has no authorization at all is told the scheme and no error', async () => {
    const response = await fetch(`${bank.url}/v1/answers/alerts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(alerts),
    });
    expect([response.status, response.headers.get('www-authenticate')]).toEqual([
      401,
      'Bearer realm="facade"',
    ]);
  });

  test('the scheme is known in any case of letters', async () => {
    const headers = { authorization: `bearer ${token}` };
    expect((await send('/v1/answers/alerts', { body: JSON.stringify(alerts), headers })).status).toBe(200);
  });
});

describe('a request that does not fit', () => {
  test.each<[string, string, Sent, RefusalCode]>([
    ['another path', '/v1/answer/alerts', { body: '{}' }, 'not_found'],
    ['another version', '/v2/answers/alerts', { body: '{}' }, 'not_found'],
    ['another question', '/v1/answers/transactions', { body: JSON.stringify(alerts) }, 'not_found'],
    ['an inherited name', '/v1/answers/constructor', { body: JSON.stringify(alerts) }, 'not_found'],
    ['a slash at the end', '/v1/answers/alerts/', { body: JSON.stringify(alerts) }, 'not_found'],
    ['other letters', '/V1/answers/alerts', { body: JSON.stringify(alerts) }, 'not_found'],
    ['a broken escape', '/v1/answers/%E0%A4', { body: JSON.stringify(alerts) }, 'invalid_request'],
    ['a path that climbs', '/v1/answers/..%2f..%2fetc', { body: '{}' }, 'not_found'],
    ['GET of an answer', '/v1/answers/alerts', { method: 'GET' }, 'method_not_allowed'],
    ['OPTIONS of an answer', '/v1/answers/alerts', { method: 'OPTIONS' }, 'method_not_allowed'],
    ['PUT of a step-up', '/v1/step-ups', { method: 'PUT', body: '{}' }, 'method_not_allowed'],
    ['GET of a step-up', `/v1/step-ups/${context.conversation}`, { method: 'GET' }, 'method_not_allowed'],
    ['GET of a link', '/v1/link', { method: 'GET' }, 'method_not_allowed'],
    ['a link by its name', '/v1/link/of-somebody', { method: 'DELETE' }, 'not_found'],
    ['a conversation of another form', '/v1/step-ups/short', { method: 'DELETE' }, 'invalid_request'],
    ['no body', '/v1/answers/alerts', {}, 'unsupported_media_type'],
    ['an empty body', '/v1/answers/alerts', { body: '' }, 'invalid_request'],
    ['broken JSON', '/v1/answers/alerts', { body: '{"context":' }, 'invalid_request'],
    ['a JSON string', '/v1/answers/alerts', { body: '"alerts"' }, 'invalid_request'],
    ['null', '/v1/answers/alerts', { body: 'null' }, 'invalid_request'],
    ['an array', '/v1/answers/alerts', { body: '[]' }, 'invalid_request'],
    [
      'another question than the path',
      '/v1/answers/balance',
      { body: JSON.stringify(alerts) },
      'invalid_request',
    ],
    [
      'a field too many',
      '/v1/answers/alerts',
      { body: JSON.stringify({ ...alerts, customerId: 'other' }) },
      'invalid_request',
    ],
    [
      'a prototype',
      '/v1/answers/alerts',
      { body: `{"context":${JSON.stringify(context)},"question":{"name":"alerts"},"__proto__":{"a":1}}` },
      'invalid_request',
    ],
    [
      'a window of three years',
      '/v1/answers/income',
      {
        body: JSON.stringify({
          context,
          question: { name: 'income', window: { from: '2023-01-01', through: '2026-01-01' } },
        }),
      },
      'invalid_request',
    ],
    [
      'a body of a byte too many',
      '/v1/answers/alerts',
      { body: JSON.stringify(alerts).padEnd(maxRequestBytes + 1) },
      'payload_too_large',
    ],
    [
      'a form',
      '/v1/answers/alerts',
      { body: 'a=1', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      'unsupported_media_type',
    ],
    [
      'text',
      '/v1/step-ups',
      { body: '{}', headers: { 'content-type': 'text/plain' } },
      'unsupported_media_type',
    ],
    [
      'a packed body',
      '/v1/answers/alerts',
      { body: '{}', headers: { 'content-encoding': 'gzip' } },
      'unsupported_media_type',
    ],
    [
      'another character set',
      '/v1/answers/alerts',
      { body: '{}', headers: { 'content-type': 'application/json; charset=ebcdic' } },
      'unsupported_media_type',
    ],
  ])('%s', async (_name, path, sent, code) => {
    expectProblem(await send(path, sent), code);
    expect(log.filter(record => record.event === 'fault')).toEqual([]);
  });

  test('a method that does not fit is told the one that does', async () => {
    expect((await send('/v1/step-ups', { method: 'GET' })).headers.get('allow')).toBe('POST');
  });

  test('whatever the body is: refused by a code, never a fault', async () => {
    const path = fc.constantFrom('/v1/answers/alerts', '/v1/answers/balance', '/v1/step-ups');
    const bodies = fc.oneof(
      fc.json(),
      fc.string({ maxLength: 300 }),
      fc.uint8Array({ maxLength: 300 }),
      // The right form with anything in it.
      fc
        .record({ context: fc.anything(), question: fc.anything(), factor: fc.anything() })
        .map(value =>
          JSON.stringify(value, (_key, inner: unknown) => (typeof inner === 'bigint' ? 1 : inner)),
        ),
      fc
        .record({ conversation: fc.string(), device: fc.jsonValue(), extra: fc.jsonValue() })
        .map(hostile =>
          JSON.stringify({ context: { ...context, ...hostile }, question: { name: 'alerts' } }),
        ),
    );
    await fc.assert(
      fc.asyncProperty(path, bodies, async (where, body) => {
        const sent = await send(where, { body });
        expect([400, 413, 415]).toContain(sent.status);
        expectProblem(sent, problem.parse(JSON.parse(sent.body)).code);
      }),
      { numRuns: 200 },
    );
    expect(log.filter(record => record.event === 'fault')).toEqual([]);
  });

  test('whatever the dates are: an answer or a refusal, never a fault', async () => {
    const date = fc
      .tuple(
        fc.integer({ min: 0, max: 9_999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
      )
      .map(parts => parts.map((part, index) => String(part).padStart(index === 0 ? 4 : 2, '0')).join('-'));
    await fc.assert(
      fc.asyncProperty(date, date, async (from, through) => {
        const question = { name: 'income', window: { from, through } };
        const sent = await send('/v1/answers/income', { body: JSON.stringify({ context, question }) });
        expect([400, 403]).toContain(sent.status);
      }),
      { numRuns: 50 },
    );
  });

  test.each([
    ['headers that never end', `POST /v1/step-ups HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(10_000)}\r\n\r\n`],
    ['no HTTP', 'HELO bank\r\n\r\n'],
    [
      'two lengths',
      'POST /v1/step-ups HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}',
    ],
    [
      'a length and chunks',
      'POST /v1/step-ups HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
  ])('%s', async (_name, bytes) => {
    const socket = connect(bank.port, '127.0.0.1');
    socket.write(bytes);
    const reply = await text(socket);
    expect(reply).toMatch(/^HTTP\/1\.1 400 Bad Request\r\nContent-Type: application\/problem\+json\r\n/);
    expect(problem.parse(JSON.parse(reply.split('\r\n\r\n')[1] ?? '')).code).toBe('invalid_request');
  });
});

describe('a fault', () => {
  test('is a code to the client, a place to the log, and words to nobody', async () => {
    const printed = [vi.spyOn(console, 'error'), vi.spyOn(console, 'log')];
    random = () => {
      throw new Error('canary 000123456789');
    };
    const sent = await send('/v1/answers/alerts', { body: JSON.stringify(alerts) });
    expectProblem(sent, 'internal_error');
    await expect.poll(() => log.length).toBe(2);
    expect(log).toEqual([
      {
        event: 'fault',
        kind: 'bug',
        at: expect.stringMatching(/^src\/bank\/[\w/-]+\.ts:\d+$/) as string,
        trace,
      },
      {
        event: 'request',
        operation: 'answer',
        question: 'alerts',
        status: 500,
        code: 'internal_error',
        refusedBy: null,
        decision: null,
        durationMs: 0,
        trace,
      },
    ]);
    expect(JSON.stringify([sent, log])).not.toContain('canary');
    expect(printed.flatMap(spy => spy.mock.calls)).toEqual([]);
  });

  test('of the database says that it may pass; the process lives, and is not ready', async () => {
    const away = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    const other = await createBank({
      database: away.kysely,
      pinPepper: Buffer.from('pepper'),
      timeZone: 'UTC',
      now: () => now,
      random: randomBytes,
      log: record => void log.push(record),
    }).listen({ host: '127.0.0.1', port: 0 });
    expect(await fetch(`${other.url}/readyz`).then(response => response.json())).toEqual({ status: 'ready' });

    await away.close();
    expect(await fetch(`${other.url}/healthz`).then(response => response.json())).toEqual({ status: 'ok' });
    const ready = await fetch(`${other.url}/readyz`);
    expect([ready.status, problem.parse(await ready.json()).code]).toEqual([503, 'unavailable']);
    const response = await fetch(`${other.url}/v1/step-ups/${context.conversation}`, { method: 'DELETE' });
    expect([response.status, problem.parse(await response.json()).code]).toEqual([503, 'unavailable']);
    expect(log).toContainEqual({
      event: 'fault',
      kind: 'database_unavailable',
      at: expect.anything() as unknown,
      trace,
    });
    await other.close();
  });
});

describe('the log', () => {
  test('has one line a request, with names of the contract only', async () => {
    await send('/v1/answers/alerts', { body: JSON.stringify(alerts) });
    await send('/v1/answers/000123456789', { body: '{}' });
    await send('/v1/step-ups/4821', { method: 'DELETE' });
    await send('/4821', { method: 'GET' });
    await send('/v1/answers/%E0%A4', { method: 'GET' });
    await expect.poll(() => log.length).toBe(5);
    const none = { question: null, refusedBy: null, decision: null };
    const rest = { event: 'request', ...none, durationMs: 0, trace };
    expect(log).toEqual([
      { ...rest, operation: 'answer', question: 'alerts', status: 200, code: 'ok', decision: 'told' },
      { ...rest, operation: 'answer', status: 404, code: 'not_found' },
      { ...rest, operation: 'end-step-up', status: 400, code: 'invalid_request' },
      { ...rest, operation: 'unknown', status: 404, code: 'not_found' },
      { ...rest, operation: 'unknown', status: 400, code: 'invalid_request' },
    ]);
  });

  test('tells a client that went away from one that was answered', async () => {
    const socket = connect(bank.port, '127.0.0.1');
    socket.write(
      'POST /v1/answers/alerts HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n' +
        'Content-Length: 90\r\nExpect: 100-continue\r\n\r\n',
    );
    // "Continue" comes when the bank has the headers.
    await once(socket, 'data');
    socket.destroy();
    await expect.poll(() => log).toMatchObject([{ event: 'request', code: 'client_gone' }]);
  });
});

test('a port that is taken is told by its code', async () => {
  await expect(
    createBank({
      database: database.kysely,
      pinPepper: Buffer.from('pepper'),
      timeZone: 'UTC',
      now: () => now,
      random: randomBytes,
      log: () => undefined,
    }).listen({ host: '127.0.0.1', port: bank.port }),
  ).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('clear is complete: no table is forgotten between tests', async () => {
  const empty = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await insertHousehold(empty.kysely);
  await clear(empty.kysely);
  expect(await empty.kysely.selectFrom('customer').selectAll().execute()).toEqual([]);
  await empty.close();
});
