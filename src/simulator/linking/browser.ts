/** A browser without eyes: keeps cookies, follows redirects on one origin, reads forms, and stops where another begins. */
import { Parser } from 'htmlparser2';

/** A form as a browser would send it untouched. */
export interface Form {
  readonly action: string;
  readonly fields: readonly Field[];
}

interface Field {
  readonly name: string;
  readonly value: string;
  readonly type: string;
  /** Whether it is sent: boxes that are not checked are not. */
  readonly on: boolean;
}

export interface Visited {
  readonly status: number;
  readonly url: URL;
  readonly forms: readonly Form[];
  /** What the page objects to, as a person reads it; null when it does not. */
  readonly alert: string | null;
  /** Where it was sent on another origin; null: it stayed. */
  readonly leftFor: URL | null;
}

const maxRedirects = 10;

export class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<
    string,
    { readonly name: string; readonly value: string; readonly path: string }
  >();

  constructor(origin: string) {
    this.#origin = new URL(origin).origin;
  }

  get(url: string): Promise<Visited> {
    return this.#visit(new URL(url), { method: 'GET' });
  }

  submit(page: Visited, form: Form, fields: readonly (readonly [string, string])[]): Promise<Visited> {
    return this.#visit(new URL(form.action, page.url), {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', origin: this.#origin },
      body: new URLSearchParams(fields.map(([name, value]) => [name, value])).toString(),
    });
  }

  async #visit(url: URL, init: RequestInit): Promise<Visited> {
    let response = await this.#send(url, init);
    for (let redirects = 0; redirects < maxRedirects; redirects++) {
      const { status } = response;
      const text = await response.text();
      const location = status >= 300 && status < 400 ? response.headers.get('location') : null;
      if (location === null) return { status, url, ...readPage(text), leftFor: null };
      const next = new URL(location, url);
      if (next.origin !== this.#origin) return { status, url, forms: [], alert: null, leftFor: next };
      url = next;
      response = await this.#send(url, { method: 'GET' });
    }
    throw new Error('redirected in a circle');
  }

  async #send(url: URL, init: RequestInit): Promise<Response> {
    const cookie = [...this.#cookies.values()]
      .filter(({ path }) => `${url.pathname}/`.startsWith(path.replace(/\/?$/, '/')))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const headers = new Headers(init.headers);
    headers.set('accept', 'text/html');
    if (cookie !== '') headers.set('cookie', cookie);
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line, url);
    return response;
  }

  /** RFC 6265, as much of it as one host needs. */
  #keep(line: string, url: URL): void {
    const [pair = '', ...attributes] = line.split(/;\s*/);
    const equals = pair.indexOf('=');
    const [name, value] = [pair.slice(0, equals), pair.slice(equals + 1)];
    const attribute = (wanted: string): string | undefined =>
      attributes.find(each => each.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? url.pathname.replace(/\/[^/]*$/, '/');
    const expires = attribute('expires');
    const gone = value === '' || attribute('max-age') === '0' || expires?.includes('1970') === true;
    if (gone) this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { name, value, path });
  }
}

function readPage(text: string): Pick<Visited, 'forms' | 'alert'> {
  const forms: { action: string; fields: Field[] }[] = [];
  let form: (typeof forms)[number] | null = null;
  let alertDepth = 0;
  let alert = '';
  const parser = new Parser({
    onopentag: (tag, attributes) => {
      if (alertDepth > 0 || attributes.role === 'alert') alertDepth += 1;
      if (tag === 'form') {
        form = { action: attributes.action ?? '', fields: [] };
        forms.push(form);
      } else if (tag === 'input' && attributes.name !== undefined && attributes.disabled === undefined) {
        const type = attributes.type ?? 'text';
        const isBox = type === 'checkbox' || type === 'radio';
        form?.fields.push({
          name: attributes.name,
          value: attributes.value ?? (isBox ? 'on' : ''),
          type,
          on: !isBox || attributes.checked !== undefined,
        });
      }
    },
    ontext: words => {
      if (alertDepth > 0) alert += ` ${words}`;
    },
    onclosetag: tag => {
      if (tag === 'form') form = null;
      if (alertDepth > 0) alertDepth -= 1;
    },
  });
  parser.end(text);
  const sentence = alert.replaceAll(/\s+/g, ' ').trim();
  return { forms, alert: sentence === '' ? null : sentence };
}
