/** Who asks too fast is told to wait: over HTTP, by a clock of the test. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { alexaOwner, type PlatformClient } from '../../../src/bank/authorization/index.ts';
import { createBank, type BankOptions } from '../../../src/bank/bank.ts';
import { openDatabase, type BankDatabase } from '../../../src/bank/database/database.ts';
import type { Listening } from '../../../src/bank/http/listen.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import type { LogRecord } from '../../../src/bank/log.ts';
import { createFacadeClient } from '../../../src/facade/client.ts';
import { problem } from '../../../src/facade/contract.ts';
import { readConfig } from '../../../src/config.ts';
import { createSkillIdentity } from '../../../src/simulator/skill-identity.ts';
import { clear, customerId, insertHousehold } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const context = { conversation: 'conversation-0123456789ab' };
const skill = createSkillIdentity('alexa');
const client: PlatformClient = {
  platform: 'alexa',
  name: 'Alexa',
  owner: alexaOwner,
  clientId: 'alexa',
  clientSecret: randomBytes(32).toString('base64url'),
  redirectUris: ['https://layla.amazon.com/api/skill/link/VENDOR'],
};

let database: BankDatabase;
let bank: Listening;
let clockMs = 0;
const log: LogRecord[] = [];

beforeAll(async () => {
  database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
});
beforeEach(async () => {
  await clear(database.kysely);
  await insertHousehold(database.kysely);
});
afterEach(async () => {
  await bank.close();
  log.length = 0;
});
afterAll(() => database.close());

async function start(options: Partial<BankOptions>): Promise<void> {
  clockMs = 0;
  bank = await createBank({
    database: database.kysely,
    pinPepper: Buffer.from('pepper'),
    timeZone: 'America/New_York',
    now: () => now,
    random: randomBytes,
    log: record => void log.push(record),
    monotonicMs: () => clockMs,
    pause: () => Promise.resolve(),
    clients: { known: [skill.client], audience: null },
    site: {
      publicUrl: null,
      bank: { name: 'Sottovoce Bank', address: 'Boston', contact: 'x', jurisdiction: 'United States' },
      platforms: [client],
    },
    ...options,
  }).listen({ host: '127.0.0.1', port: 0 });
}

async function link(platform = 'alexa'): Promise<string> {
  const of = { customerId, platform, now, random: randomBytes };
  const precision = { totals: 'about', balances: 'fresh' } as const;
  await createLink(database.kysely, {
    ...of,
    consent: { questions: ['alerts'], precision, validForMs: 1_000_000 },
  });
  return (await issueAccessToken(database.kysely, { ...of, ttlMs: 1_000_000 })) ?? '';
}

/** The skill's own client, so that what the skill makes of it is seen as well. */
function skillAt(url: string) {
  const { clientId, clientKey } = readConfig({
    ...skill.environment,
    SOTTOVOCE_FACADE_URL: url,
    SOTTOVOCE_ALEXA_SKILL_ID: 'amzn1.ask.skill.00000000-0000-4000-8000-000000000000',
  });
  if (clientKey === null) throw new Error('the skill has no key');
  const headers: Headers[] = [];
  const attempts: number[] = [];
  const facade = createFacadeClient({
    baseUrl: url,
    identity: { clientId, key: clientKey },
    now: () => now,
    fetch: async (...request) => {
      const response = await fetch(...request);
      headers.push(response.headers);
      return response;
    },
    observe: ({ attempts: of }) => attempts.push(of),
  });
  const call = (accessToken: string) => ({ accessToken, context, signal: AbortSignal.timeout(5_000) });
  const ask = async (token: string) => {
    const outcome = await facade.answer({ name: 'alerts' }, call(token));
    return outcome.ok ? 'ok' : outcome.failure;
  };
  return { facade, call, ask, headers, attempts };
}

const times = async <Result>(count: number, work: () => Promise<Result>): Promise<Result[]> => {
  const results: Result[] = [];
  for (let time = 0; time < count; time += 1) results.push(await work());
  return results;
};

describe('a link', () => {
  test('that asks too fast waits, and the skill does not ask again by itself', async () => {
    await start({ rates: { client: 0, link: 30, address: 0 } });
    const token = await link();
    const { ask, headers, attempts } = skillAt(bank.url);
    expect(await times(6, () => ask(token))).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'busy']);
    expect(headers.at(-1)?.get('retry-after')).toBe('2');
    expect(attempts.at(-1)).toBe(1);
    // What was refused has not made the wait longer.
    clockMs += 2_000;
    expect(await times(2, () => ask(token))).toEqual(['ok', 'busy']);
    await expect.poll(() => log.at(-1)).toMatchObject({ code: 'rate_limited', refusedBy: 'limitLink' });
    expect(JSON.stringify(log)).not.toContain(token);
  });

  test('waits for itself alone, and steps up within the same rate', async () => {
    await start({ rates: { client: 0, link: 6, address: 0 } });
    const [one, other] = [await link(), await link('another')];
    const { ask, facade, call } = skillAt(bank.url);
    expect(await times(2, () => ask(one))).toEqual(['ok', 'busy']);
    // Of another platform: not answered, and not made to wait.
    expect(await ask(other)).toBe('not_linked');
    expect(await facade.stepUp({ kind: 'voice-pin', pin: '4821' }, call(one))).toEqual({
      ok: false,
      failure: 'busy',
    });
  });

  test('may be taken back however fast was asked', async () => {
    await start({ rates: { client: 0, link: 6, address: 0 } });
    const token = await link();
    const { ask, facade, call } = skillAt(bank.url);
    expect(await times(2, () => ask(token))).toEqual(['ok', 'busy']);
    expect(await facade.unlink(call(token))).toMatchObject({ ok: true });
  });
});

test('a skill has a rate over all of its links', async () => {
  await start({ rates: { client: 18, link: 0, address: 0 } });
  const token = await link();
  const { ask } = skillAt(bank.url);
  expect(await times(4, () => ask(token))).toEqual(['ok', 'ok', 'ok', 'busy']);
  await expect.poll(() => log.at(-1)).toMatchObject({ code: 'rate_limited', refusedBy: 'limitClient' });
});

describe('an address', () => {
  const stranger = (headers: Record<string, string> = {}) =>
    fetch(`${bank.url}/v1/link`, { method: 'DELETE', headers });

  test('from which nobody comes that we know waits before it may try again, and the skill from there does not', async () => {
    await start({ rates: { client: 0, link: 0, address: 12 } });
    const replies = await times(3, stranger);
    expect(replies.map(({ status }) => status)).toEqual([401, 401, 429]);
    expect(replies[2]?.headers.get('retry-after')).toBe('5');
    expect(problem.parse(await replies[2]?.json()).code).toBe('rate_limited');
    expect(await skillAt(bank.url).ask(await link())).toBe('ok');
    await expect.poll(() => log.length).toBe(4);
    expect(log[2]).toMatchObject({ code: 'rate_limited', refusedBy: 'limitAddress' });
    expect(JSON.stringify(log)).not.toContain('127.0.0.1');
  });

  test('that asks for pages too fast gets a page that says so', async () => {
    await start({ rates: { client: 0, link: 0, address: 6 } });
    const page = () => fetch(`${bank.url}/privacy`, { headers: { accept: 'text/html' } });
    const [first, second] = await times(2, page);
    expect([first?.status, second?.status]).toEqual([200, 429]);
    expect(second?.headers.get('retry-after')).toBe('10');
    expect(second?.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await second?.text()).toContain('Nothing was changed');
  });

  test('that presents wrong codes and secrets waits, and those who present right ones do not', async () => {
    await start({ rates: { client: 0, link: 0, address: 12 } });
    const wrong = () =>
      fetch(`${bank.url}/oauth/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from('alexa:guess').toString('base64')}` },
        body: new URLSearchParams({ grant_type: 'authorization_code', code: 'guess' }),
      });
    const right = () =>
      fetch(`${bank.url}/oauth/token/revocation`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`alexa:${client.clientSecret}`).toString('base64')}`,
        },
        body: new URLSearchParams({ token: 'gone' }),
      });
    expect(new Set((await times(10, right)).map(({ status }) => status))).toEqual(new Set([200]));
    expect((await times(3, wrong)).map(({ status }) => status)).toEqual([401, 401, 429]);
  });

  test('is the one that a trusted proxy names, and never one that anybody else names', async () => {
    const rates = { client: 0, link: 0, address: 6 };
    await start({ rates, trustedProxies: ['loopback'] });
    const from = (address: string) => stranger({ 'x-forwarded-for': address });
    // The first is what the client itself claims: the proxy has added the second.
    const replies = [
      await from('192.0.2.1, 198.51.100.7'),
      await from('192.0.2.2, 198.51.100.7'),
      await from('192.0.2.1, 198.51.100.8'),
    ];
    expect(replies.map(({ status }) => status)).toEqual([401, 429, 401]);
    await bank.close();
    await start({ rates, trustedProxies: ['10.0.0.0/8'] });
    const others = [await from('192.0.2.1'), await from('192.0.2.2')];
    expect(others.map(({ status }) => status)).toEqual([401, 429]);
  });

  test('says nothing where everybody comes through a proxy that we know nothing of', async () => {
    const clients = { known: [skill.client], audience: 'https://facade.bank.example' };
    await start({ rates: { client: 0, link: 0, address: 6 }, clients });
    expect((await times(5, stranger)).map(({ status }) => status)).toEqual([401, 401, 401, 401, 401]);
  });
});

test('a page that the database is away for tells the log so, and of no bug', async () => {
  const away = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  await start({ database: away.kysely });
  await away.close();
  const cookie = `session=${randomBytes(32).toString('base64url')}`;
  const replies = [
    await fetch(`${bank.url}/`, { headers: { cookie } }),
    await fetch(`${bank.url}/oauth/token`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`alexa:${client.clientSecret}`).toString('base64')}`,
      },
      body: new URLSearchParams({ grant_type: 'refresh_token', refresh_token: 'x'.repeat(43) }),
    }),
  ];
  expect(replies.map(({ status }) => status)).toEqual([500, 500]);
  await expect.poll(() => log.filter(({ event }) => event === 'fault')).toHaveLength(2);
  expect(log.flatMap(record => (record.event === 'fault' ? [record.kind] : []))).toEqual([
    'database_unavailable',
    'database_unavailable',
  ]);
});

test('whoever looks after the process is never made to wait', async () => {
  await start({ rates: { client: 1, link: 1, address: 1 } });
  const paths = ['/healthz', '/readyz', '/healthz', '/readyz'];
  const replies = await Promise.all(paths.map(path => fetch(`${bank.url}${path}`)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});
