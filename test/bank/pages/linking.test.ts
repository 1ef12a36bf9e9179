import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { listConsentEvents, loadConsent } from '../../../src/bank/consent/index.ts';
import type { Browser, Page } from '../browser.ts';
import { engines } from '../engines.ts';
import { openHouse, password, type House } from './house.ts';

const dayMs = 86_400_000;

describe.each(engines)('linking on the bank’s pages, on $name', ({ open }) => {
  let house: House;
  let customerId: string;
  let browser: Browser;
  beforeAll(async () => {
    house = await openHouse(await open());
  });
  afterAll(async () => {
    await house.close();
    await house.database.close();
  });
  beforeEach(async () => {
    customerId = await house.addCustomer();
    browser = house.browser();
  });

  const begin = () => browser.get(house.platform().authorizationUrl());
  const signIn = async (page?: Page): Promise<Page> =>
    browser.submit(page ?? (await begin()), { name: customerId, password });
  const agree = async (choice: Record<string, string | string[]> = {}): Promise<Page> =>
    browser.submit(await signIn(), { question: ['balance', 'alerts'], ...choice });
  const link = async () =>
    house.database.kysely
      .selectFrom('link')
      .select(['customer_id as customerId', 'link_id as linkId'])
      .where('customer_id', '=', customerId)
      .executeTakeFirst();

  it('leads through sign in, consent and PIN back to the assistant, and the token names the link', async () => {
    const platform = house.platform();
    const signInPage = await browser.get(platform.authorizationUrl());
    expect(signInPage.text).toContain('to link Alexa');
    const consentPage = await browser.submit(signInPage, { name: ` ${customerId.toUpperCase()} `, password });
    expect(consentPage.text).toContain('Let Alexa answer for you?');
    const pinPage = await browser.submit(consentPage, {
      question: ['balance', 'spending'],
      'nickname-checking': '  Daily   bread ',
      account: ['checking', 'savings'],
      days: '30',
    });
    expect(pinPage.text).toContain('Choose a voice PIN');
    expect(await link()).toBeUndefined();
    const back = await browser.submit(pinPage, { pin: '4821', 'pin-again': '4821' });
    expect(back.leftFor?.searchParams.get('state')).toBe('state-of-the-platform');

    const { body } = await platform.redeem(back.leftFor?.searchParams.get('code') ?? '');
    const made = await link();
    expect(await house.server.resolveAccessToken(body.access_token ?? '')).toEqual({
      ...made,
      platform: 'alexa',
    });
    const consent = made && (await loadConsent(house.database.kysely, made, house.clock));
    expect(consent).toMatchObject({
      questions: new Set(['balance', 'spending']),
      accounts: [
        { accountId: 'checking', nickname: 'Daily bread' },
        { accountId: 'savings', nickname: 'Rainy Day' },
      ],
      precision: { totals: 'about', balances: 'fresh' },
      validUntil: house.clock + 30 * dayMs,
    });
    expect(house.faults).toEqual([]);
  });

  it('asks for no PIN when there is one', async () => {
    await browser.submit(await agree(), { pin: '4821', 'pin-again': '4821' });
    expect((await agree()).leftFor?.searchParams.has('code')).toBe(true);
  });

  it('begins with nothing switched on', async () => {
    const page = await signIn();
    expect(page.html).not.toMatch(/name="question"[^>]*checked/);
    const refused = await browser.submit(page);
    expect(refused.status).toBe(422);
    expect(refused.text).toContain('Switch on at least one thing');
  });

  it('keeps what was filled in when something is wrong, and shows it as text', async () => {
    const page = await agree({ 'nickname-savings': '<img src=x>' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('letters, digits and spaces only');
    expect(page.html).toMatch(/value="balance"\s+checked/);
    expect(page.html).toContain('value="&lt;img src=x&gt;"');
    expect(page.html).not.toContain('<img');
    expect(await link()).toBeUndefined();
  });

  it('shares only the customer’s own accounts, whatever is sent', async () => {
    const page = await agree({ account: ['checking', 'somebody-elses'], 'nickname-somebody-elses': 'mine' });
    await browser.submit(page, { pin: '4821', 'pin-again': '4821' });
    const made = await link();
    const consent = made && (await loadConsent(house.database.kysely, made, house.clock));
    expect(consent?.accounts.map(account => account.accountId)).toEqual(['checking']);
  });

  it.each([
    ['not four digits', { pin: '12a4', 'pin-again': '12a4' }, 'four digits'],
    ['not the same twice', { pin: '4821', 'pin-again': '4822' }, 'not the same'],
    ['a run', { pin: '1234', 'pin-again': '1234' }, 'counts up or down'],
    ['the birth date', { pin: '2306', 'pin-again': '2306' }, 'birth date'],
  ])('refuses a PIN that is %s and does not show it', async (_case, fields, message) => {
    const page = await browser.submit(await agree(), fields);
    expect(page.status).toBe(422);
    expect(page.text).toContain(message);
    expect(page.html).not.toContain(`"${fields.pin}"`);
    expect(await link()).toBeUndefined();
  });

  it('can be declined on each page', async () => {
    for (const page of [await begin(), await signIn(), await agree()]) {
      const back = await browser.submit(page, {}, { form: 1 });
      expect(back.leftFor?.searchParams.get('error')).toBe('access_denied');
    }
    expect(await link()).toBeUndefined();
  });

  it('cannot be agreed to without signing in', async () => {
    const page = await begin();
    const action = /action="([^"]*)\/sign-in"/.exec(page.html)?.[1] ?? '';
    const csrf = /name="csrf" value="([^"]*)"/.exec(page.html)?.[1] ?? '';
    for (const path of ['consent', 'pin']) {
      const reply = await browser.post(`${action}/${path}`, {
        csrf,
        question: 'balance',
        account: 'checking',
      });
      expect(reply.text).toContain('Sign in');
    }
    expect(await link()).toBeUndefined();
  });

  it('is over for a browser that did not begin it, and after it has ended', async () => {
    const page = await begin();
    expect(await house.browser().get(page.url)).toMatchObject({ status: 410 });
    await browser.submit(page, {}, { form: 1 });
    const later = await browser.get(page.url);
    expect(later.status).toBe(410);
    expect(later.text).toContain('choose “Link account” again');
  });

  it('expires by the bank’s clock', async () => {
    const page = await begin();
    house.clock += 15 * 60_000;
    expect(await browser.submit(page, { name: customerId, password })).toMatchObject({ status: 410 });
  });

  it('unlocks a locked link, and says so before', async () => {
    await browser.submit(await agree(), { pin: '4821', 'pin-again': '4821' });
    await house.database.kysely
      .updateTable('link')
      .set({ failed_step_ups: 3, locked_at: house.clock })
      .where('customer_id', '=', customerId)
      .execute();
    const page = await signIn();
    expect(page.text).toContain('Agreeing here unlocks');
    await browser.submit(page, { question: 'balance' });
    const row = await house.database.kysely
      .selectFrom('link')
      .select(['failed_step_ups', 'locked_at'])
      .where('customer_id', '=', customerId)
      .executeTakeFirst();
    expect(row).toEqual({ failed_step_ups: 0, locked_at: null });
  });

  it('pressed twice leaves one link, and its last consent in force', async () => {
    await browser.submit(await agree(), { pin: '4821', 'pin-again': '4821' });
    const page = await signIn();
    await Promise.all([1, 2].map(() => browser.submit(page, { question: 'income' }).catch(() => undefined)));
    const made = await link();
    const events = made ? await listConsentEvents(house.database.kysely, made) : [];
    expect(events.at(-1)?.questions).toEqual(['income']);
  });

  describe('refuses a form', () => {
    it.each([
      ['from another site', { headers: { origin: 'https://evil.example' } }, {}],
      ['from nowhere', { headers: { origin: 'null' } }, {}],
      ['without its token', {}, { csrf: null }],
      ['with a wrong token', {}, { csrf: 'x'.repeat(43) }],
      ['that is no form', { headers: { 'content-type': 'text/plain' } }, {}],
      ['that is JSON', { headers: { 'content-type': 'application/json' } }, {}],
    ])('%s', async (_case, options, fields) => {
      const page = await signIn();
      const reply = await browser.submit(page, { question: 'balance', ...fields }, options);
      expect(reply.status).toBe(403);
      expect(reply.text).toContain('Nothing was changed');
      expect(await link()).toBeUndefined();
    });

    it('with the token of another linking', async () => {
      const other = house.browser();
      const strange = await other.get(house.platform().authorizationUrl());
      const csrf = /name="csrf" value="([^"]*)"/.exec(strange.html)?.[1] ?? '';
      expect(await browser.submit(await signIn(), { question: 'balance', csrf })).toMatchObject({
        status: 403,
      });
    });

    it('that is too large', async () => {
      const reply = await browser.submit(await signIn(), { question: 'x'.repeat(20_000) });
      expect(reply.status).toBe(413);
    });
  });

  it('lets its forms lead to the bank and the assistant alone, and loads nothing but the style sheet', async () => {
    const page = await begin();
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'self' http://127.0.0.1:9;");
    expect(policy).not.toMatch(/unsafe|script-src|\*/);
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(page.html).not.toMatch(/<script|<style| style=| on\w+=/);
  });

  it('shows errors of the request as a page that says what to do', async () => {
    const page = await browser.get(
      house.platform().authorizationUrl({ redirect_uri: 'https://evil.example/' }),
    );
    expect(page.status).toBe(400);
    expect(page.text).toContain('Nothing was linked');
    expect(page.text).not.toContain('evil.example');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});
