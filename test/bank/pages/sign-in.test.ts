import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTokens } from '../../../src/bank/pages/tokens.ts';
import { setLogin } from '../../../src/bank/pages/login.ts';
import { signIn, type SignInAttempt } from '../../../src/bank/pages/sign-in.ts';
import { countAttempt, throttleWindowMs } from '../../../src/bank/pages/sign-in-throttle.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { randomBytes } from 'node:crypto';
import { engines } from '../engines.ts';

const pepper = randomBytes(32);
const tokens = createTokens(randomBytes(32));
const password = 'a long enough password';

describe.each(engines)('signing in on $name', ({ open }) => {
  let database: BankDatabase;
  let now = Date.UTC(2026, 10, 23);
  let name: string;
  let customers = 0;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    name = `customer-${++customers}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: name, name, birth_date: null })
      .execute();
    const options = { customerId: name, name, password, pepper, now, random: randomBytes };
    expect(await setLogin(database.kysely, options)).toEqual({ ok: true });
  });

  const attempt = (overrides: Partial<SignInAttempt> = {}) =>
    signIn(
      { database: database.kysely, now: () => now, random: randomBytes, pepper, tokens },
      { name, password, knownBrowser: null, address: null, ...overrides },
    );
  const fail = async (times: number, overrides: Partial<SignInAttempt> = {}) => {
    for (let count = 0; count < times; count++) await attempt({ password: 'wrong', ...overrides });
  };

  it('takes the right password, and says the same of a wrong one and an unknown name', async () => {
    expect(await attempt()).toMatchObject({ ok: true, customerId: name });
    expect(await attempt({ password: 'wrong' })).toEqual({ ok: false, reason: 'wrong' });
    expect(await attempt({ name: 'nobody' })).toEqual({ ok: false, reason: 'wrong' });
    expect(await attempt({ password: '' })).toEqual({ ok: false, reason: 'wrong' });
  });

  it('checks a hash for an unknown name too, so that it takes as long', async () => {
    const time = async (overrides: Partial<SignInAttempt>): Promise<number> => {
      const from = process.cpuUsage();
      await attempt(overrides);
      const { user, system } = process.cpuUsage(from);
      return user + system;
    };
    await attempt();
    const known = await time({ password: 'wrong' });
    const unknown = await time({ name: 'somebody-else' });
    // An attempt without a hash takes a hundredth.
    expect(unknown).toBeGreaterThan(known / 4);
  });

  it('after five failures has strangers wait, even with the right password', async () => {
    await fail(5);
    expect(await attempt()).toEqual({ ok: false, reason: 'wait', waitMs: throttleWindowMs });
    now += throttleWindowMs;
    expect(await attempt()).toMatchObject({ ok: true });
  });

  it('has an unknown name wait just so', async () => {
    await fail(5, { name: 'nobody-at-all' });
    expect(await attempt({ name: 'Nobody-At-All ' })).toMatchObject({ reason: 'wait' });
  });

  it('does not lock out the customer in a browser that she has used before', async () => {
    const first = await attempt();
    const knownBrowser = first.ok ? first.knownBrowser : null;
    await fail(20);
    expect(await attempt()).toMatchObject({ reason: 'wait' });
    expect(await attempt({ knownBrowser })).toMatchObject({ ok: true });
    await fail(5, { knownBrowser });
    expect(await attempt({ knownBrowser })).toMatchObject({ reason: 'wait' });
  });

  it('knows a browser for the customer who signed in there, and takes no made-up one', async () => {
    const first = await attempt();
    const knownBrowser = first.ok ? first.knownBrowser : null;
    name = 'somebody-else-2';
    await fail(5, { knownBrowser });
    expect(await attempt({ knownBrowser })).toMatchObject({ reason: 'wait' });
    expect(await attempt({ knownBrowser: 'made.up' })).toMatchObject({ reason: 'wait' });
  });

  it('forgives failures once she is in', async () => {
    await fail(4);
    await attempt();
    await fail(4);
    expect(await attempt()).toMatchObject({ ok: true });
  });

  it('counts attempts at the same moment', async () => {
    const outcomes = await Promise.all(Array.from({ length: 12 }, () => attempt({ password: 'wrong' })));
    expect(outcomes.filter(outcome => !outcome.ok && outcome.reason === 'wrong')).toHaveLength(5);
  });

  it('counts a network of IPv6 as one address, however many of them come from it', async () => {
    const of = '2001:db8:1:2::/64';
    for (let time = 0; time < 60; time += 1)
      await countAttempt(database.kysely, [{ kind: 'address', of }], now);
    expect(await attempt({ address: '2001:db8:1:2::9' })).toMatchObject({ reason: 'wait' });
    expect(await attempt({ address: '2001:db8:1:3::9' })).toMatchObject({ ok: true });
  });

  it('counts an address over many names', async () => {
    const count = (address: string) => countAttempt(database.kysely, [{ kind: 'address', of: address }], now);
    for (let attempts = 0; attempts < 60; attempts++) expect(await count('192.0.2.7')).toBeNull();
    expect(await count('192.0.2.7')).toEqual({ waitMs: throttleWindowMs });
    expect(await attempt({ address: '192.0.2.7' })).toMatchObject({ reason: 'wait' });
    expect(await attempt({ address: '192.0.2.8' })).toMatchObject({ ok: true });
  });

  it.each([
    ['a short password', { password: 'short' }, 'short-password'],
    ['a password beyond all measure', { password: 'x'.repeat(129) }, 'long-password'],
    ['a name of nothing', { name: ' ' }, 'unusable-name'],
    ['an unknown customer', { customerId: 'nobody' }, 'unknown-customer'],
  ])('sets no login with %s', async (_case, overrides, reason) => {
    const options = { customerId: name, name, password, pepper, now, random: randomBytes, ...overrides };
    expect(await setLogin(database.kysely, options)).toEqual({ ok: false, reason });
  });

  it('gives one name to one customer', async () => {
    const taken = name;
    name = `${name}-second`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: name, name, birth_date: null })
      .execute();
    const options = { customerId: name, name: taken, password, pepper, now, random: randomBytes };
    expect(await setLogin(database.kysely, options)).toEqual({ ok: false, reason: 'name-taken' });
  });
});
