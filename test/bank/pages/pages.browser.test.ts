/** The bank's pages in a real browser: the whole linking, what axe finds, and that nothing runs or is asked elsewhere. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/bank/database/database.ts';
import { looks, violationsIn } from '../../simulator/page/axe.ts';
import { chromiumPath, connectChromium } from '../../simulator/page/chromium.ts';
import { teller } from '../disclosure/record/house.ts';
import { insertLink } from '../insert-link.ts';
import { openHouse, password, type House } from './house.ts';

const everyLook = looks({ width: 1_000, height: 800 }, { width: 360, height: 740 });

describe.skipIf(chromiumPath === null)("the bank's pages in Chromium (skipped where there is none)", () => {
  let house: House;
  let browser: Browser;
  let app: Server;

  beforeAll(async () => {
    // The assistant's app, to which the customer comes back.
    app = createServer((_request, response) => response.end('Back in the app.'));
    await new Promise<void>(resolve => app.listen(0, '127.0.0.1', resolve));
    // A server that listens on a port has an address of this kind.
    const { port } = app.address() as AddressInfo;
    house = await openHouse(await openDatabase({ kind: 'sqlite', file: ':memory:' }), {}, [
      `http://127.0.0.1:${port}/api/skill/link/VENDOR`,
    ]);
    browser = await connectChromium();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    app.closeAllConnections();
    await new Promise(resolve => app.close(resolve));
    await house.close();
    await house.database.close();
  });

  async function open() {
    const context = await browser.newContext({ viewport: { width: 1000, height: 800 } });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('console', message => {
      // A form with a mistake comes back as 422, which the console calls an error.
      if (!message.text().includes('422')) complaints.push(message.text());
    });
    page.on('pageerror', error => complaints.push(error.message));
    return { page, complaints, [Symbol.asyncDispose]: () => context.close() };
  }

  const violations = (page: Page): Promise<string[]> => violationsIn(page, everyLook);

  const signIn = async (page: Page, customerId: string): Promise<void> => {
    await page.getByLabel('Name').fill(customerId);
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('link from card to app and show it; axe finds nothing, light, dark and on a phone', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    const platform = house.platform();
    const customerId = await house.addCustomer();
    const found: string[] = [];

    await page.goto(platform.authorizationUrl());
    found.push(...(await violations(page)));
    await page.getByLabel('Name').fill('nobody');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    found.push(...(await violations(page)));
    await signIn(page, customerId);

    await page.getByRole('button', { name: 'Agree and go on' }).click();
    await page.getByRole('alert').waitFor();
    found.push(...(await violations(page)));
    await page.getByRole('switch', { name: /^Balances/ }).check();
    await page.getByRole('switch', { name: /^Spending/ }).check();
    await page.getByRole('radio', { name: /^One month/ }).check();
    await page
      .getByLabel(/^Savings/)
      .first()
      .fill('Holidays');
    await page.getByRole('button', { name: 'Agree and go on' }).click();

    await page.getByLabel('Voice PIN').fill('4821');
    await page.getByLabel('The same again').fill('4812');
    await page.getByRole('button', { name: 'Set the PIN and link' }).click();
    await page.getByRole('alert').waitFor();
    found.push(...(await violations(page)));
    await page.getByLabel('Voice PIN').fill('4821');
    await page.getByLabel('The same again').fill('4821');
    await page.getByRole('button', { name: 'Set the PIN and link' }).click();
    await page.getByText('Back in the app.').waitFor();
    const code = new URL(page.url()).searchParams.get('code') ?? '';
    const { body } = await platform.redeem(code);
    expect(await house.server.resolveAccessToken(body.access_token ?? '')).toMatchObject({ customerId });

    await house.database.kysely
      .updateTable('link')
      .set({ failed_step_ups: 3, locked_at: house.clock })
      .where('customer_id', '=', customerId)
      .execute();
    await page.goto(house.origin);
    await signIn(page, customerId);
    await page.getByText('Alexa is locked').waitFor();
    await page.getByText('What you agreed to, and when').click();
    found.push(...(await violations(page)));
    await page.getByRole('button', { name: 'Unlock Alexa' }).click();
    await page.getByText('Unlocked.').waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page
        .getByText('What you agreed to, and when')
        .click()
        .then(() => page.getByRole('link', { name: /^Receipt/ }).click()),
    ]);
    expect(download.suggestedFilename()).toBe('consent-alexa-1.json');
    await page.getByRole('button', { name: 'Show a one-time code' }).click();
    found.push(...(await violations(page)));
    await page.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('link', { name: 'Change the PIN' }).click();
    found.push(...(await violations(page)));
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('link', { name: 'Change', exact: true }).click();
    expect(await page.getByRole('switch', { name: /^Spending/ }).isChecked()).toBe(true);
    expect(
      await page
        .getByLabel(/^Savings/)
        .first()
        .inputValue(),
    ).toBe('Holidays');
    await page.goBack();
    await page.getByRole('link', { name: 'Stop sharing' }).click();
    found.push(...(await violations(page)));
    await page.getByRole('button', { name: 'Stop sharing' }).click();
    await page.getByText('Not linked').waitFor();
    await page.getByRole('link', { name: /^What assistants learn/ }).click();
    found.push(...(await violations(page)));
    await page.goBack();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();

    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    expect(house.faults).toEqual([]);
  }, 60_000);

  it('list what was told; axe finds nothing, light, dark and on a phone', async () => {
    await using opened = await open();
    const { page, complaints } = opened;
    const customerId = await house.addCustomer();
    const linkId = `alexa-of-${customerId}`;
    await insertLink(house.database.kysely, { customerId, linkId, createdAt: house.clock });
    const tell = teller(house.database.kysely);
    for (let count = 0; count < 31; count += 1) await tell(customerId, { answeredAt: house.clock });
    const found: string[] = [];

    await page.goto(house.origin);
    await signIn(page, customerId);
    await page.getByText('no single purchase can be worked out').first().waitFor();
    found.push(...(await violations(page)));
    await page.getByRole('link', { name: 'All that was told' }).click();
    await page.getByText('How anyone can check it').click();
    found.push(...(await violations(page)));
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download the record' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^what-was-told-[\d-]{10}\.json$/);
    await page.getByRole('link', { name: 'Older answers' }).click();
    await page.getByRole('link', { name: 'Newest' }).click();
    await page.getByRole('link', { name: 'Your assistants' }).click();
    await page.getByRole('heading', { name: 'Your assistants' }).waitFor();

    expect(found).toEqual([]);
    expect(complaints).toEqual([]);
    expect(house.faults).toEqual([]);
  });

  it('are done with the keyboard alone', async () => {
    await using opened = await open();
    const { page } = opened;
    const customerId = await house.addCustomer();
    await page.goto(house.platform().authorizationUrl());
    expect(await page.evaluate('document.activeElement.id')).toBe('name');
    await page.keyboard.type(customerId);
    await page.keyboard.press('Tab');
    await page.keyboard.type(password);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^Let Alexa/ }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Skip to the content');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Space');
    expect(await page.getByRole('switch', { name: /^Balances/ }).isChecked()).toBe(true);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Choose a voice PIN' }).waitFor();
  });
});
