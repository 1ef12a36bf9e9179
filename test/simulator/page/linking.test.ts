/** Account linking in a real browser: from the card over the bank's pages and back, and taken back by voice. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { AxeResults } from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';

const password = 'quiet harbor lantern';
/** Where the pictures go; without it, into a folder that is removed. */
const picturesFolder = process.env.SOTTOVOCE_PICTURES;

/** Makes the demo household new to the bank's voice service. */
function forgetVoicePin(dataDir: string): void {
  const database = new DatabaseSync(join(dataDir, 'bank.sqlite'));
  database.exec('PRAGMA busy_timeout = 2000; DELETE FROM voice_pin');
  database.close();
}

describe.skipIf(chromiumPath === null)('linking in Chromium (skipped where there is none)', () => {
  let running: Running;
  let browser: Browser;
  let pictures: string;
  let axe: string;

  beforeAll(async () => {
    pictures = picturesFolder ?? (await mkdtemp(join(tmpdir(), 'sottovoce-linking-')));
    await mkdir(pictures, { recursive: true });
    [running, browser, axe] = await Promise.all([
      startForReal(),
      connectChromium(),
      readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'),
    ]);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await running[Symbol.asyncDispose]();
    if (picturesFolder === undefined) await rm(pictures, { recursive: true, force: true });
  });

  const turnOf = (page: Page, turn: number) =>
    page.getByRole('article', { name: `Turn ${turn}`, exact: true });
  async function say(page: Page, utterance: string, turn: number) {
    await page.getByRole('textbox').fill(utterance);
    await page.keyboard.press('Enter');
    await turnOf(page, turn).waitFor();
    return turnOf(page, turn);
  }

  /** What axe objects to on this page. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe);
    const { violations: found } = await page.evaluate<AxeResults>('axe.run(document)');
    return found.map(each => `${each.id}: ${each.nodes.map(node => node.html.slice(0, 120)).join(' | ')}`);
  }

  /** Saves the conversation so far as a file, and plays it, as it is and as it is not. */
  async function saveAndPlay(page: Page, photograph: (what: string) => Promise<unknown>): Promise<void> {
    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'save as transcript' }).click(),
    ]);
    expect(saved.suggestedFilename()).toBe('conversation.yaml');
    const file = join(pictures, 'conversation.yaml');
    await saved.saveAs(file);
    const written = await readFile(file, 'utf8');
    expect(written).toContain('links: true');
    expect(written).not.toContain('4821');
    await page.getByLabel('A transcript to play').setInputFiles(file);
    await page.getByRole('radio', { name: /^✓/ }).waitFor();
    await photograph('played');
    await writeFile(file, written.replace(/answer: You have .*/, 'answer: You are rich.'));
    await page.getByLabel('A transcript to play').setInputFiles(file);
    await page.getByRole('radio', { name: /^✗/ }).waitFor();
    await page.getByText('- You are rich.').waitFor();
    await photograph('not-as-written');
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'back to your own' }).click();
    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
  }

  it.each([
    ['light', { width: 1440, height: 1000 }],
    ['dark', { width: 1440, height: 1000 }],
    ['light', { width: 390, height: 844 }],
  ] as const)(
    'a customer links, asks, and takes it back: %s, %j',
    async (colorScheme, viewport) => {
      forgetVoicePin(running.dataDir);
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      const complaints: string[] = [];
      page.on('console', message => {
        if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
      });
      page.on('pageerror', error => complaints.push(error.message));
      let picture = 0;
      const photograph = (what: string) =>
        page.screenshot({
          path: join(pictures, `${colorScheme}-${viewport.width}-${(picture += 1)}-${what}.png`),
        });

      await page.goto(running.url);
      await page.getByRole('button', { name: 'What if…' }).click();
      await page.getByRole('radio', { name: 'missing: not linked' }).check();
      await page.getByText('not linked', { exact: true }).waitFor();
      const refused = await say(page, "what's my balance", 1);
      await photograph('what-if');
      await page.getByRole('button', { name: 'What if…' }).click();
      await photograph('card');
      expect(await violations(page)).toEqual([]);
      await refused.getByRole('button', { name: 'Link account' }).click();

      await page.getByLabel('Name').fill('demo');
      await page.getByLabel('Password').fill(password);
      await photograph('sign-in');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('switch', { name: /^Balances/ }).check();
      await photograph('consent');
      await page.getByRole('button', { name: 'Agree and go on' }).click();
      await page.getByLabel('Voice PIN').fill('4821');
      await page.getByLabel('The same again').fill('4821');
      await photograph('pin');
      await page.getByRole('button', { name: 'Set the PIN and link' }).click();
      // Back on the page, in the same conversation.
      await page.getByText(/^Linked\./).waitFor();
      expect(page.url()).toBe(`${running.url}/`);
      await page.getByText('linked to Alexa', { exact: true }).waitFor();
      expect(await page.getByRole('article').count()).toBe(1);
      await photograph('back');
      expect(await violations(page)).toEqual([]);

      await (await say(page, "what's my balance", 2)).getByText('say your four-digit voice PIN').waitFor();
      expect(await page.getByText(/^Linked\./).count()).toBe(0);
      const answered = await say(page, 'four eight two one', 3);
      await answered
        .getByText(/Everyday/)
        .first()
        .waitFor();
      await photograph('answer');

      if (colorScheme === 'dark') await saveAndPlay(page, photograph);

      // What was not switched on is not said.
      await say(page, 'do I have any fraud alerts', 4);
      expect(await turnOf(page, 4).locator('.reply').innerText()).not.toMatch(/urgent/);

      const turns = 4;
      await say(page, 'stop sharing with Alexa', turns + 1);
      await say(page, 'yes', turns + 2);
      await page.getByText('token revoked', { exact: true }).waitFor();
      const after = await say(page, "what's my balance", turns + 3);
      await after.getByRole('button', { name: 'Link account' }).waitFor();
      await after.getByText('Token not accepted').first().waitFor({ state: 'attached' });
      expect(await after.locator('.reply').innerText()).not.toMatch(/\d/);
      await photograph('taken-back');

      await page.getByRole('button', { name: 'What if…' }).click();
      await page.getByRole('radio', { name: 'good' }).click();
      await page.getByText(/taken back at the bank/).waitFor();
      await photograph('gone');
      expect(await violations(page)).toEqual([]);
      await page
        .getByText(/taken back at the bank/)
        .getByRole('button', { name: 'Link account' })
        .click();
      await page.getByRole('button', { name: 'Do not link Alexa' }).click();
      await page.getByText(/you did not agree/).waitFor();
      expect(complaints).toEqual([]);
      await context.close();
    },
    60_000,
  );
});
