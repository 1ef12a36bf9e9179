/** The page in a real browser, over the real bank and the real skill. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFolder } from '../data-folder.ts';
import { looks, violationsIn } from './axe.ts';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';

const settleMs = 10_000;
const wide = { width: 1_440, height: 1_000 };
const phone = { width: 390, height: 844 };

describe.skipIf(chromiumPath === null)('the page in Chromium (skipped where there is none)', () => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    [running, browser] = await Promise.all([demoFolder().then(startForReal), connectChromium()]);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await running[Symbol.asyncDispose]();
  });

  /** A page of its own, and everything that it complained about. */
  async function open(context: BrowserContextOptions = {}) {
    const opened = await browser.newContext({
      viewport: wide,
      reducedMotion: 'reduce',
      ...context,
    });
    const page = await opened.newPage();
    page.setDefaultTimeout(settleMs);
    const complaints: string[] = [];
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
    page.on('request', request => {
      if (!request.url().startsWith(running.url)) complaints.push(`asked elsewhere: ${request.url()}`);
    });
    await page.goto(running.url);
    await page.getByRole('textbox').waitFor();
    return {
      page,
      complaints,
      [Symbol.asyncDispose]: () => opened.close(),
    };
  }

  async function say(page: Page, utterance: string, turn: number) {
    await page.getByRole('textbox').fill(utterance);
    await page.keyboard.press('Enter');
    const row = page.getByRole('article', { name: `Turn ${turn}`, exact: true });
    await row.waitFor();
    return row;
  }

  it('asks, takes the PIN, answers, and shows what crossed and what stayed', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    expect(await page.evaluate('document.activeElement.id')).toBe('utterance');

    const asked = await say(page, "what's my balance", 1);
    await asked.getByText('Voice PIN first').waitFor();
    const answered = await say(page, 'four eight two one', 2);
    await answered.getByText('Answered').waitFor();
    expect(await answered.getByRole('row').count()).toBe(3);
    await expect.poll(() => page.getByRole('status').innerText()).toContain('Everyday');
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('They don’t get your data.');
    expect(await page.locator('.stayed strong').innerText()).toMatch(/^\d,\d{3}$/);
    expect(await page.locator('.crossed').innerText()).toMatch(/^\d+(\.\d)? k?B/);

    for (const handle of await answered.getByRole('button').all()) {
      await handle.click();
      expect(await handle.getAttribute('aria-expanded')).toBe('true');
      expect(await page.content()).not.toMatch(/4821|four eight two one/);
    }
    await page.keyboard.press('ArrowUp');
    await page.getByRole('textbox').press('ArrowUp');
    expect(await page.getByRole('textbox').inputValue()).toBe("what's my balance");
    expect(complaints).toEqual([]);
  });

  it('hides a PIN while it is typed', async () => {
    await using opened = await open();
    const { page } = opened;
    await say(page, "what's my balance", 1);
    const field = page.getByRole('textbox', { name: 'Say your voice PIN' });
    const security = () => page.evaluate('getComputedStyle(document.activeElement).webkitTextSecurity');
    await field.fill('four eight');
    expect(await security()).toBe('disc');
    await field.fill('never mind');
    expect(await security()).toBe('none');
  });

  it('is still there after a reload, and another tab begins anew', async () => {
    await using opened = await open();
    const { page } = opened;
    await say(page, 'do I have any fraud alerts', 1);
    await page.reload();
    await page.getByRole('article', { name: 'Turn 1' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(running.url);
    await other.getByRole('textbox').waitFor();
    expect(await other.getByRole('article').count()).toBe(0);
  });

  it('shows what happens when the bank is down, sends too much, or nobody is linked', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    await say(page, "what's my balance", 1);
    await say(page, '4821', 2);
    await page.getByRole('button', { name: 'What if…' }).click();
    await page.getByRole('radio', { name: 'is down' }).check();
    await (await say(page, 'have I been paid this month', 3)).getByText('Bank not reached').waitFor();

    await page.getByRole('radio', { name: 'sends transactions along' }).check();
    await say(page, "what's my balance", 4);
    const last = page.getByRole('article').last();
    if (await last.getByText('Voice PIN first').isVisible()) await say(page, '4821', 5);
    const stopped = page.getByRole('article').last();
    await stopped.getByText('Stopped at the wall', { exact: true }).waitFor();
    expect(await stopped.locator('.reply').innerText()).not.toMatch(/\$|BAKERY/);

    await page.getByRole('radio', { name: 'works' }).check();
    await page.getByRole('radio', { name: 'missing: not linked' }).check();
    const turns = await page.getByRole('article').count();
    await (await say(page, "what's my balance", turns + 1)).getByText('Not linked').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says the reply aloud when it is asked to, with a voice of this machine', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.addInitScript(`
      const voices = [
        { lang: 'en-GB', localService: false, name: 'far' },
        { lang: 'en-US', localService: true, name: 'near' },
      ];
      globalThis.saidAloud = [];
      globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
      Object.defineProperty(globalThis, 'speechSynthesis', { value: {
        getVoices: () => voices,
        speak: utterance => globalThis.saidAloud.push([utterance.voice.name, utterance.text]),
        cancel() {}, addEventListener() {}, removeEventListener() {},
      } });
    `);
    await page.reload();
    await say(page, 'help', 1);
    expect(await page.evaluate('saidAloud')).toEqual([]);
    await page.getByRole('button', { name: 'Aloud' }).click();
    const row = await say(page, "what's my balance", 2);
    expect(await page.evaluate('saidAloud')).toEqual([['near', await row.locator('.reply').innerText()]]);
  });

  it('lists its keys in place', async () => {
    await using opened = await open();
    const { page } = opened;
    await page.keyboard.press('?');
    await page.getByRole('region', { name: 'Keys' }).waitFor();
    expect(await page.getByRole('textbox').inputValue()).toBe('');
    await page.keyboard.press('Escape');
    await page.getByRole('region', { name: 'Keys' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'New' }).focus();
    await page.keyboard.press('h');
    expect(await page.getByRole('textbox').inputValue()).toBe('h');
  });

  it.each([
    ['light and dark', {}, looks(wide, phone).slice(0, 2)],
    ['on a phone', { viewport: phone, isMobile: true, hasTouch: true }, looks(wide, phone).slice(2)],
  ] as const)(
    'axe finds nothing, %s',
    async (_name, context, inLooks) => {
      await using opened = await open(context);
      const { page, complaints } = opened;
      expect(await violationsIn(page, inLooks)).toEqual([]);
      await say(page, "what's my balance", 1);
      await say(page, '4821', 2);
      await say(page, 'order a pizza with extra olives', 3);
      await page.getByRole('button', { name: 'What if…' }).click();
      // One after another on a phone; side by side, and without a choice, on a wide screen.
      const columns = await page
        .getByRole('group', { name: 'Column', exact: true })
        .getByRole('button')
        .all();
      for (const column of columns.length === 0 ? [null] : columns) {
        await column?.click();
        const details = page.getByRole('article', { name: 'Turn 2' }).getByRole('button');
        for (const handle of await details.all()) await handle.click();
        expect(await violationsIn(page, inLooks)).toEqual([]);
      }
      expect(complaints).toEqual([]);
    },
    60_000,
  );
});
