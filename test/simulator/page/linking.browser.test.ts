/** Account linking in a real browser: from the card over the bank's pages and back, and taken back by voice. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFolder } from '../data-folder.ts';
import { looks, violationsIn, type Look } from './axe.ts';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';

const password = 'quiet harbor lantern';
const wide = { width: 1_440, height: 1_000 };
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

  beforeAll(async () => {
    pictures = picturesFolder ?? (await mkdtemp(join(tmpdir(), 'sottovoce-linking-')));
    await mkdir(pictures, { recursive: true });
    [running, browser] = await Promise.all([demoFolder().then(startForReal), connectChromium()]);
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

  /** Expects that axe finds nothing in any look, and takes a picture of each where somebody wants them. */
  function checker(page: Page) {
    let picture = 0;
    return async (what: string): Promise<void> => {
      picture += 1;
      const photograph = ({ colorScheme, viewport: { width } }: Look): Promise<unknown> =>
        picturesFolder === undefined
          ? Promise.resolve()
          : page.screenshot({ path: join(pictures, `${colorScheme}-${width}-${picture}-${what}.png`) });
      const everyLook = looks(wide, { width: 390, height: 844 });
      expect(await violationsIn(page, everyLook, photograph)).toEqual([]);
    };
  }

  /** Saves the conversation so far as a file, and plays it, as it is and as it is not. */
  async function saveAndPlay(page: Page, check: (what: string) => Promise<void>): Promise<void> {
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
    await writeFile(file, written.replace(/answer: You have .*/, 'answer: You are rich.'));
    await page.getByLabel('A transcript to play').setInputFiles(file);
    await page.getByRole('radio', { name: /^✗/ }).waitFor();
    await page.getByText('- You are rich.').waitFor();
    await check('not-as-written');
    await page.getByRole('button', { name: 'back to your own' }).click();
    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
  }

  it('a customer links, asks, saves the conversation, plays it, and takes the link back', async () => {
    forgetVoicePin(running.dataDir);
    const context = await browser.newContext({
      viewport: wide,
      colorScheme: 'light',
      reducedMotion: 'reduce',
    });
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    const complaints: string[] = [];
    page.on('console', message => {
      if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
    const check = checker(page);

    await page.goto(running.url);
    await page.getByRole('button', { name: 'What if…' }).click();
    await page.getByRole('radio', { name: 'missing: not linked' }).check();
    await page.getByText('not linked', { exact: true }).waitFor();
    const refused = await say(page, "what's my balance", 1);
    await page.getByRole('button', { name: 'What if…' }).click();
    await refused.getByRole('button', { name: 'Link account' }).click();

    await page.getByLabel('Name').fill('demo');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('switch', { name: /^Balances/ }).check();
    await page.getByRole('button', { name: 'Agree and go on' }).click();
    await page.getByLabel('Voice PIN').fill('4821');
    await page.getByLabel('The same again').fill('4821');
    await page.getByRole('button', { name: 'Set the PIN and link' }).click();
    // Back on the page, in the same conversation.
    await page.getByText(/^Linked\./).waitFor();
    expect(page.url()).toBe(`${running.url}/`);
    await page.getByText('linked to Alexa', { exact: true }).waitFor();
    expect(await page.getByRole('article').count()).toBe(1);
    await check('back');

    await (await say(page, "what's my balance", 2)).getByText('say your four-digit voice PIN').waitFor();
    expect(await page.getByText(/^Linked\./).count()).toBe(0);
    const answered = await say(page, 'four eight two one', 3);
    await answered
      .getByText(/Everyday/)
      .first()
      .waitFor();

    await saveAndPlay(page, check);

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

    await page.getByRole('button', { name: 'What if…' }).click();
    await page.getByRole('radio', { name: 'good' }).click();
    await page.getByText(/taken back at the bank/).waitFor();
    await check('gone');
    await page
      .getByText(/taken back at the bank/)
      .getByRole('button', { name: 'Link account' })
      .click();
    await page.getByRole('button', { name: 'Do not link Alexa' }).click();
    await page.getByText(/you did not agree/).waitFor();
    expect(complaints).toEqual([]);
    await context.close();
  }, 60_000);
});
