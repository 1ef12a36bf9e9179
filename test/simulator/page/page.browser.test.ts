/** The page in a real browser, over the real bank and the real skill. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFolder } from '../data-folder.ts';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';
import { visit } from './visit.ts';

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

  const open = () => visit(browser, running.url);

  it('asks, takes the PIN, answers, and shows what crossed and what stayed', async () => {
    await using opened = await open();
    const { page, complaints, say } = opened;
    expect(await page.evaluate('document.activeElement.id')).toBe('utterance');

    const asked = await say("what's my balance");
    await asked.getByText('Voice PIN first').waitFor();
    const answered = await say('four eight two one');
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
    const { page, say } = opened;
    await say("what's my balance");
    const field = page.getByRole('textbox', { name: 'Say your voice PIN' });
    const security = () => page.evaluate('getComputedStyle(document.activeElement).webkitTextSecurity');
    await field.fill('four eight');
    expect(await security()).toBe('disc');
    await field.fill('never mind');
    expect(await security()).toBe('none');
  });

  it('is still there after a reload, and another tab begins anew', async () => {
    await using opened = await open();
    const { page, say } = opened;
    await say('do I have any fraud alerts');
    await page.reload();
    await page.getByRole('article', { name: 'Turn 1' }).waitFor();
    const other = await page.context().newPage();
    await other.goto(running.url);
    await other.getByRole('textbox').waitFor();
    expect(await other.getByRole('article').count()).toBe(0);
  });

  it('shows what happens when the bank is down, sends too much, or nobody is linked', async () => {
    await using opened = await open();
    const { page, complaints, say } = opened;
    await say("what's my balance");
    await say('4821');
    await page.getByRole('button', { name: 'What if…' }).click();
    await page.getByRole('radio', { name: 'is down' }).check();
    await (await say('have I been paid this month')).getByText('Bank not reached').waitFor();

    await page.getByRole('radio', { name: 'sends transactions along' }).check();
    await say("what's my balance");
    const last = page.getByRole('article').last();
    if (await last.getByText('Voice PIN first').isVisible()) await say('4821');
    const stopped = page.getByRole('article').last();
    await stopped.getByText('Stopped at the wall', { exact: true }).waitFor();
    expect(await stopped.locator('.reply').innerText()).not.toMatch(/\$|BAKERY/);

    await page.getByRole('radio', { name: 'works' }).check();
    await page.getByRole('radio', { name: 'missing: not linked' }).check();
    await (await say("what's my balance")).getByText('Not linked').waitFor();
    expect(complaints).toEqual([]);
  });

  it('says the reply aloud when it is asked to, with a voice of this machine', async () => {
    await using opened = await open();
    const { page, say } = opened;
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
    await say('help');
    expect(await page.evaluate('saidAloud')).toEqual([]);
    await page.getByRole('button', { name: 'Aloud' }).click();
    const row = await say("what's my balance");
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
});
