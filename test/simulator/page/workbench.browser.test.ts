/** The page as a workbench: its switches, its keys, and a conversation that goes into a link and comes out of it. */
import type { Browser, Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTranscript } from '../../../src/simulator/transcripts/read.ts';
import { demoFolder } from '../data-folder.ts';
import { chromiumPath, connectChromium } from './chromium.ts';
import { startForReal, type Running } from './running.ts';
import { visit } from './visit.ts';

describe.skipIf(chromiumPath === null)('the workbench in Chromium (skipped where there is none)', () => {
  let running: Running;
  let browser: Browser;

  beforeAll(async () => {
    [running, browser] = await Promise.all([demoFolder().then(startForReal), connectChromium()]);
  }, 60_000);

  afterAll(async () => {
    await browser.close();
    await running[Symbol.asyncDispose]();
  });

  const detailsOf = (turn: Locator) => turn.locator('[aria-expanded="true"]');

  it('another voice is asked for the PIN again; the transcript carries who spoke, how, and to what', async () => {
    await using visited = await visit(browser, running.url);
    const { page, complaints, say } = visited;
    await say("what's my balance");
    await (await say('4821')).getByText('Answered').waitFor();
    await page.keyboard.press('!');
    await page.getByRole('radio', { name: 'a voice it doesn’t know' }).and(page.locator(':focus')).waitFor();
    await page.getByRole('radio', { name: 'a child' }).check();
    await page.getByRole('radio', { name: 'whispering' }).check();
    await page.getByRole('radio', { name: 'has none' }).check();
    expect(await page.getByRole('list', { name: 'Who and when' }).innerText()).toContain('a child speaks');
    const asked = await say("what's in savings");
    await asked.getByText('Voice PIN first').waitFor();
    await asked.getByText('a child, whispering, no screen').waitFor();
    await page.getByRole('button', { name: 'tomorrow' }).click();
    await page.getByText('Tue, Nov 24, 2026').waitFor();

    await page.getByRole('button', { name: 'all as ever again' }).click();
    await page.getByText('a child speaks').waitFor({ state: 'detached' });
    const again = await say("what's in savings");
    expect(await again.getByText('a child').count()).toBe(0);

    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'save as transcript' }).click(),
    ]);
    const chunks: Uint8Array[] = [];
    // A file that was handed over is a stream of bytes; its type says no more than "any".
    for await (const chunk of (await saved.createReadStream()) as AsyncIterable<Uint8Array>)
      chunks.push(chunk);
    const written = Buffer.concat(chunks).toString('utf8');
    expect(written).not.toContain('4821');
    expect(parseTranscript(written, 'saved.yaml').conversations[0]).toMatchObject({
      speaker: null,
      screen: true,
      turns: [
        { customer: "what's my balance" },
        { customer: '{pin}' },
        { customer: "what's in savings", speaker: 'child', screen: false, whispers: true },
        { later: '1 day' },
        { line: 'works' },
        { customer: "what's in savings", speaker: null, screen: true },
      ],
    });
    expect(complaints).toEqual([]);
  });

  it('the keyboard goes from turn to turn, opens what is in them, and finds back to the field', async () => {
    await using visited = await visit(browser, running.url);
    const { page, complaints, say } = visited;
    const first = await say("what's my balance");
    const second = await say('help');
    const focused = () => page.evaluate('document.activeElement.ariaLabel ?? document.activeElement.id');
    await page.keyboard.press('Alt+ArrowDown');
    expect(await focused()).toBe('utterance');
    await page.keyboard.press('Alt+ArrowUp');
    expect(await focused()).toBe('Turn 2');
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await focused()).toBe('Turn 1');

    await page.keyboard.press('Enter');
    expect(await detailsOf(first).allInnerTexts()).toEqual([
      expect.stringMatching(/^request/),
      expect.stringMatching(/^POST/),
    ]);
    await page.keyboard.press('ArrowLeft');
    await first.getByText('altogether').waitFor();
    await page.keyboard.press('Enter');
    expect(await detailsOf(first).count()).toBe(0);

    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    expect(await detailsOf(second).count()).toBe(1);
    await page.keyboard.press('ArrowDown');
    expect(await focused()).toBe('utterance');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('Escape');
    expect(await focused()).toBe('utterance');
    await page.keyboard.press('Alt+ArrowUp');
    await page.keyboard.press('x');
    expect(await page.locator('#utterance').inputValue()).toBe('x');
    expect(complaints).toEqual([]);
  });

  it('what was understood says how surely, and what else it might have been', async () => {
    await using visited = await visit(browser, running.url);
    const turn = await visited.say('what did I spend on restaurants last month');
    await turn.getByText('SpendingIntent').waitFor();
    await turn.getByText(/^(?:\d+|over 99) %/).waitFor();
    await turn.getByText(/^[A-Za-z.]+Intent (?:\d+|under 1) %$/).waitFor();
    await turn.getByText('→ dining').waitFor();
  });

  it('a conversation goes into a link, and is played from it when somebody says so', async () => {
    await using visited = await visit(browser, running.url, {
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    const { page, complaints, asked, say } = visited;
    await say("what's my balance");
    await say('4821');
    await page.getByRole('button', { name: 'Transcript', exact: true }).click();
    await page.getByRole('button', { name: 'copy a link to it' }).click();
    await page.getByText('Copied.').waitFor();
    const link = await page.evaluate<string>('navigator.clipboard.readText()');
    expect(link).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#conversation=[\w-]+$/);

    await using opened = await visit(browser, link);
    await opened.page.getByText('This link holds a conversation.').waitFor();
    await opened.page.getByText('••••').waitFor();
    expect(await opened.page.getByRole('article').count()).toBe(0);
    await opened.page.getByRole('button', { name: 'Play it' }).click();
    await opened.page.getByRole('radio', { name: "✓ what's my balance" }).waitFor();
    expect(await opened.page.getByRole('article').count()).toBe(2);
    await opened.page.getByRole('article', { name: 'Turn 2' }).getByText('Answered').waitFor();
    expect(new URL(opened.page.url()).hash).toBe('');
    for (const address of [...asked, ...opened.asked]) expect(address).not.toMatch(/conversation=/);
    expect([...complaints, ...opened.complaints]).toEqual([]);
  });

  it.each([
    ['cut off', '#conversation=eJyVkMFqwz', /damaged or was cut off/],
    // A text that was compressed as the page does it, and is no transcript: "hello".
    ['something else', '#conversation=eJzLSM3JyQcABiwCFQ', /no conversation that can be played/],
  ])('a link that is %s is said to be so, and the page is there as ever', async (_, fragment, sentence) => {
    await using visited = await visit(browser, `${running.url}/${fragment}`);
    const { page, say } = visited;
    await page.getByRole('alert').getByText(sentence).waitFor();
    await page.getByRole('button', { name: 'close' }).click();
    await page.getByRole('alert').waitFor({ state: 'detached' });
    expect(page.url()).toBe(`${running.url}/`);
    await (await say('help')).getByText('Not asked').waitFor();
  });
});
