import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readDownload } from '../../../src/bank/disclosure/record/index.ts';
import { toldInWords } from '../../../src/bank/pages/told-words.ts';
import type { Question } from '../../../src/facade/contract.ts';
import type { Browser, Page } from '../browser.ts';
import { teller } from '../disclosure/record/house.ts';
import { engines } from '../engines.ts';
import { insertLink } from '../insert-link.ts';
import { testRecordKeys } from '../record-keys.ts';
import { openHouse, password, type House } from './house.ts';

describe.each(engines)('what was told, on the bank’s page on $name', ({ open }) => {
  let house: House;
  let customerId: string;
  let browser: Browser;
  let tell: ReturnType<typeof teller>;
  beforeAll(async () => {
    house = await openHouse(await open());
    tell = teller(house.database.kysely);
  });
  afterAll(async () => {
    await house.close();
    await house.database.close();
  });
  beforeEach(async () => {
    house.clock = Date.parse('2026-11-23T15:10:00Z');
    customerId = await house.addCustomer();
    for (const platform of ['alexa', '<b>other']) {
      const linkId = `${platform}-of-${customerId}`;
      await insertLink(house.database.kysely, { customerId, linkId, platform, createdAt: house.clock });
    }
    browser = house.browser();
  });
  const signIn = async (): Promise<Page> =>
    browser.submit(await browser.get('/'), { name: customerId, password });

  it('needs signing in, but for the key', async () => {
    for (const path of ['/told', '/told/record']) {
      expect((await browser.get(path)).url).toBe(`${house.origin}/sign-in`);
    }
    const key = await browser.get('/told/key');
    expect(key.headers.get('content-type')).toContain('application/jwk-set+json');
    expect(JSON.parse(key.html)).toEqual({
      keys: [
        {
          kid: testRecordKeys.current.id,
          crv: 'Ed25519',
          kty: 'OKP',
          x: testRecordKeys.current.x,
          use: 'sig',
          alg: 'EdDSA',
        },
      ],
    });
  });

  it('is nothing at first', async () => {
    expect((await signIn()).text).toContain('Nothing yet.');
    const page = await browser.get('/told');
    expect(page.text).toContain('Nothing was ever told.');
    expect(page.text).not.toContain('Download');
  });

  it('is a line for each answer, newest first, with what was moved and why', async () => {
    await tell(customerId, {
      answeredAt: Date.parse('2026-11-22T14:00:00Z'),
      asked: { name: 'balance' },
      told: { name: 'balance' },
      precision: 'fresh',
      platform: '<b>other',
    });
    await tell(customerId, { answeredAt: Date.parse('2026-11-23T15:04:00Z') });
    const line =
      /Today 10:04\sAM Spending November 1 – 22 · rounded Asked through today. Moved, so that no single purchase can be worked out. to Alexa/;
    const page = await signIn();
    expect(page.text.replace(/\s+/g, ' ')).toMatch(line);
    const all = (await browser.get('/told')).text.replace(/\s+/g, ' ');
    expect(all).toMatch(line);
    expect(all).toMatch(
      /November 2026 .*Spending.*Nov 22 9:00\sAM Balances rounded, four times a day to <b>other/,
    );
    expect((await browser.get('/told')).html).not.toContain('<b>other');
  });

  it('has pages of thirty', async () => {
    for (let count = 0; count < 65; count += 1) await tell(customerId);
    await signIn();
    const linesOf = (page: Page): number => page.html.match(/<time/g)?.length ?? 0;
    const older = (page: Page): string | undefined => /rel="next" href="([^"]*)"/.exec(page.html)?.[1];
    const first = await browser.get('/told');
    expect([linesOf(first), older(first)]).toEqual([30, '/told?before=36']);
    expect(first.text).not.toContain('Newest');
    const second = await browser.get(older(first) ?? '');
    expect([linesOf(second), older(second)]).toEqual([30, '/told?before=6']);
    const last = await browser.get(older(second) ?? '');
    expect([linesOf(last), older(last)]).toEqual([5, undefined]);
    expect(last.text).toContain('Newest');
    for (const before of ['0', '-1', 'x', '1e3', '%00']) {
      expect(linesOf(await browser.get(`/told?before=${before}`))).toBe(30);
    }
  });

  it('can be taken along: the customer’s own record, whole and signed', async () => {
    await tell(customerId);
    await tell(customerId);
    await signIn();
    const file = await browser.get('/told/record');
    expect(file.headers.get('content-disposition')).toBe(
      'attachment; filename=what-was-told-2026-11-23.json',
    );
    expect(file.headers.get('cache-control')).toBe('no-store');
    const record = readDownload(file.html);
    expect(record?.customer).toBe(customerId);
    expect(await record?.check([testRecordKeys.current.x])).toEqual({ entries: 2, unsigned: 0 });
  });
});

describe('an answer in words', () => {
  const window = { from: '2026-11-01', through: '2026-11-22' };
  const words = (told: Question | null, asked: Question | null = null, precision: string | null = 'about') =>
    toldInWords({ sequence: 1, platform: 'alexa', at: 0, told, asked, precision }, '2026-11-23');

  it.each<[Question, string]>([
    [{ name: 'balance' }, 'Balances'],
    [{ name: 'balance', account: 'credit-card' }, 'Balance on the credit card'],
    [{ name: 'funds', atLeastMinor: 20_000, currency: 'USD' }, 'Whether there is at least $200'],
    [
      { name: 'funds', atLeastMinor: 5_000, currency: 'JPY', account: 'savings' },
      'Whether there is at least ¥5,000 in savings',
    ],
    [{ name: 'activity', window, account: 'checking' }, 'Activity in checking'],
    [{ name: 'spending', window }, 'Spending'],
    [
      { name: 'spending', window, category: 'dining', account: 'credit-card' },
      'Spending on dining out on the credit card',
    ],
    [{ name: 'income', window }, 'Income'],
    [{ name: 'bill' }, 'Card bill'],
    [{ name: 'alerts' }, 'Fraud alerts'],
    [{ name: 'sharing' }, 'What it may say'],
    [{ name: 'disclosures' }, 'What it was told this month, in numbers'],
  ])('%j is %s', (question, what) => {
    expect(words(question).what).toBe(what);
  });

  it.each([
    ['2026-11-01', '2026-11-22', 'November 1 – 22'],
    ['2026-10-01', '2026-10-31', 'October'],
    ['2024-02-01', '2024-02-29', 'February 2024'],
    ['2026-11-03', '2026-11-03', 'November 3'],
    ['2025-11-03', '2025-11-03', 'November 3, 2025'],
    ['2026-10-28', '2026-11-03', 'October 28 – November 3'],
    ['2025-12-20', '2026-01-05', 'December 20, 2025 – January 5, 2026'],
  ])('from %s through %s: %s', (from, through, days) => {
    const said = words({ name: 'income', window: { from, through } }).days;
    // Intl separates with thin spaces.
    expect(said?.replace(/\s/g, ' ')).toBe(days);
  });

  it('tells what was asked, where that is something else', () => {
    const spending = { name: 'spending', window } as const;
    const adjusted = (asked: Question, told: Question = spending) =>
      words(told, asked).adjusted?.replace(/\s/g, ' ');
    const why = ', so that no single purchase can be worked out.';
    expect(adjusted({ ...spending, window: { ...window, through: '2026-11-20' } })).toBe(
      `Asked through November 20. Moved${why}`,
    );
    expect(adjusted({ ...spending, window: { from: '2026-11-10', through: '2026-11-23' } })).toBe(
      `Asked about November 10 – 23. Moved${why}`,
    );
    expect(adjusted({ ...spending, account: 'savings' })).toBe(
      `Asked in savings alone. Told over all accounts${why}`,
    );
    expect(adjusted({ ...spending, account: 'savings', window: { ...window, through: '2026-11-23' } })).toBe(
      `Asked through today, in savings alone. Moved and told over all accounts${why}`,
    );
    const funds = { name: 'funds', atLeastMinor: 20_000, currency: 'USD' } as const;
    expect(adjusted({ ...funds, atLeastMinor: 18_050 }, funds)).toBe(
      'Asked for $180.50. Compared with one of a few fixed amounts, so that the balance cannot be worked out.',
    );
  });

  it('says how precise it was, where there was an amount', () => {
    expect(words({ name: 'balance' }, null, 'sealed').how).toBe('rounded, as of an earlier day');
    expect(words({ name: 'income', window }, null, 'exact').how).toBe('to the cent');
    expect(words({ name: 'alerts' }, null, null).how).toBeNull();
    expect(words({ name: 'income', window }, null, 'fresh').how).toBeNull();
  });

  it('does not fail at a question of another version', () => {
    expect(words(null)).toEqual({
      what: 'An answer that this page cannot show any more',
      days: null,
      how: null,
      adjusted: null,
    });
  });
});
