/** `npm run screenshot`: the picture of the page in the README, taken from the page itself. */
import { writeFile } from 'node:fs/promises';
import { launchChromium } from './chromium.ts';
import { withPalette } from './indexed-png.ts';
import { startForReal } from './running.ts';

const target = new URL('../../../docs/images/page.png', import.meta.url);

await using running = await startForReal('2026-11-23');
await using browser = await launchChromium();
const page = await browser.newPage({
  viewport: { width: 1440, height: 1040 },
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
