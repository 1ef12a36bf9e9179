/** A customer who links without eyes: fills in the bank's real pages and comes back with what the bank sends along. */
import type { Returned } from './account.ts';
import { Browser, type Form, type Visited } from './browser.ts';

/** Whoever links: what signs in, and the voice PIN where the bank wants one chosen. */
export interface Credentials {
  readonly name: string;
  readonly password: string;
  readonly pin: string;
}

/** A linking that the bank's pages did not let through; the message is for the person at the keyboard. */
export class LinkingRefused extends Error {
  override readonly name = 'LinkingRefused';
}

/** Signing in, agreeing, choosing a PIN, and one to spare. */
const maxPages = 4;

/**
 * Agrees to every question, as roughly as the page proposes, for as long as it offers.
 *
 * @param start the bank's page where the linking begins
 * @throws LinkingRefused with what the page objected to
 */
export async function linkHeadless(start: string, credentials: Credentials): Promise<Returned> {
  const browser = new Browser(start);
  let page = await browser.get(start);
  for (let pages = 0; pages < maxPages; pages++) {
    if (page.leftFor !== null) return returnedWith(page.leftFor);
    if (page.alert !== null) throw new LinkingRefused(`The bank does not link: ${page.alert}`);
    const step = stepOf(page, credentials);
    if (step === null) break;
    page = await browser.submit(page, step.form, step.fields);
  }
  throw new LinkingRefused(`The bank does not link: its page at ${page.url.pathname} was not expected.`);
}

/** The form of a page that leads on, filled in; null when the page has none. */
function stepOf(
  page: Visited,
  { name, password, pin }: Credentials,
): { readonly form: Form; readonly fields: [string, string][] } | null {
  const filled: Readonly<Record<string, string>> = { name, password, pin, 'pin-again': pin };
  const form = page.forms.find(({ fields }) =>
    fields.some(field => ['password', 'question', 'pin'].includes(field.name)),
  );
  if (form === undefined) return null;
  const longest = form.fields.findLast(field => field.name === 'days');
  const fields = form.fields
    .filter(field => {
      if (field.name === 'question') return true;
      return field.name === 'days' ? field === longest : field.on;
    })
    .map((field): [string, string] => [field.name, filled[field.name] ?? field.value]);
  return { form, fields };
}

function returnedWith({ searchParams }: URL): Returned {
  return {
    state: searchParams.get('state') ?? '',
    code: searchParams.get('code') ?? undefined,
    error: searchParams.get('error') ?? undefined,
  };
}
