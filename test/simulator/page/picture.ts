/** `npm run screenshot`: the picture of the page in the README, taken from the page itself. */
import { writeFile } from 'node:fs/promises';
import { chromium } from 'playwright-core';
import { chromiumArguments, chromiumPath } from './chromium-path.ts';
import { withPalette } from './indexed-png.ts';
import { startForReal } from './running.ts';

const target = new URL('../../../docs/images/page.png', import.meta.url);

await using running = await startForReal();
if (chromiumPath === null) throw new Error('There is no Chromium on this machine.');
await using browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
const page = await browser.newPage({
  viewport: { width: 1440, height: 1064 },
  deviceScaleFactor: 2,
  colorScheme: 'light',
  reducedMotion: 'reduce',
});
await page.goto(running.url);
const field = page.getByRole('textbox');
const said = ["what's my balance", 'four eight two one', 'what did I spend on groceries last month'];
for (const [index, utterance] of said.entries()) {
  await field.fill(utterance);
  await field.press('Enter');
  await page.getByRole('article', { name: `Turn ${index + 1}`, exact: true }).waitFor();
}
await field.blur();
await page.evaluate('scrollTo(0, 0)');
await writeFile(target, withPalette(await page.screenshot()));
