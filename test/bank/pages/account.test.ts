import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { giveConsent, loadConsent, type LinkKey } from '../../../src/bank/consent/index.ts';
import type { Browser, Page } from '../browser.ts';
import { engines } from '../engines.ts';
import { insertLink } from '../insert-link.ts';
import { openHouse, password, type House } from './house.ts';

const dayMs = 86_400_000;
const minuteMs = 60_000;

describe.each(engines)('the customer’s own page on $name', ({ open }) => {
  let house: House;
  let customerId: string;
  let browser: Browser;
  let link: LinkKey;
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
    link = { customerId, linkId: `link-of-${customerId}` };
    await insertLink(house.database.kysely, { ...link, createdAt: house.clock });
    await give(['balance']);
  });

  const give = (questions: ('balance' | 'income')[], nickname = 'Everyday') =>
    giveConsent(
      house.database.kysely,
      link,
      {
        questions,
        accounts: [{ accountId: 'checking', nickname }],
        precision: { totals: 'about', balances: 'fresh' },
        validUntil: house.clock + 90 * dayMs,
      },
      { now: house.clock, via: 'page' },
    );
  const signIn = async (of = browser): Promise<Page> =>
    of.submit(await of.get('/'), { name: customerId, password });
  const consent = () => loadConsent(house.database.kysely, link, house.clock);
  /** The form of that label's action among the page's. */
  const formOf = (page: Page, action: string): number =>
    [...page.html.matchAll(/<form\b[^>]*action="([^"]*)"/g)].findIndex(([, found]) => found === action);
  const linkPath = () => `/links/${link.linkId}`;

  it('needs signing in', async () => {
    for (const path of ['/', '/pin', `${linkPath()}/consent`, `${linkPath()}/receipts/1`]) {
      expect((await browser.get(path)).url).toBe(`${house.origin}/sign-in`);
    }
    for (const path of ['/pin', '/sign-out', `${linkPath()}/consent`, `${linkPath()}/stop`]) {
      expect((await browser.post(path, {})).url).toMatch(/\/sign-in(\?over)?$/);
    }
    expect(await consent()).not.toBeNull();
  });

  it('shows links and what they may say', async () => {
    const page = await signIn();
    expect(page.text).toContain('Alexa');
    expect(page.html).toMatch(/May say<\/dt>\s*<dd>balances<\/dd>/);
    expect(page.text).toContain('Everyday');
  });

  it('escapes what a customer has named, everywhere', async () => {
    const hostile = `"><script>alert('x')</script>&`;
    customerId = await house.addCustomer(hostile);
    await house.database.kysely
      .updateTable('account')
      .set({ nickname: hostile })
      .where('customer_id', '=', customerId)
      .execute();
    link = { customerId, linkId: `hostile-${customerId}` };
    await insertLink(house.database.kysely, { ...link, platform: '<b>platform', createdAt: house.clock });
    await give(['balance'], hostile.slice(0, 40));
    for (const page of [
      await signIn(),
      await browser.get(`${linkPath()}/consent`),
      await browser.get('/pin'),
    ]) {
      expect(page.status).toBe(200);
      expect(page.html).toContain('&lt;script&gt;');
      expect(page.html).not.toMatch(/<script|<b>platform/);
    }
  });

  it('changes what may be said, from the next question on', async () => {
    await signIn();
    const page = await browser.get(`${linkPath()}/consent`);
    expect(page.html).toMatch(/value="balance"\s+checked/);
    expect(page.html).not.toMatch(/value="income"\s+checked/);
    const done = await browser.submit(
      page,
      { question: ['income'], totals: 'exact', balances: 'sealed' },
      { form: formOf(page, `${linkPath()}/consent`) },
    );
    expect(done.url).toBe(`${house.origin}/?done=saved`);
    expect(await consent()).toMatchObject({
      questions: new Set(['income']),
      precision: { totals: 'exact', balances: 'sealed' },
    });
  });

  it('offers no exact amounts where the bank forbids them, and says how those of before are told', async () => {
    const exactly = { totals: 'exact', balances: 'exact' } as const;
    const choice = { questions: ['balance'], accounts: [], precision: exactly } as const;
    const validUntil = house.clock + 90 * dayMs;
    await giveConsent(
      house.database.kysely,
      link,
      { ...choice, validUntil },
      { now: house.clock, via: 'page' },
    );
    const strict = await openHouse(house.database, { exactAmounts: 'forbidden' });
    try {
      strict.clock = house.clock;
      const visitor = strict.browser();
      const home = await visitor.submit(await visitor.get('/'), { name: customerId, password });
      expect(home.html).toMatch(/Totals<\/dt>\s*<dd>rounded<\/dd>/);
      expect(home.html).toMatch(/Balances<\/dt>\s*<dd>rounded, four times a day<\/dd>/);
      const page = await visitor.get(`${linkPath()}/consent`);
      expect(page.html).not.toContain('value="exact"');
      expect(page.html).toMatch(/value="fresh"\s+checked/);
      const form = formOf(page, `${linkPath()}/consent`);
      const refused = await visitor.submit(page, { account: ['checking'], balances: 'exact' }, { form });
      expect(refused).toMatchObject({ status: 422 });
      await visitor.submit(page, { account: ['checking'], balances: 'sealed' }, { form });
      expect(await consent()).toMatchObject({ precision: { totals: 'about', balances: 'sealed' } });
    } finally {
      await strict.close();
    }
    const page = await signIn();
    expect(page.html).toMatch(/Balances<\/dt>\s*<dd>rounded, as of an earlier day<\/dd>/);
    expect((await browser.get(`${linkPath()}/consent`)).html).toMatch(/value="exact"/);
  });

  it('stops sharing after asking once more; the link is no more', async () => {
    await signIn();
    const page = await browser.get(`${linkPath()}/stop`);
    expect(page.text).toContain('gets no answer');
    const done = await browser.submit(page, {}, { form: formOf(page, `${linkPath()}/stop`) });
    expect(done.text).toContain('Not linked');
    expect(await consent()).toBeNull();
    expect(await browser.get(`${linkPath()}/consent`)).toMatchObject({ status: 404 });
  });

  it('tells of wrong PINs before the lock and after it, and unlocks', async () => {
    const set = (failures: number, lockedAt: number | null) =>
      house.database.kysely
        .updateTable('link')
        .set({ failed_step_ups: failures, locked_at: lockedAt })
        .where('customer_id', '=', customerId)
        .execute();
    expect((await signIn()).text).not.toContain('wrong voice PIN');
    await set(2, null);
    expect((await browser.get('/')).text).toContain('2 wrong voice PINs were said to Alexa');
    await set(3, house.clock);
    const locked = await browser.get('/');
    expect(locked.text).toContain('Alexa is locked');
    const done = await browser.submit(locked, {}, { form: formOf(locked, `${linkPath()}/unlock`) });
    expect(done.text).not.toContain('is locked');
    expect(done.text).toContain('Unlocked');
  });

  it('tells of a day that is used up, and unlocks it', async () => {
    await signIn();
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/New_York' }).format(house.clock);
    await house.database.kysely
      .insertInto('step_up_day')
      .values({ customer_id: customerId, day, failures: 10, last_refused_at: house.clock })
      .execute();
    const locked = await browser.get('/');
    expect(locked.text).toContain('Alexa is locked for today, because ten wrong voice PINs');
    const done = await browser.submit(locked, {}, { form: formOf(locked, `${linkPath()}/unlock`) });
    expect(done.text).not.toContain('is locked');
  });

  it('lists what went wrong lately', async () => {
    await signIn();
    expect((await browser.get('/')).text).not.toContain('Wrong PINs lately');
    for (const [minutes, kind] of [
      [0, 'two-wrong'],
      [1, 'locked'],
    ] as const) {
      const at = house.clock + minutes * minuteMs;
      await house.database.kysely
        .insertInto('customer_notice')
        .values({ customer_id: customerId, link_id: link.linkId, at, kind })
        .execute();
    }
    expect((await browser.get('/')).text).toMatch(
      /Wrong PINs lately.*Alexa was locked after three.*Two wrong PINs in a row were said to Alexa/,
    );
  });

  it('shows a one-time code, another one each time', async () => {
    const page = await signIn();
    const code = async (): Promise<string> => {
      const shown = await browser.submit(page, {}, { form: formOf(page, '/code') });
      expect(shown.headers.get('cache-control')).toBe('no-store');
      expect(shown.text).toContain('works once');
      return /class="code"[^>]*>(\d{3} \d{3})</.exec(shown.html)?.[1] ?? 'none';
    };
    expect(await code()).toMatch(/^\d{3} \d{3}$/);
    expect(await code()).not.toBe(await code());
    const forged = await browser.submit(page, { csrf: null }, { form: formOf(page, '/code') });
    expect(forged.status).toBe(403);
  });

  it('changes the PIN', async () => {
    await signIn();
    const page = await browser.get('/pin');
    const refused = await browser.submit(
      page,
      { pin: '1111', 'pin-again': '1111' },
      { form: formOf(page, '/pin') },
    );
    expect(refused.status).toBe(422);
    const done = await browser.submit(
      page,
      { pin: '4821', 'pin-again': '4821' },
      { form: formOf(page, '/pin') },
    );
    expect(done.text).toContain('Your voice PIN is changed');
  });

  it('gives receipts to download, of the customer’s own consents alone', async () => {
    await signIn();
    const receipt = await browser.get(`${linkPath()}/receipts/1`);
    expect(receipt.headers.get('content-disposition')).toBe('attachment; filename=consent-alexa-1.json');
    expect(JSON.parse(receipt.html)).toMatchObject({
      record_header: { schema_version: 'ISO/IEC TS 27560:2023', pii_principal_id: customerId },
      party_identification: [{ party_name: 'Sottovoce Bank' }, { party_name: 'Amazon' }],
    });
    for (const sequence of ['0', '2', '-1', '1e3', '%00', 'x']) {
      expect((await browser.get(`${linkPath()}/receipts/${sequence}`)).status).toBe(404);
    }
    const stranger = house.browser();
    const mine = link;
    customerId = await house.addCustomer();
    await signIn(stranger);
    for (const path of ['receipts/1', 'consent', 'stop']) {
      expect((await stranger.get(`/links/${mine.linkId}/${path}`)).status).toBe(404);
    }
  });

  describe('a session', () => {
    it('ends after five minutes without activity, and the page says why', async () => {
      await signIn();
      house.clock += 5 * minuteMs - 1;
      expect((await browser.get('/')).url).toBe(`${house.origin}/`);
      house.clock += 5 * minuteMs;
      const page = await browser.get('/');
      expect(page.text).toContain('You were signed out');
    });

    it('ends after an hour however active', async () => {
      await signIn();
      for (let minutes = 0; minutes < 60; minutes += 4) {
        house.clock += 4 * minuteMs;
        await browser.get('/');
      }
      expect((await browser.get('/')).url).toContain('/sign-in');
    });

    it('ends by signing out, for a copied cookie too', async () => {
      const page = await signIn();
      const cookie = browser.cookie('session') ?? '';
      const out = await browser.submit(page, {}, { form: formOf(page, '/sign-out') });
      expect(out.url).toBe(`${house.origin}/sign-in`);
      const replay = await fetch(`${house.origin}/`, {
        headers: { cookie: `session=${cookie}` },
        redirect: 'manual',
      });
      expect(replay.status).toBe(303);
    });

    it('is a new one after each sign-in, and its cookie is nowhere in the table', async () => {
      await signIn();
      const first = browser.cookie('session') ?? '';
      browser.forgetCookies();
      await signIn();
      const second = browser.cookie('session') ?? '';
      expect(second).not.toBe(first);
      const dump = JSON.stringify(
        await house.database.kysely.selectFrom('customer_session').selectAll().execute(),
      );
      expect([first, second].filter(cookie => dump.includes(cookie))).toEqual([]);
    });
  });

  describe('refuses a form', () => {
    it.each([
      ['from another site', { headers: { origin: 'https://evil.example' } }, {}],
      ['without its token', {}, { csrf: null }],
    ])('%s', async (_case, options, fields) => {
      await signIn();
      const page = await browser.get(`${linkPath()}/stop`);
      const reply = await browser.submit(page, fields, {
        form: formOf(page, `${linkPath()}/stop`),
        ...options,
      });
      expect(reply.status).toBe(403);
      expect(await consent()).not.toBeNull();
    });

    it('with the token of another customer', async () => {
      await signIn();
      const page = await browser.get(`${linkPath()}/stop`);
      const mine = link;
      const stranger = house.browser();
      customerId = await house.addCustomer();
      const csrf = /name="csrf" value="([^"]*)"/.exec((await signIn(stranger)).html)?.[1] ?? '';
      const reply = await browser.submit(
        page,
        { csrf },
        { form: formOf(page, `/links/${mine.linkId}/stop`) },
      );
      expect(reply.status).toBe(403);
    });

    it('to sign in that another site made (login CSRF)', async () => {
      const reply = await browser.post('/sign-in', { name: customerId, password });
      expect(reply.status).toBe(403);
      expect(browser.cookie('session')).toBeUndefined();
    });
  });

  it('shows a fault as a page that tells nothing of it', async () => {
    const broken = await openHouse(house.database, {
      now: () => {
        throw new Error('the clock has stopped');
      },
    });
    const page = await broken.browser().get('/');
    expect(page.status).toBe(500);
    expect(page.text).toContain('try again in a few minutes');
    expect(page.text).not.toContain('clock');
    expect(broken.faults).toHaveLength(1);
    await broken.close();
  });
});
