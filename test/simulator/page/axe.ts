/** What axe objects to on a page, in every look that it has. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** How a page is looked at. */
export interface Look {
  readonly colorScheme: 'light' | 'dark';
  readonly viewport: { readonly width: number; readonly height: number };
  /** The rules that can come out differently than in the looks before; all of them by default. */
  readonly rules?: readonly string[];
}

/** What another colour scheme can change: nothing but colours. */
const colourRules = ['color-contrast', 'link-in-text-block'];

/** A page in both colour schemes and at the width of a phone; it is left in the first of them. */
export const looks = (wide: Look['viewport'], phone: Look['viewport']): readonly Look[] => [
  { colorScheme: 'light', viewport: wide },
  { colorScheme: 'dark', viewport: wide, rules: colourRules },
  { colorScheme: 'light', viewport: phone },
];

/** @param seen is called in each look before axe is, as for a picture */
export async function violationsIn(
  page: Page,
  inLooks: readonly Look[],
  seen: (look: Look) => Promise<unknown> = () => Promise.resolve(),
): Promise<string[]> {
  const found: string[] = [];
  const wear = async ({ colorScheme, viewport }: Look): Promise<void> => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
  };
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(source);
  for (const look of inLooks) {
    const { colorScheme, viewport, rules } = look;
    await wear(look);
    await seen(look);
    const options = { resultTypes: ['violations'], ...(rules === undefined ? {} : { runOnly: rules }) };
    const { violations } = await page.evaluate<AxeResults>(`axe.run(document, ${JSON.stringify(options)})`);
    const isWide = await page.evaluate<boolean>('document.documentElement.scrollWidth > innerWidth');
    const where = `${new URL(page.url()).pathname}, ${colorScheme}, ${viewport.width}`;
    found.push(
      ...violations.map(
        ({ id, nodes }) => `${where}: ${id}: ${nodes.map(node => node.html.slice(0, 120)).join(' | ')}`,
      ),
      ...(isWide ? [`${where}: wider than the screen`] : []),
    );
  }
  const [first] = inLooks;
  if (first !== undefined && inLooks.length > 1) await wear(first);
  return found;
}
