/** `npm run icons`: draws the icons of the store from their SVG, in a real browser. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { iconSizes } from '../../src/skill-package/build.ts';
import { chromiumArguments, chromiumPath } from '../simulator/page/chromium-path.ts';

const folder = new URL('../../src/skill-package/icons/', import.meta.url);
const svg = readFileSync(new URL('icon.svg', folder), 'utf8');

if (chromiumPath === null) throw new Error('There is no Chromium on this machine.');
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
for (const [name, size] of Object.entries(iconSizes)) {
  const page = await browser.newPage({ viewport: { width: size, height: size } });
  await page.setContent(
    `<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${svg}`,
  );
  await page.screenshot({ path: fileURLToPath(new URL(`${name}.png`, folder)) });
}
await browser.close();
