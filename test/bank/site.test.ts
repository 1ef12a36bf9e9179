/** The bank as it is deployed: a customer links on its pages, and the token asks its facade. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { alexaOwner, authorizationPath, type PlatformClient } from '../../src/bank/authorization/index.ts';
import { createBank, type Bank } from '../../src/bank/bank.ts';
import type { BankDatabase } from '../../src/bank/database/database.ts';
import type { Listening } from '../../src/bank/http/listen.ts';
import type { LogRecord } from '../../src/bank/log.ts';
import { setLogin } from '../../src/bank/pages/index.ts';
import { paths } from '../../src/facade/contract.ts';
import { Browser } from './browser.ts';
import { engines } from './engines.ts';
import { clear, customerId, insertHousehold } from './household.ts';
import { Platform, type Tokens } from './platform.ts';

const password = 'a long enough password';
const pepper = randomBytes(32);
const minuteMs = 60_000;
const context = { conversation: 'conversation-0123456789ab' };

const client: PlatformClient = {
  platform: 'alexa',
  name: 'Alexa',
  owner: alexaOwner,
  clientId: 'alexa',
  clientSecret: randomBytes(32).toString('base64url'),
  redirectUris: ['https://layla.amazon.com/api/skill/link/VENDOR'],
};

describe.each(engines)('the bank with its site, on $name', ({ open }) => {
  let database: BankDatabase;
  let bank: Bank;
  let listening: Listening;
  let now = Date.now();
  const log: LogRecord[] = [];

  beforeAll(async () => {
    database = await open();
    bank = createBank({
      database: database.kysely,
      pinPepper: pepper,
      timeZone: 'America/New_York',
      now: () => now,
      random: randomBytes,
      log: record => void log.push(record),
      site: {
        publicUrl: null,
        bank: { name: 'Sottovoce Bank', address: 'Boston', contact: 'x', jurisdiction: 'United States' },
        platforms: [client],
      },
    });
    listening = await bank.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(async () => {
    await listening.close();
    await database.close();
  });
  beforeEach(async () => {
    await insertHousehold(database.kysely);
    const login = { customerId, name: customerId, password, pepper, now, random: randomBytes };
    expect(await setLogin(database.kysely, login)).toEqual({ ok: true });
  });
  afterEach(async () => {
    log.length = 0;
    await database.kysely.deleteFrom('customer_login').execute();
    await database.kysely.deleteFrom('customer_session').execute();
    await clear(database.kysely);
  });

  const platform = (): Platform => new Platform(listening.url + authorizationPath, client);
  const link = async (questions = ['balance', 'alerts']): Promise<Tokens> => {
    const from = platform();
    const browser = new Browser(listening.url);
    const signInPage = await browser.get(from.authorizationUrl());
    const consentPage = await browser.submit(signInPage, { name: customerId, password });
    let next = await browser.submit(consentPage, { question: questions });
    if (next.leftFor === null) next = await browser.submit(next, { pin: '4821', 'pin-again': '4821' });
    const { body } = await from.redeem(next.leftFor?.searchParams.get('code') ?? '');
    // The code was redeemed, or the test below fails.
    return body as Tokens;
  };
  const ask = (accessToken: string, name = 'alerts') =>
    fetch(`${listening.url}${paths.answers}/${name}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ context, question: { name } }),
    });
  const sayPin = (accessToken: string, pin: string) =>
    fetch(`${listening.url}${paths.stepUps}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' },
      body: JSON.stringify({ context, factor: { kind: 'voice-pin', pin } }),
    });

  it('answers a customer who has linked, after the PIN that she chose there', async () => {
    const { access_token } = await link();
    expect((await ask(access_token)).status).toBe(200);
    expect((await ask(access_token, 'balance')).status).toBe(401);
    expect((await sayPin(access_token, '4812')).status).toBe(403);
    expect((await sayPin(access_token, '4821')).status).toBe(200);
    expect((await ask(access_token, 'balance')).status).toBe(200);
    expect(log.filter(record => record.event === 'fault')).toEqual([]);
  });

  it('answers after a one-time code from her page, once', async () => {
    const { access_token } = await link();
    const browser = new Browser(listening.url);
    const page = await browser.submit(await browser.get('/'), { name: customerId, password });
    const form = [...page.html.matchAll(/<form\b[^>]*action="([^"]*)"/g)].findIndex(
      ([, action]) => action === '/code',
    );
    const shown = await browser.submit(page, {}, { form });
    const code = /class="code"[^>]*>(\d{3}) (\d{3})</.exec(shown.html)?.slice(1).join('') ?? '';
    const say = () =>
      fetch(`${listening.url}${paths.stepUps}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
        body: JSON.stringify({ context, factor: { kind: 'one-time-code', code } }),
      });
    expect((await say()).status).toBe(200);
    expect((await ask(access_token, 'balance')).status).toBe(200);
    expect((await say()).status).toBe(403);
  });

  it('does not answer what she did not switch on', async () => {
    const { access_token } = await link(['balance']);
    expect((await ask(access_token)).status).toBe(403);
  });

  it('does not answer a token that is over: by the clock, revoked, unlinked', async () => {
    const from = platform();
    const first = await link();
    now += 15 * minuteMs;
    expect((await ask(first.access_token)).status).toBe(401);
    const second = (await from.refresh(first.refresh_token)).body;
    expect((await ask(second.access_token ?? '')).status).toBe(200);
    await from.revoke(second.refresh_token ?? '');
    expect((await ask(second.access_token ?? '')).status).toBe(401);

    const third = await link();
    const stopped = await fetch(`${listening.url}${paths.link}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${third.access_token}` },
    });
    expect(stopped.status).toBe(204);
    expect((await ask(third.access_token)).status).toBe(401);
    expect((await from.refresh(third.refresh_token)).status).toBe(400);
  });

  it('takes no refresh token, code or cookie for an access token', async () => {
    const { refresh_token } = await link();
    expect((await ask(refresh_token)).status).toBe(401);
  });

  it('shows a page where a person has lost the way, and a problem where a program has', async () => {
    const person = await new Browser(listening.url).get('/nowhere');
    expect([person.status, person.headers.get('content-type')]).toEqual([404, 'text/html; charset=utf-8']);
    const program = await fetch(`${listening.url}/nowhere`);
    expect([program.status, program.headers.get('content-type')]).toEqual([404, 'application/problem+json']);
  });

  it('logs of all this codes and durations, and nothing of the customer', async () => {
    const { access_token, refresh_token } = await link();
    await ask(access_token);
    // The name of a trace is random, and may hold any four digits.
    const lines = JSON.stringify(log, (name, value: unknown) => (name === 'trace' ? '' : value));
    for (const secret of [access_token, refresh_token, password, '4821', customerId, 'VENDOR', 'code=']) {
      expect(lines.includes(secret), secret).toBe(false);
    }
  });
});
