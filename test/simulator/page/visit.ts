/** Somebody at the page, in a browser. */
import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core';

export const wide = { width: 1_440, height: 1_000 };
export const phone = { width: 390, height: 844 };

const settleMs = 10_000;

export interface Visit extends AsyncDisposable {
  readonly page: Page;
  /** Everything that the browser has complained about, and every address elsewhere that it was sent to. */
  readonly complaints: readonly string[];
  /** Every address that it has asked, as it went over the wire. */
  readonly asked: readonly string[];
  /** Says something, and resolves to its turn once that has been answered. */
  readonly say: (utterance: string) => Promise<Locator>;
}

/** Opens the page in a context of its own. */
export async function visit(browser: Browser, url: string, how: BrowserContextOptions = {}): Promise<Visit> {
  const context = await browser.newContext({ viewport: wide, reducedMotion: 'reduce', ...how });
  const page = await context.newPage();
  page.setDefaultTimeout(settleMs);
  const complaints: string[] = [];
  const asked: string[] = [];
  page.on('console', message => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text());
  });
  page.on('pageerror', error => complaints.push(error.message));
  page.on('request', request => {
    asked.push(request.url());
    const isOurs = request.url().startsWith(new URL(url).origin);
    if (!isOurs) complaints.push(`asked elsewhere: ${request.url()}`);
  });
  await page.goto(url);
  const field = page.locator('#utterance');
  await field.waitFor();
  return {
    page,
    complaints,
    asked,
    say: async utterance => {
      const turns = await page.locator('.turns article').count();
      await field.fill(utterance);
      await field.press('Enter');
      const turn = page.getByRole('article', { name: `Turn ${turns + 1}`, exact: true });
      await turn.waitFor();
      return turn;
    },
    [Symbol.asyncDispose]: () => context.close(),
  };
}
