import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  maxTranscriptBytes,
  maxUtteranceCharacters,
  sessionHeader,
  type SessionView,
  type TurnReply,
} from '../../../src/simulator/page-api.ts';
import { NotPlayed } from '../../../src/simulator/playing.ts';
import { parseTranscript } from '../../../src/simulator/transcripts/read.ts';
import { echoDevice, linkingsBegun, startPageServer, type PageServer } from './page-server.ts';

async function newSession(server: PageServer): Promise<Record<string, string>> {
  const { json } = await server.post('/api/session', {});
  // What the server answers with 201 here.
  return { [sessionHeader]: (json as SessionView).session };
}

describe('files', () => {
  it('come with headers that keep everything else out', async () => {
    await using server = await startPageServer();
    const { status, headers, text } = await server.ask('/');
    expect(status).toBe(200);
    expect(text).toContain('<title>page</title>');
    const policy = headers['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toMatch(/https?:|\*/);
    expect(headers['x-content-type-options']).toBe('nosniff');
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['x-powered-by']).toBeUndefined();
  });

  it.each(['/nothing', '/../package.json', '/%2e%2e/package.json', '/page.js%00', '/api/nothing'])(
    'there is none at %s',
    async path => {
      await using server = await startPageServer();
      const { status, json } = await server.ask(path);
      expect(status).toBe(404);
      expect(json).toMatchObject({ code: 'not_found' });
    },
  );
});

describe('a conversation', () => {
  it('begins, takes turns, and is still there after a reload', async () => {
    await using server = await startPageServer();
    const session = await newSession(server);
    const reply = await server.post('/api/turns', { utterance: "what's my balance" }, session);
    expect(reply.status).toBe(200);
    expect(reply.json).toMatchObject({
      awaitsPin: true,
      open: true,
      row: { number: 1, outcome: 'pin_asked', crossings: [{ kind: 'refusal' }] },
    });
    const silent = await server.post('/api/turns', { silence: true }, session);
    expect(silent.json).toMatchObject({ row: { number: 2, outcome: 'silence' } });
    const { json } = await server.ask('/api/session', { headers: session });
    expect((json as SessionView).turns.map(row => row.number)).toEqual([1, 2]);
  });

  it('has a device and a line of its own', async () => {
    await using server = await startPageServer();
    const [one, other] = [await newSession(server), await newSession(server)];
    await server.post('/api/turns', { utterance: "what's my balance" }, one);
    const reply = await server.post('/api/turns', { utterance: 'hello' }, other);
    expect(reply.json).toMatchObject({ awaitsPin: false, row: { number: 1 } });
    await server.ask('/api/session', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...other },
      body: JSON.stringify({ token: 'none', bankLine: 'down' }),
    });
    expect((await server.ask('/api/session', { headers: one })).json).toMatchObject({
      token: 'valid',
      bankLine: 'works',
    });
    expect((await server.ask('/api/session', { headers: other })).json).toMatchObject({
      token: 'none',
      bankLine: 'down',
    });
    expect(server.lines.map(line => line.carrier === null)).toEqual([true, false]);
  });

  it('tells the device who speaks, how, and whether it has a screen', async () => {
    const told: unknown[] = [];
    await using server = await startPageServer({
      device: () => {
        const device = echoDevice();
        return {
          ...device,
          speakAs: speaker => told.push(speaker),
          useScreen: screen => told.push(screen),
          say: (utterance, how) => {
            told.push(how);
            return device.say(utterance);
          },
        };
      },
    });
    const session = await newSession(server);
    const change = (body: object) =>
      server.ask('/api/session', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...session },
        body: JSON.stringify(body),
      });
    expect((await server.ask('/api/session', { headers: session })).json).toMatchObject({
      speaker: null,
      whispers: false,
      screen: true,
    });
    const changed = await change({ speaker: 'partner', whispers: true, screen: false });
    expect(changed.json).toMatchObject({ speaker: 'partner', whispers: true, screen: false });
    const said = await server.post('/api/turns', { utterance: 'hello' }, session);
    expect(said.json).toMatchObject({ speaker: 'partner', whispers: true, screen: false, token: 'valid' });
    await change({ speaker: null });
    expect(told).toEqual(['partner', false, { whispered: true }, null]);
  });

  it('leaves for the bank to link, comes back, and says so until the next turn', async () => {
    await using server = await startPageServer();
    const headers = await newSession(server);
    const begun = await server.post('/api/link', {}, headers);
    expect(begun.json).toEqual({ url: 'http://127.0.0.1:1/oauth/auth' });
    const state = `state-${linkingsBegun()}`;
    const back = await server.ask(`/link/return?state=${state}&code=c&iss=bank`);
    expect([back.status, back.headers.location]).toEqual([303, '/']);
    expect((await server.ask('/api/session', { headers })).json).toMatchObject({ linking: 'linked' });
    const turn = await server.post('/api/turns', { utterance: 'hello' }, headers);
    expect(turn.json).toMatchObject({ linking: null });
    expect((await server.ask(`/link/return?state=${state}&code=c`)).status).toBe(400);
  });

  it('links from no other name than the one to which the bank sends back', async () => {
    await using server = await startPageServer();
    const headers = { ...(await newSession(server)), host: `localhost:${server.port}` };
    const refused = await server.post('/api/link', {}, headers);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain(`http://127.0.0.1:${server.port}`);
  });

  it.each(['', '?state=', '?code=c', '?state=guessed&code=c', '?state=a&state=b'])(
    'is linked by nobody who comes with %j',
    async query => {
      await using server = await startPageServer();
      await newSession(server);
      expect((await server.ask(`/link/return${query}`)).status).toBe(400);
    },
  );

  it('hears one thing after another, however fast they come', async () => {
    const order: string[] = [];
    const releases: (() => void)[] = [];
    await using server = await startPageServer({
      device: () => {
        const echo = echoDevice();
        return echoDevice({
          say: async utterance => {
            order.push(`begin ${utterance}`);
            await new Promise<void>(resolve => releases.push(resolve));
            order.push(`end ${utterance}`);
            return echo.say(utterance);
          },
        });
      },
    });
    const session = await newSession(server);
    const both = ['a', 'b'].map(utterance => server.post('/api/turns', { utterance }, session));
    for (let taken = 0; taken < 2; taken += 1) {
      await expect.poll(() => releases.length).toBe(taken + 1);
      releases[taken]?.();
    }
    await Promise.all(both);
    const [first, second] = order[0] === 'begin a' ? ['a', 'b'] : ['b', 'a'];
    expect(order).toEqual([`begin ${first}`, `end ${first}`, `begin ${second}`, `end ${second}`]);
  });

  it('goes on after a turn that failed, and the fault is told to the terminal alone', async () => {
    let calls = 0;
    await using server = await startPageServer({
      device: () => {
        const echo = echoDevice();
        return echoDevice({
          say: utterance => {
            calls += 1;
            return calls === 1 ? Promise.reject(new Error('secret detail')) : echo.say(utterance);
          },
        });
      },
    });
    const session = await newSession(server);
    const failed = await server.post('/api/turns', { utterance: 'one' }, session);
    expect(failed.status).toBe(500);
    expect(failed.text).not.toContain('secret detail');
    expect(server.faults).toHaveLength(1);
    expect((await server.post('/api/turns', { utterance: 'two' }, session)).status).toBe(200);
  });

  it('that is gone is said to be gone', async () => {
    await using server = await startPageServer();
    for (const headers of [{}, { [sessionHeader]: 'nobody' }, { [sessionHeader]: '__proto__' }]) {
      const reply = await server.post('/api/turns', { utterance: 'hello' }, headers);
      expect(reply.status).toBe(404);
      expect(reply.json).toMatchObject({ code: 'no_session' });
    }
  });

  it('gives way when many pages are open, the least used first', async () => {
    await using server = await startPageServer();
    const first = await newSession(server);
    const second = await newSession(server);
    await server.ask('/api/session', { headers: first });
    for (let page = 0; page < 31; page += 1) await newSession(server);
    expect((await server.ask('/api/session', { headers: first })).status).toBe(200);
    expect((await server.ask('/api/session', { headers: second })).status).toBe(404);
    expect(server.lines.filter(line => line.closed)).toHaveLength(1);
  });
});

describe('another page', () => {
  const say = { utterance: 'hello' };

  it.each(['evil.example', 'evil.example:80', 'localhost.evil.example', '127.0.0.1:1'])(
    'gets nothing under the name "%s"',
    async host => {
      await using server = await startPageServer();
      for (const path of ['/', '/api/state']) {
        const { status, json } = await server.ask(path, { headers: { host } });
        expect(status).toBe(403);
        expect(json).toMatchObject({ code: 'foreign_host' });
      }
    },
  );

  it.each(['http://evil.example', 'null', 'https://127.0.0.1', 'http://127.0.0.1:1'])(
    'may not speak from the origin %s',
    async origin => {
      await using server = await startPageServer();
      const session = await newSession(server);
      const reply = await server.post('/api/turns', say, { ...session, origin });
      expect(reply.status).toBe(403);
      expect(reply.json).toMatchObject({ code: 'foreign_origin' });
    },
  );

  it.each(['cross-site', 'same-site'])('may not even ask when the browser says %s', async site => {
    await using server = await startPageServer();
    const { status } = await server.ask('/api/state', { headers: { 'sec-fetch-site': site } });
    expect(status).toBe(403);
  });

  it('may not send a form', async () => {
    await using server = await startPageServer();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      const reply = await server.post('/api/session', {}, { 'content-type': type });
      expect(reply.status).toBe(415);
    }
  });

  it('is not this one, which may', async () => {
    await using server = await startPageServer();
    const origin = `http://127.0.0.1:${server.port}`;
    const reply = await server.post('/api/session', {}, { origin, 'sec-fetch-site': 'same-origin' });
    expect(reply.status).toBe(201);
    const local = { host: `localhost:${server.port}`, origin: `http://localhost:${server.port}` };
    expect((await server.post('/api/session', {}, local)).status).toBe(201);
  });
});

describe('a hostile body', () => {
  it('of any JSON gets a clear refusal, or is an utterance', async () => {
    await using server = await startPageServer();
    const session = await newSession(server);
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async body => {
        const reply = await server.post('/api/turns', body, session);
        expect([200, 400]).toContain(reply.status);
        if (reply.status === 400) expect((reply.json as { title: string }).title).toMatch(/^(Send|The body)/);
      }),
      { numRuns: 60 },
    );
    expect(server.faults).toEqual([]);
  });

  it.each([
    { utterance: '' },
    { utterance: '   ' },
    { utterance: 'x'.repeat(maxUtteranceCharacters + 1) },
    { utterance: 'hello', silence: true },
    { silence: false },
    { utterance: ['hello'] },
    { utterance: 'hello', extra: 1 },
  ])('like %j is refused', async body => {
    await using server = await startPageServer();
    const reply = await server.post('/api/turns', body, await newSession(server));
    expect(reply.status).toBe(400);
    expect(reply.json).toMatchObject({ code: 'bad_body' });
  });

  it('that is no JSON, too large, or oddly encoded is refused in words', async () => {
    await using server = await startPageServer();
    const send = (body: string, headers: Record<string, string> = {}) =>
      server.ask('/api/turns', {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      });
    expect(await send('{"utterance"')).toMatchObject({ status: 400, json: { code: 'not_json' } });
    expect(await send(`{"utterance":"${'x'.repeat(5_000)}"}`)).toMatchObject({
      status: 413,
      json: { code: 'too_large' },
    });
    expect(await send('{}', { 'content-encoding': 'br-unknown' })).toMatchObject({ status: 415 });
    expect(await send('{}', { 'content-type': 'application/json; charset=iso-8859-1' })).toMatchObject({
      status: 415,
    });
    expect(server.faults).toEqual([]);
  });

  it('cannot move the clock beyond reason', async () => {
    await using server = await startPageServer();
    for (const minutes of [1e9, -1e9, 0.5, '10', null]) {
      expect((await server.post('/api/clock', { minutes })).status).toBe(400);
    }
    expect((await server.post('/api/clock', { minutes: 10 })).json).toEqual({
      now: Date.UTC(2026, 10, 23, 12, 10),
      timeZone: 'UTC',
    });
    expect(server.clockMovedByMs()).toBe(600_000);
  });

  it.each(['{"bankLine":"toString"}', '{"speaker":"mallory"}', '{"screen":"off"}', '{"whispers":null}'])(
    'cannot choose a circumstance that does not exist: %s',
    async body => {
      await using server = await startPageServer();
      const session = await newSession(server);
      const reply = await server.ask('/api/session', {
        method: 'PATCH',
        headers: { 'content-type': 'application/json', ...session },
        body,
      });
      expect(reply).toMatchObject({
        status: 400,
        json: { title: expect.stringContaining('"speaker"') as string },
      });
    },
  );

  it('finds no method that is not there', async () => {
    await using server = await startPageServer();
    const reply = await server.ask('/api/turns');
    expect(reply).toMatchObject({ status: 405, headers: { allow: 'POST' } });
  });
});

describe('while the programs start', () => {
  const progress = { phase: 'starting', progress: 'Opening the bank.' } as const;

  it('the page is there and says which one', async () => {
    await using server = await startPageServer({ progress });
    expect((await server.ask('/')).status).toBe(200);
    expect((await server.ask('/api/state')).json).toEqual(progress);
  });

  it('nothing can be said', async () => {
    await using server = await startPageServer({ progress });
    const reply = await server.post('/api/turns', { utterance: 'hello' });
    expect(reply).toMatchObject({ status: 503, json: { code: 'starting', title: 'Opening the bank.' } });
  });
});

it('the state names the customer, the day and what stays', async () => {
  await using server = await startPageServer();
  expect((await server.ask('/api/state')).json).toEqual({
    phase: 'ready',
    customer: { id: 'demo', name: 'Nora Whitfield' },
    clock: { now: Date.UTC(2026, 10, 23, 12), timeZone: 'UTC' },
    locale: 'en-US',
    transactions: 1482,
    examples: ["what's my balance"],
    demoPin: '4821',
  });
});

it('a third refused PIN is a lock, until one was accepted', async () => {
  const { wrongPin, answeredAfterPin } = await import('../page/recorded-turns.ts');
  const turns = [wrongPin, wrongPin, answeredAfterPin, wrongPin, wrongPin, wrongPin];
  await using server = await startPageServer({
    device: () => echoDevice({ say: () => Promise.resolve(turns.shift() ?? wrongPin) }),
  });
  const session = await newSession(server);
  const outcomes: string[] = [];
  for (let said = 0; said < 6; said += 1) {
    const { json } = await server.post('/api/turns', { utterance: '0000' }, session);
    outcomes.push((json as TurnReply).row.outcome);
  }
  expect(outcomes).toEqual([
    'pin_refused',
    'pin_refused',
    'answered',
    'pin_refused',
    'pin_refused',
    'locked',
  ]);
});

describe('transcripts', () => {
  it('say what they would play, without playing it, or what is wrong with them', async () => {
    await using server = await startPageServer({ play: () => Promise.reject(new Error('played')) });
    const text = [
      'today: 2026-11-23',
      'customer: demo',
      'conversations:',
      '  - title: Savings',
      '    turns:',
      '      - later: 10 minutes',
      '      - customer: <b>and</b> savings?',
      '        answer: Twelve.',
      '        then: listens',
    ].join('\n');
    expect(await server.post('/api/outlines', { name: 'the link', text })).toMatchObject({
      status: 200,
      json: {
        customer: 'demo',
        today: '2026-11-23',
        conversations: [{ title: 'Savings', lines: ['(10 minutes later)', '<b>and</b> savings?'] }],
      },
    });
    for (const wrong of ['', '[', 'today: never', '&a [*a, *a]', `${text}\n      - shouts: true`]) {
      expect(await server.post('/api/outlines', { name: 'the link', text: wrong })).toMatchObject({
        status: 422,
        json: { code: 'not_played', title: expect.stringContaining('the link') as string },
      });
    }
    expect(server.faults).toEqual([]);
  });

  it('tell what was said, what was done to the clock and the line, and no PIN', async () => {
    await using server = await startPageServer();
    const session = await newSession(server);
    expect(await server.ask('/api/transcript', { headers: session })).toMatchObject({
      status: 409,
      json: { code: 'nothing_said' },
    });
    await server.post('/api/turns', { utterance: "what's my balance" }, session);
    await server.post('/api/clock', { minutes: 10 });
    await server.post('/api/clock', { minutes: -10 });
    await server.ask('/api/session', {
      method: 'PATCH',
      headers: { 'content-type': 'application/json', ...session },
      body: JSON.stringify({ bankLine: 'down' }),
    });
    const { status, headers, text } = await server.ask('/api/transcript', { headers: session });
    expect(status).toBe(200);
    expect(headers['content-type']).toContain('text/yaml');
    const { conversations } = parseTranscript(text, 'saved.yaml');
    expect(conversations[0]?.turns).toMatchObject([
      { customer: expect.any(String) as string, then: 'listens' },
      { later: '10 minutes' },
      { line: 'down' },
    ]);
  });

  it('begin on the day for which there is data, however far the clock was moved before', async () => {
    await using server = await startPageServer();
    await server.post('/api/clock', { minutes: 24 * 60 });
    await server.post('/api/clock', { minutes: 24 * 60 + 10 });
    const session = await newSession(server);
    await server.post('/api/turns', { utterance: 'help' }, session);
    await server.post('/api/clock', { minutes: 365 * 24 * 60 });
    const { text } = await server.ask('/api/transcript', { headers: session });
    const { today, conversations } = parseTranscript(text, 'saved.yaml');
    expect(today).toBe('2026-11-23');
    expect(conversations[0]?.turns).toMatchObject([
      { later: '2 days' },
      { later: '10 minutes' },
      { customer: 'help' },
      { later: '365 days' },
    ]);
  });

  it('are of one page alone', async () => {
    await using server = await startPageServer();
    const headers = { [sessionHeader]: 'nobody' };
    expect(await server.ask('/api/transcript', { headers })).toMatchObject({ status: 404 });
  });

  it('are played, or refused with what is wrong with them', async () => {
    await using server = await startPageServer({
      play: (text, name) =>
        text === 'good'
          ? Promise.resolve([{ title: name, rows: [], report: null }])
          : Promise.reject(new NotPlayed(`${name}: no transcript`)),
    });
    expect(await server.post('/api/plays', { name: 'talk.yaml', text: 'good' })).toMatchObject({
      status: 200,
      json: [{ title: 'talk.yaml', rows: [], report: null }],
    });
    expect(await server.post('/api/plays', { name: 'talk.yaml', text: 'bad' })).toMatchObject({
      status: 422,
      json: { code: 'not_played', title: 'talk.yaml: no transcript' },
    });
    expect(await server.post('/api/plays', { text: 'good' })).toMatchObject({ status: 400 });
    const novel = { name: 'talk.yaml', text: 'x'.repeat(maxTranscriptBytes) };
    expect(await server.post('/api/plays', novel)).toMatchObject({
      status: 413,
      json: { title: expect.stringContaining(String(maxTranscriptBytes)) as string },
    });
  });
});
