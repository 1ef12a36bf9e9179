/** The skill shows who it is: what our own client sends is taken, and nothing else is. */
import { createHmac, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { createBank } from '../../src/bank/bank.ts';
import { openDatabase, type BankDatabase } from '../../src/bank/database/database.ts';
import { createClientCheck, facadeClients, type FacadeClient } from '../../src/bank/facade-client.ts';
import { isFromThisMachine } from '../../src/bank/http/require-client.ts';
import type { Listening } from '../../src/bank/http/listen.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { createFacadeClient } from '../../src/facade/client.ts';
import { createClientAssertions } from '../../src/facade/client-assertion.ts';
import { clear, customerId, insertHousehold, platform } from './household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const seconds = now / 1_000;
const facade = 'https://facade.bank.example';

interface Skill {
  readonly key: KeyObject;
  readonly client: FacadeClient;
}
function skillOf(name: string, platformName: string): Skill {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const [client] = facadeClients.parse([
    { platform: platformName, client_id: name, jwks: { keys: [publicKey.export({ format: 'jwk' })] } },
  ]);
  if (client === undefined) throw new Error('no client');
  return { key: privateKey, client };
}
const alexa = skillOf('sottovoce-alexa', platform);
const other = skillOf('sottovoce-other', 'other-platform');

const check = createClientCheck([alexa.client, other.client], facade);
const assertionOf = (skill: Skill, at = now, audience = facade): string =>
  createClientAssertions({ clientId: skill.client.client_id, key: skill.key }, audience, () => at)();

const encoded = (part: unknown): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const goodHeader = { alg: 'ES256', typ: 'JWT' };
const goodClaims = {
  iss: 'sottovoce-alexa',
  sub: 'sottovoce-alexa',
  aud: facade,
  iat: seconds,
  exp: seconds + 120,
  jti: 'an-id',
};
function forged(claims: object, header: object = goodHeader, key = alexa.key): string {
  const content = `${encoded(header)}.${encoded(claims)}`;
  const signature = sign('sha256', Buffer.from(content), { key, dsaEncoding: 'ieee-p1363' });
  return `${content}.${signature.toString('base64url')}`;
}

describe('an assertion', () => {
  it('of each skill names its platform', () => {
    expect(check(assertionOf(alexa), now)).toBe(platform);
    expect(check(assertionOf(other), now)).toBe('other-platform');
    expect(check(forged(goodClaims), now)).toBe(platform);
  });

  it('is made once a minute', () => {
    let at = now;
    const assertion = createClientAssertions({ clientId: 'a', key: alexa.key }, facade, () => at);
    const first = assertion();
    at += 59_000;
    expect(assertion()).toBe(first);
    at += 1_000;
    expect(assertion()).not.toBe(first);
  });

  it('may be made with a new key while the old one still counts', () => {
    const next = skillOf('sottovoce-alexa', platform);
    const keys = [...alexa.client.jwks.keys, ...next.client.jwks.keys];
    const both = createClientCheck([{ ...alexa.client, jwks: { keys } }], facade);
    expect([both(assertionOf(alexa), now), both(assertionOf(next), now)]).toEqual([platform, platform]);
  });

  const [head = '', body = '', signature = ''] = assertionOf(alexa).split('.');
  const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
  it.each<[string, string]>([
    ['nothing', ''],
    ['no token', 'Bearer x'],
    ['no signature', `${head}.${body}.`],
    ['a signature of another text', `${head}.${encoded({ ...goodClaims, jti: 'another' })}.${signature}`],
    ['an altered signature', `${head}.${body}.${flipped}`],
    ['a signature of zeros', `${head}.${body}.${Buffer.alloc(64).toString('base64url')}`],
    ['alg none', `${encoded({ alg: 'none' })}.${encoded(goodClaims)}.${signature}`],
    [
      'the public key taken for a shared secret',
      `${encoded({ alg: 'HS256' })}.${encoded(goodClaims)}.${createHmac('sha256', JSON.stringify(alexa.client.jwks.keys[0])).digest('base64url')}`,
    ],
    ['another algorithm in its header', forged(goodClaims, { alg: 'ES384' })],
    ['a key of its own', forged(goodClaims, { ...goodHeader, jwk: alexa.client.jwks.keys[0] })],
    ['an extension that it calls critical', forged(goodClaims, { ...goodHeader, crit: ['exp'] })],
    ['the key of another skill', forged(goodClaims, goodHeader, other.key)],
    ['the key of a stranger', forged(goodClaims, goodHeader, skillOf('x', 'x').key)],
    ['the name of a stranger', forged({ ...goodClaims, iss: 'stranger', sub: 'stranger' })],
    ['a subject that is not its issuer', forged({ ...goodClaims, sub: 'sottovoce-other' })],
    ['another facade', forged({ ...goodClaims, aud: 'https://facade.other-bank.example' })],
    ['no audience', forged({ ...goodClaims, aud: undefined })],
    ['no id', forged({ ...goodClaims, jti: undefined })],
    ['no end', forged({ ...goodClaims, exp: undefined })],
    ['an end that has passed', forged({ ...goodClaims, iat: seconds - 300, exp: seconds - 61 })],
    ['a beginning to come', forged({ ...goodClaims, iat: seconds + 61, exp: seconds + 120 })],
    ['a year to live', forged({ ...goodClaims, exp: seconds + 31_536_000 })],
    ['an end before its beginning', forged({ ...goodClaims, exp: seconds - 1 })],
    ['a length without end', forged({ ...goodClaims, padding: 'x'.repeat(3_000) })],
  ])('with %s is none', (_name, assertion) => {
    expect(check(assertion, now)).toBeNull();
  });

  it('is over after two minutes, and a minute for clocks that differ', () => {
    const assertion = assertionOf(alexa);
    expect(check(assertion, now + 179_000)).toBe(platform);
    expect(check(assertion, now + 181_000)).toBeNull();
    expect(check(assertion, now - 61_000)).toBeNull();
  });
});

describe('the list of clients', () => {
  it('takes no private key, no other curve and no name twice', () => {
    const [key] = alexa.client.jwks.keys;
    const listOf = (...keys: unknown[]) => [{ ...alexa.client, jwks: { keys } }];
    expect(facadeClients.safeParse(listOf(alexa.key.export({ format: 'jwk' }))).success).toBe(false);
    expect(facadeClients.safeParse(listOf({ ...key, crv: 'P-384' })).success).toBe(false);
    expect(facadeClients.safeParse(listOf()).success).toBe(false);
    expect(facadeClients.safeParse([alexa.client, alexa.client]).success).toBe(false);
  });
});

describe('the facade', () => {
  let database: BankDatabase;
  let bank: Listening;
  let token: string;
  const alerts = { name: 'alerts' } as const;
  const call = () => ({
    accessToken: token,
    context: { conversation: 'conversation-0123456789ab' },
    signal: AbortSignal.timeout(10_000),
  });

  beforeAll(async () => {
    database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
    await clear(database.kysely);
    await insertHousehold(database.kysely);
    const options = { customerId, platform, now, random: randomBytes };
    const consent = {
      questions: ['alerts'],
      precision: { totals: 'about', balances: 'fresh' },
      validForMs: 86_400_000,
    } as const;
    await createLink(database.kysely, { ...options, consent });
    token = (await issueAccessToken(database.kysely, { ...options, ttlMs: 86_400_000 })) ?? '';
    bank = await start([alexa.client, other.client]);
  });
  afterAll(async () => {
    await bank.close();
    await database.close();
  });

  const start = (known: readonly FacadeClient[]): Promise<Listening> =>
    createBank({
      database: database.kysely,
      pinPepper: Buffer.from('pepper'),
      timeZone: 'America/New_York',
      now: () => now,
      random: randomBytes,
      log: () => undefined,
      clients: { known, audience: null },
    }).listen({ host: '127.0.0.1', port: 0 });
  const clientOf = (skill: Skill | null) =>
    createFacadeClient({
      baseUrl: bank.url,
      identity: skill === null ? null : { clientId: skill.client.client_id, key: skill.key },
      now: () => now,
    });

  test('answers its skill', async () => {
    expect((await clientOf(alexa).answer(alerts, call())).ok).toBe(true);
  });

  test('answers nobody who has the token alone', async () => {
    for (const skill of [null, skillOf('sottovoce-alexa', platform)]) {
      expect(await clientOf(skill).answer(alerts, call())).toEqual({ ok: false, failure: 'bank_error' });
    }
  });

  test('does not answer the skill of another platform, nor lets it step up or unlink', async () => {
    const client = clientOf(other);
    const notLinked = { ok: false, failure: 'not_linked' };
    expect(await client.answer(alerts, call())).toEqual(notLinked);
    expect(await client.stepUp({ kind: 'voice-pin', pin: '0000' }, call())).toMatchObject({
      failure: 'step_up_refused',
    });
    expect(await client.endStepUp(call())).toEqual(notLinked);
    expect(await client.unlink(call())).toEqual(notLinked);
    expect((await clientOf(alexa).answer(alerts, call())).ok).toBe(true);
  });

  test.each([
    ['POST', '/v1/answers/alerts'],
    ['POST', '/v1/answers/nothing'],
    ['POST', '/v1/step-ups'],
    ['DELETE', '/v1/step-ups/conversation-0123456789ab'],
    ['DELETE', '/v1/link'],
    ['GET', '/v1/link'],
  ])('refuses %s %s before anything else, whatever the token and the body', async (method, path) => {
    for (const assertion of [undefined, 'x', assertionOf(alexa, now, 'https://elsewhere.example')]) {
      const response = await fetch(`${bank.url}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(assertion === undefined ? {} : { 'client-assertion': assertion }),
        },
      });
      expect([response.status, response.headers.get('www-authenticate')]).toEqual([
        401,
        'Bearer error="invalid_client"',
      ]);
      expect(await response.json()).toMatchObject({ code: 'invalid_client' });
    }
  });

  test('without clients answers this machine, and nobody who comes by a proxy', async () => {
    const open = await start([]);
    const ask = (headers: Record<string, string>) =>
      fetch(`${open.url}/v1/answers/alerts`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ context: call().context, question: alerts }),
      });
    expect((await ask({})).status).toBe(200);
    expect((await ask({ 'x-forwarded-for': '203.0.113.7' })).status).toBe(401);
    await open.close();
  });

  test.each(['10.0.0.1', '203.0.113.7', '::ffff:10.0.0.1', '127.evil', undefined])(
    'without clients answers nobody at %s',
    remoteAddress => {
      // What is read of a request.
      const request = { socket: { remoteAddress }, headers: {} } as unknown as Parameters<
        typeof isFromThisMachine
      >[0];
      expect(isFromThisMachine(request)).toBe(false);
    },
  );
});
