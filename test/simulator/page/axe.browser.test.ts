/** The page in every state that it has, as axe sees it: light, dark, and as wide as a phone. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoFolder } from '../data-folder.ts';
import { looks, violationsIn, type Look } from './axe.ts';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';
import { phone, visit, wide } from './visit.ts';

/** Where a picture of each state goes; without it, none is taken. */
const picturesFolder = process.env.SOTTOVOCE_PICTURES;

describe.skipIf(chromiumPath === null)('axe finds nothing (skipped where there is no Chromium)', () => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    if (picturesFolder !== undefined) await mkdir(picturesFolder, { recursive: true });
    [running, browser] = await Promise.all([demoFolder().then(startForReal), connectChromium()]);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await running[Symbol.asyncDispose]();
  });

  it('before the first word, in a conversation with its details, after failures, among switches and keys', async () => {
    await using visited = await visit(browser, running.url, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page, complaints, say } = visited;
    let states = 0;
    const looksGood = async (state: string, inLooks = looks(wide, phone)): Promise<void> => {
      states += 1;
      const picture = ({ colorScheme, viewport }: Look) =>
        join(picturesFolder ?? '', `${states}-${state}-${colorScheme}-${viewport.width}.png`);
      const photograph = (look: Look): Promise<unknown> =>
        picturesFolder === undefined ? Promise.resolve() : page.screenshot({ path: picture(look) });
      expect(await violationsIn(page, inLooks, photograph)).toEqual([]);
    };
    const onPhone = looks(wide, phone).slice(2);
    const column = (name: string) =>
      page.getByRole('group', { name: 'Column', exact: true }).getByRole('button', { name });

    await looksGood('welcome');
    await say("what's my balance");
    await say('4821');
    await say('what did I spend on groceries last month');
    for (const turn of ['Turn 2', 'Turn 3']) {
      // Every kind of detail: a request, where the time went, what the bank was asked.
      const details = page.getByRole('article', { name: turn }).getByRole('button');
      await details.nth(turn === 'Turn 2' ? 0 : 2).click();
      await details.last().click();
    }
    await looksGood('details');
    await page.setViewportSize(phone);
    for (const name of ['Alexa’s owner', 'The bank']) {
      await column(name).click();
      await looksGood('details', onPhone);
    }
    await column('You').click();
    await page.setViewportSize(wide);

    await page.getByRole('button', { name: 'What if…' }).click();
    for (const name of ['a child', 'whispering', 'has none', 'sends transactions along'])
      await page.getByRole('radio', { name }).check();
    await say("what's in savings");
    await say('order a pizza with extra olives');
    await looksGood('switches');
    await page.getByRole('radio', { name: 'is down' }).check();
    await say('do I have any fraud alerts');
    await page.getByRole('radio', { name: 'missing: not linked' }).check();
    await say("what's my balance");
    await page.getByRole('button', { name: 'Keys' }).click();
    await looksGood('failures-and-keys');

    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
    await page.getByRole('button', { name: 'copy a link to it' }).click();
    await page.getByText('Copied.').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    await page.evaluate(`location.hash = ${JSON.stringify(new URL(link).hash)}`);
    await page.getByText('This link holds a conversation.').waitFor();
    await looksGood('offered');
    await page.getByRole('button', { name: 'Play it' }).click();
    await page.getByRole('radio', { name: /what's my balance/ }).waitFor();
    await looksGood('played');
    expect(complaints).toEqual([]);
  }, 60_000);
});
