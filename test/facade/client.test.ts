import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import nock from 'nock';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFacadeClient } from '../../src/facade/client.ts';
import { maxAnswerBytes, paths, refusalCodes, type Question } from '../../src/facade/contract.ts';
import type { FacadeObservation } from '../../src/facade/exchange.ts';
import type { FacadeCall } from '../../src/facade/port.ts';
import { problemOf } from '../../src/facade/problems.ts';
import {
  contractCases,
  contractContext,
  contractPin,
  perform,
  refusal,
  requestOf,
  type Reply,
} from './contract.cases.ts';

const bank = 'https://facade.bank.example';
const call: FacadeCall = {
  accessToken: 'a-token.of_the~bank+/==',
  context: contractContext,
  signal: new AbortController().signal,
};
const alerts: Question & { name: 'alerts' } = { name: 'alerts' };
const answered = {
  answerId: '07070707-0707-4707-8707-070707070707',
  asOf: '2026-03-18T10:30:00-04:00',
  question: alerts,
  openCount: 0,
  mostUrgent: null,
};
const refusedWhole = { ok: false, failure: 'answer_refused' } as const;

function client() {
  const observed: FacadeObservation[] = [];
  const facade = createFacadeClient({
    baseUrl: bank,
    observe: observation => observed.push(observation),
    monotonicMs: () => 0,
  });
  return { facade, observed };
}

/** The bank's next reply to a question about alerts. */
function bankReplies({ status, headers, body }: Reply, times = 1): nock.Scope {
  return nock(bank)
    .post(`${paths.answers}/alerts`)
    .times(times)
    .reply(status, typeof body === 'string' ? body : JSON.stringify(body), headers);
}
const json = (body: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body,
});

describe('the contract, as the client speaks it', () => {
  it.each(contractCases)('$name', async ({ steps }) => {
    const { facade } = client();
    for (const { call: called, reply, expected } of steps) {
      const { method, path, body } = requestOf(called);
      let sent: unknown;
      const isNamed = called.kind !== 'link-event' || called.withToken;
      const scope = nock(
        bank,
        isNamed
          ? { reqheaders: { authorization: `Bearer ${call.accessToken}` } }
          : { badheaders: ['authorization'] },
      )
        .intercept(path, method, received => {
          sent = received;
          return true;
        })
        .reply(reply.status, reply.body === null ? undefined : JSON.stringify(reply.body), reply.headers);
      expect(await perform(facade, called, call)).toEqual(expected);
      scope.done();
      // A request without a body reads as an empty text.
      expect(sent).toEqual(body ?? '');
    }
  });
});

describe('a bank that answers nonsense', () => {
  it.each<[string, Reply, FacadeObservation['cause']]>([
    ['an extra field', json({ ...answered, merchant: 'CANARY' }), 'not_in_contract'],
    ['a feed of transactions', json({ ...answered, transactions: [{ amount: 1 }] }), 'not_in_contract'],
    [
      'an extra field inside the question',
      json({ ...answered, question: { ...alerts, account: 'x' } }),
      'not_in_contract',
    ],
    ['a missing field', json({ openCount: 1 }), 'not_in_contract'],
    ['a list', json([answered]), 'not_in_contract'],
    ['null', json(null), 'not_in_contract'],
    ['half of an answer', json('{"answerId":'), 'not_json'],
    ['a page', { status: 200, headers: { 'content-type': 'text/html' }, body: '<html>' }, 'not_json'],
    [
      'an answer that calls itself a page',
      { status: 200, headers: { 'content-type': 'text/html' }, body: answered },
      'not_json',
    ],
    ['an answer of no type', { status: 200, headers: {}, body: answered }, 'not_json'],
    ['nothing', { status: 204, headers: {}, body: '' }, 'not_in_contract'],
    ['a success of another kind', { ...json(answered), status: 201 }, 'not_in_contract'],
    ['too much', json(JSON.stringify(answered) + ' '.repeat(maxAnswerBytes)), 'too_large'],
    ['a redirect', { status: 307, headers: { location: 'https://evil.example/' }, body: '' }, 'redirected'],
    [
      'a refusal of no known code',
      {
        status: 403,
        headers: { 'content-type': 'application/problem+json' },
        body: { ...problemOf('not_disclosed'), code: 'go_away' },
      },
      'not_in_contract',
    ],
    [
      'a refusal with a detail',
      { ...refusal('not_disclosed'), body: { ...problemOf('not_disclosed'), detail: 'CANARY' } },
      'not_in_contract',
    ],
    ['a refusal under another status', { ...refusal('not_disclosed'), status: 404 }, 'not_in_contract'],
    [
      'a refusal that names another status',
      { ...refusal('not_disclosed'), body: { ...problemOf('not_disclosed'), status: 404 } },
      'not_in_contract',
    ],
    [
      'a refusal that is no problem',
      { ...refusal('not_disclosed'), headers: { 'content-type': 'application/json' } },
      'not_in_contract',
    ],
    [
      'a 401 without a challenge',
      { ...refusal('invalid_token'), headers: { 'content-type': 'application/problem+json' } },
      'not_in_contract',
    ],
    [
      'a challenge for another error',
      { ...refusal('insufficient_user_authentication'), headers: refusal('invalid_token').headers },
      'not_in_contract',
    ],
    [
      'a challenge for another factor',
      {
        ...refusal('insufficient_user_authentication'),
        headers: {
          'content-type': 'application/problem+json',
          'www-authenticate':
            'Bearer error="insufficient_user_authentication", acr_values="urn:example:face"',
        },
      },
      'not_in_contract',
    ],
  ])('%s is refused whole', async (_name, reply, cause) => {
    const { facade, observed } = client();
    bankReplies(reply);
    expect(await facade.answer(alerts, call)).toEqual(refusedWhole);
    expect(observed).toMatchObject([{ cause, attempts: 1 }]);
    expect(JSON.stringify(observed)).not.toContain('CANARY');
  });

  const window = { from: '2026-03-01', through: '2026-03-18' };
  const income = {
    answerId: answered.answerId,
    asOf: answered.asOf,
    precision: 'exact',
    currency: 'USD',
    received: { count: 0, sumMinor: 0 },
  };
  it.each([
    ['another account', { name: 'income', account: 'savings', window }],
    ['every account', { name: 'income', window }],
    ['another question', { name: 'spending', account: 'checking', window }],
  ])('an answer about %s is refused', async (_name, question) => {
    nock(bank)
      .post(`${paths.answers}/income`)
      .reply(200, { ...income, question });
    const { facade } = client();
    expect(await facade.answer({ name: 'income', account: 'checking', window }, call)).toEqual(refusedWhole);
  });

  it('an answer for a nearby window is taken: the bank may move it, and the reply names it', async () => {
    const question = { name: 'income', window: { from: '2026-03-02', through: '2026-03-15' } };
    nock(bank)
      .post(`${paths.answers}/income`)
      .reply(200, { ...income, question });
    const { facade } = client();
    expect(await facade.answer({ name: 'income', window }, call)).toMatchObject({
      ok: true,
      value: { question },
    });
  });

  const funds = { name: 'funds', account: 'checking', atLeastMinor: 18_000, currency: 'USD' } as const;
  const told = {
    answerId: answered.answerId,
    asOf: answered.asOf,
    precision: 'about',
    account: { kind: 'checking', nickname: 'everyday' },
    fundsAvailable: true,
    asOfDay: null,
  };
  it.each([
    ['another account', { ...funds, account: 'savings' }],
    ['no account', { name: 'funds', atLeastMinor: 18_000, currency: 'USD' }],
    ['another currency', { ...funds, currency: 'EUR' }],
  ])('an answer of yes or no about %s is refused', async (_name, question) => {
    nock(bank)
      .post(`${paths.answers}/funds`)
      .reply(200, { ...told, question });
    const { facade } = client();
    expect(await facade.answer(funds, call)).toEqual(refusedWhole);
  });

  it('an answer of yes or no to a nearby amount is taken, and the reply names it', async () => {
    const question = { ...funds, atLeastMinor: 20_000 };
    nock(bank)
      .post(`${paths.answers}/funds`)
      .reply(200, { ...told, question });
    const { facade } = client();
    expect(await facade.answer(funds, call)).toMatchObject({ ok: true, value: { question } });
  });

  it('whatever comes back, the client never throws, and takes nothing but an answer', async () => {
    const { facade } = client();
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(200, 201, 204, 304, 400, 401, 403, 404, 418, 429, 500),
        fc.constantFrom('application/json', 'application/problem+json', 'text/plain'),
        fc.oneof(
          fc.json(),
          fc.string(),
          fc.constantFrom(...refusalCodes).map(code => JSON.stringify(problemOf(code))),
        ),
        async (status, type, body) => {
          bankReplies({ status, headers: { 'content-type': type }, body: status === 204 ? '' : body });
          expect((await facade.answer(alerts, call)).ok).toBe(false);
          nock.cleanAll();
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a bank that is away', () => {
  it('is asked once more after a gateway had no bank behind it', async () => {
    const { facade, observed } = client();
    bankReplies({ status: 502, headers: { 'content-type': 'text/html' }, body: '<html>' });
    bankReplies(json(answered));
    expect(await facade.answer(alerts, call)).toEqual({ ok: true, value: answered });
    expect(observed).toMatchObject([{ code: 'ok', attempts: 2, status: 200 }]);
  });

  it('is asked once more after the connection broke', async () => {
    const { facade } = client();
    nock(bank).post(`${paths.answers}/alerts`).replyWithError('ECONNRESET');
    bankReplies(json(answered));
    expect(await facade.answer(alerts, call)).toEqual({ ok: true, value: answered });
  });

  it.each([
    ['gateway', 504, 'gateway'],
    ['bank', 503, 'unavailable'],
  ] as const)('is not asked a third time (%s)', async (who, status, cause) => {
    const { facade, observed } = client();
    const reply = who === 'bank' ? refusal('unavailable') : { status, headers: {}, body: '' };
    const scope = bankReplies(reply, 3);
    expect(await facade.answer(alerts, call)).toEqual({ ok: false, failure: 'bank_unreachable' });
    expect(observed).toMatchObject([{ attempts: 2, status, cause }]);
    expect(scope.isDone()).toBe(false);
  });

  it('is told a PIN once, whatever happens: it counts', async () => {
    const { facade, observed } = client();
    const factor = { kind: 'voice-pin', pin: contractPin } as const;
    nock(bank).post(paths.stepUps).replyWithError('ECONNRESET');
    expect(await facade.stepUp(factor, call)).toEqual({ ok: false, failure: 'bank_unreachable' });
    nock(bank).post(paths.stepUps).reply(503);
    expect(await facade.stepUp(factor, call)).toEqual({ ok: false, failure: 'bank_unreachable' });
    expect(observed.map(({ attempts }) => attempts)).toEqual([1, 1]);
    expect(JSON.stringify(observed)).not.toContain(contractPin);
  });

  it('is not asked again when it reported a fault', async () => {
    const { facade, observed } = client();
    bankReplies(refusal('internal_error'));
    expect(await facade.answer(alerts, call)).toEqual({ ok: false, failure: 'bank_error' });
    expect(observed).toMatchObject([{ attempts: 1, cause: 'internal_error' }]);
  });
});

describe('a token that cannot be one', () => {
  it.each(['', 'two words', 'line\r\nbreak', 'ü', 'x'.repeat(4_097)])(
    '%j never leaves',
    async accessToken => {
      const { facade, observed } = client();
      expect(await facade.answer(alerts, { ...call, accessToken })).toEqual({
        ok: false,
        failure: 'not_linked',
      });
      expect(observed).toMatchObject([{ attempts: 0, cause: 'unusable_token' }]);
    },
  );
});

describe('over a real connection', () => {
  // What stands in for `node:http` elsewhere keeps no connection alive.
  beforeAll(() => nock.restore());
  afterAll(() => nock.activate());

  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections();
      server.close();
    }
  });

  async function serve(listener: RequestListener): Promise<string> {
    const server = createServer(listener);
    servers.push(server);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address with a port.
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('a deadline ends a question that is never answered', async () => {
    const deadline = new AbortController();
    const baseUrl = await serve(() => deadline.abort());
    const outcome = await createFacadeClient({ baseUrl }).answer(alerts, {
      ...call,
      signal: deadline.signal,
    });
    expect(outcome).toEqual({ ok: false, failure: 'bank_too_slow' });
  });

  it('a deadline ends an answer that stops in the middle', async () => {
    const deadline = new AbortController();
    const baseUrl = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json');
      response.write('{"answerId":', () => deadline.abort());
    });
    const outcome = await createFacadeClient({ baseUrl }).answer(alerts, {
      ...call,
      signal: deadline.signal,
    });
    expect(outcome).toEqual({ ok: false, failure: 'bank_too_slow' });
  });

  it('an answer without end is not read to its end', async () => {
    let sent = 0;
    const baseUrl = await serve((_request, response) => {
      response.setHeader('content-type', 'application/json');
      const pour = (): void => {
        while (sent < 64 * 1_024 * 1_024 && !response.destroyed && response.write(' '.repeat(16_384)))
          sent += 16_384;
      };
      response.on('drain', pour);
      pour();
    });
    expect(await createFacadeClient({ baseUrl }).answer(alerts, call)).toEqual(refusedWhole);
    expect(sent).toBeLessThan(16 * 1_024 * 1_024);
  });

  it('a connection that breaks in the middle of an answer is tried once more', async () => {
    let requests = 0;
    const baseUrl = await serve((_request, response) => {
      requests += 1;
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '500' });
      response.write('{"answerId":', () => response.destroy());
    });
    const outcome = await createFacadeClient({ baseUrl }).answer(alerts, call);
    expect(outcome).toEqual({ ok: false, failure: 'bank_unreachable' });
    expect(requests).toBe(2);
  });

  it('a redirect is not followed, so the token stays with the bank', async () => {
    let stolen = 0;
    const thief = await serve((_request, response) => {
      stolen += 1;
      response.end();
    });
    const baseUrl = await serve((_request, response) => response.writeHead(307, { location: thief }).end());
    expect(await createFacadeClient({ baseUrl }).answer(alerts, call)).toEqual(refusedWhole);
    expect(stolen).toBe(0);
  });

  it('questions one after the other share a connection', async () => {
    const connections = new Set<unknown>();
    const baseUrl = await serve((request, response) => {
      connections.add(request.socket);
      request
        .resume()
        .on('end', () =>
          response.setHeader('content-type', 'application/json').end(JSON.stringify(answered)),
        );
    });
    const facade = createFacadeClient({ baseUrl });
    for (let turn = 0; turn < 5; turn += 1) expect((await facade.answer(alerts, call)).ok).toBe(true);
    // Two, where the first is not quite free again when the second question is asked.
    expect(connections.size).toBeLessThanOrEqual(2);
  });
});

describe('the address of the bank', () => {
  it.each(['http://facade.bank.example', 'ftp://127.0.0.1', 'bank', 'https://a:b@facade.bank.example'])(
    '%s is refused at the start',
    baseUrl => {
      expect(() => createFacadeClient({ baseUrl })).toThrow(/^The facade URL/);
    },
  );

  it('may have a path of its own', async () => {
    const scope = nock(bank).post(`/facade${paths.answers}/alerts`).reply(200, answered);
    const facade = createFacadeClient({ baseUrl: `${bank}/facade/` });
    expect(await facade.answer(alerts, call)).toEqual({ ok: true, value: answered });
    scope.done();
  });
});
