/** A spoken conversation: said by flite into the microphone of Chromium, heard by PocketSphinx, answered aloud. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPocketSphinx } from '../../../src/simulator/voice/pocketsphinx.ts';
import { demoFolder } from '../data-folder.ts';
import { looks, violationsIn } from '../page/axe.ts';
import { chromiumPath, connectChromium } from '../page/chromium.ts';
import { startForReal, type Running } from '../page/running.ts';
import { startSpeaking, type Speaking } from './speaking.ts';

const { PATH } = process.env;
const cannotHear = findPocketSphinx(PATH) === null;
const settleMs = 15_000;
/** A reply is spoken in as much time as it takes. */
const spokenMs = 30_000;
const wide = { width: 1_440, height: 1_000 };
const phone = { width: 390, height: 844 };

/** Drawn while it listens, and neither before nor after. */
const level = (page: Page) => page.locator('.listening .meter');

/** Notes each sound that was played, and for how much of its length. */
const noteSounds = `
  globalThis.sounds = [];
  const start = AudioBufferSourceNode.prototype.start;
  AudioBufferSourceNode.prototype.start = function (...args) {
    const began = this.context.currentTime;
    this.addEventListener('ended', () =>
      globalThis.sounds.push({ seconds: this.buffer.duration, heard: this.context.currentTime - began }));
    return start.apply(this, args);
  };
`;
interface Sound {
  readonly seconds: number;
  readonly heard: number;
}

describe.skipIf(chromiumPath === null)('the voice of the page (skipped where there is no Chromium)', () => {
  let running: Running;
  beforeAll(async () => {
    running = await startForReal(await demoFolder(), { PATH });
  }, 60_000);
  afterAll(() => running[Symbol.asyncDispose]());

  async function open(browser: Browser, script: string): Promise<{ page: Page; complaints: string[] }> {
    const context = await browser.newContext({ viewport: wide, reducedMotion: 'reduce' });
    const page = await context.newPage();
    page.setDefaultTimeout(settleMs);
    const complaints: string[] = [];
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
    page.on('request', request => {
      if (!request.url().startsWith(running.url)) complaints.push(`asked elsewhere: ${request.url()}`);
    });
    await page.addInitScript(script);
    await page.goto(running.url);
    await page.getByRole('textbox').waitFor();
    return { page, complaints };
  }

  describe.skipIf(cannotHear)('heard by this machine (skipped where PocketSphinx is not installed)', () => {
    let speaking: Speaking;
    beforeAll(async () => {
      speaking = await startSpeaking();
    });
    afterAll(() => speaking[Symbol.asyncDispose]());

    /** Holds what `press` presses for as long as the words take. */
    async function speakInto(
      page: Page,
      words: string,
      press: () => Promise<void>,
      release: () => Promise<void>,
    ) {
      const ms = await speaking.prepare(words);
      await press();
      await level(page).waitFor();
      await page.waitForTimeout(ms);
      await release();
    }

    it('hears a question and a PIN, understands them, and answers aloud to the end', async () => {
      const { page, complaints } = await open(speaking.browser, noteSounds);
      const { keyboard, mouse } = page;
      await speakInto(
        page,
        "what's my balance",
        () => keyboard.down(' '),
        () => keyboard.up(' '),
      );
      const asked = page.getByRole('article', { name: 'Turn 1', exact: true });
      await asked.getByText('Voice PIN first').waitFor();
      expect(await asked.innerText()).toContain("what's my balance");
      expect(await page.getByRole('button', { name: 'Aloud' }).getAttribute('aria-pressed')).toBe('true');
      await expect.poll(() => page.evaluate('sounds.length'), { timeout: spokenMs }).toBe(1);

      await page.getByRole('button', { name: 'Hold to speak' }).hover();
      await speakInto(
        page,
        'my pin is four eight two one',
        () => mouse.down(),
        () => mouse.up(),
      );
      const answered = page.getByRole('article', { name: 'Turn 2', exact: true });
      await answered.getByText('Answered').waitFor();
      expect(await page.content()).not.toMatch(/4821|four eight two one/i);
      await expect.poll(() => page.evaluate('sounds.length'), { timeout: spokenMs }).toBe(2);
      for (const { seconds, heard } of await page.evaluate<Sound[]>('sounds')) {
        expect(seconds).toBeGreaterThan(2);
        expect(heard).toBeGreaterThan(seconds * 0.9);
      }
      expect(complaints).toEqual([]);
      await page.context().close();
    }, 90_000);

    it('drops what was said at Escape, and says how to hold at a tap', async () => {
      const { page, complaints } = await open(speaking.browser, '');
      await speaking.prepare("what's my balance");
      await page.keyboard.down(' ');
      await level(page).waitFor();
      await page.keyboard.press('Escape');
      await page.keyboard.up(' ');
      await page.locator('.listening').waitFor({ state: 'detached' });
      await page.keyboard.press(' ');
      await page.getByText('for as long as you speak').waitFor();
      expect(await page.getByRole('textbox').inputValue()).toBe('');
      expect(await page.getByRole('article').count()).toBe(0);
      await page.keyboard.type('a b');
      expect(await page.getByRole('textbox').inputValue()).toBe('a b');
      expect(complaints).toEqual([]);
      await page.context().close();
    });
  });

  describe('where this machine cannot hear', () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await connectChromium();
    });
    afterAll(() => browser.close());

    /** It says so when it is asked to, by what this resolves to: by then, a tap is over. */
    const cannot = async (page: Page): Promise<{ readonly tap: () => Promise<void> }> => {
      let answer = Promise.withResolvers<unknown>();
      await page.route('**/api/voice', async route => {
        await answer.promise;
        await route.fulfill({ json: { hearing: { available: false, sentence: 'Not set up.' } } });
      });
      return {
        tap: async () => {
          answer = Promise.withResolvers();
          await page.keyboard.press(' ');
          answer.resolve(null);
        },
      };
    };
    const listener = `
      globalThis.listened = 0;
      globalThis.SpeechRecognition = class {
        start() { globalThis.listened += 1; setTimeout(() => this.onstart()); }
        stop() { this.onresult({ results: [[{ transcript: "what's my balance" }]] }); this.onend(); }
        abort() {}
      };
    `;

    it('the browser listens after a yes and never to a PIN, and axe finds nothing in the notice', async () => {
      const { page, complaints } = await open(browser, listener);
      const { tap } = await cannot(page);
      await tap();
      const notice = page.getByRole('group', { name: 'Who listens' });
      await notice.getByText('goes to the browser’s maker').waitFor();
      expect(await violationsIn(page, looks(wide, phone))).toEqual([]);
      expect(await page.evaluate('listened')).toBe(0);
      await notice.getByRole('button', { name: 'Let the browser listen' }).click();
      await page.getByRole('textbox').focus();
      await page.keyboard.down(' ');
      await level(page).waitFor();
      await page.keyboard.up(' ');
      await page.getByRole('article', { name: 'Turn 1', exact: true }).getByText('Voice PIN first').waitFor();
      await page.getByRole('textbox').focus();
      await tap();
      await page.getByText('Your PIN would go to the maker').waitFor();
      expect(await page.evaluate('listened')).toBe(1);
      expect(complaints).toEqual([]);
      await page.context().close();
    });

    it('says how to allow a microphone that was refused', async () => {
      const { page } = await open(
        browser,
        `navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));`,
      );
      await page.route('**/api/voice', route => route.fulfill({ json: { hearing: { available: true } } }));
      await page.getByRole('button', { name: 'Hold to speak' }).focus();
      await page.keyboard.down('Enter');
      await page.getByText('Allow it by the sign beside the address').waitFor();
      await page.keyboard.up('Enter');
      await page.context().close();
    });
  });
});
