/** A browser without eyes: keeps cookies by path, follows redirects on one origin, and stops where another begins. */
export interface Page {
  readonly status: number;
  /** Where the browser ended. */
  readonly url: string;
  readonly html: string;
  /** What a person reads: without tags, white space as one space. */
  readonly text: string;
  readonly headers: Headers;
  /** Where it was sent on another origin, or null. */
  readonly leftFor: URL | null;
}

interface Cookie {
  readonly value: string;
  readonly path: string;
}

export class Browser {
  readonly #origin: string;
  readonly #cookies = new Map<string, Cookie>();
  /** Every cookie value that was ever set, to look for where it must not be. */
  readonly seenCookieValues = new Set<string>();

  constructor(origin: string) {
    this.#origin = new URL(origin).origin;
  }

  get(url: string, headers: Record<string, string> = {}): Promise<Page> {
    return this.#go(new URL(url, this.#origin), { method: 'GET', headers });
  }

  /** Posts a form as a browser does, with its Origin header; `headers` may spoil it. */
  post(
    url: string,
    form: [string, string][] | Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    return this.#go(new URL(url, this.#origin), {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        origin: this.#origin,
        ...headers,
      },
      body: new URLSearchParams(form).toString(),
    });
  }

  /** Sends the first form of a page, with what it holds and what is filled in. */
  submit(
    page: Page,
    filled: Record<string, string | string[] | null> = {},
    { form = 0, headers = {} }: { form?: number; headers?: Record<string, string> } = {},
  ): Promise<Page> {
    const { action, fields } = readForm(page.html, form);
    const entries = fields.filter(([name]) => !(name in filled));
    for (const [name, value] of Object.entries(filled)) {
      for (const one of value === null ? [] : [value].flat()) entries.push([name, one]);
    }
    return this.post(new URL(action, page.url).href, entries, headers);
  }

  cookie(name: string): string | undefined {
    return [...this.#cookies].find(([key]) => key.startsWith(`${name} `))?.[1].value;
  }

  forgetCookies(): void {
    this.#cookies.clear();
  }

  async #go(
    url: URL,
    { method, headers, body }: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<Page> {
    let response = await this.#send(url, { method, headers, ...(body === undefined ? {} : { body }) });
    for (let hops = 0; hops < 10; hops++) {
      const location = response.headers.get('location');
      if (location === null || response.status < 300 || response.status > 399) {
        const html = await response.text();
        return {
          status: response.status,
          url: url.href,
          html,
          text: textOf(html),
          headers: response.headers,
          leftFor: null,
        };
      }
      await response.arrayBuffer();
      const next = new URL(location, url);
      if (next.origin !== this.#origin) {
        return {
          status: response.status,
          url: url.href,
          html: '',
          text: '',
          headers: response.headers,
          leftFor: next,
        };
      }
      url = next;
      response = await this.#send(url, { method: 'GET', headers: {} });
    }
    throw new Error('redirected in a circle');
  }

  async #send(
    url: URL,
    init: { method: string; headers: Record<string, string>; body?: string },
  ): Promise<Response> {
    const cookie = [...this.#cookies]
      .filter(([, { path }]) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, '/')))
      .map(([key, { value }]) => `${key.split(' ')[0] ?? ''}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      ...init,
      headers: { accept: 'text/html', ...init.headers, ...(cookie === '' ? {} : { cookie }) },
      redirect: 'manual',
    });
    for (const header of response.headers.getSetCookie()) this.#keep(header, url);
    return response;
  }

  #keep(header: string, url: URL): void {
    const [pair = '', ...attributes] = header.split(/;\s*/);
    const equals = pair.indexOf('=');
    const name = pair.slice(0, equals);
    const value = pair.slice(equals + 1);
    const attribute = (wanted: string): string | undefined =>
      attributes.find(one => one.toLowerCase().startsWith(`${wanted}=`))?.slice(wanted.length + 1);
    const path = attribute('path') ?? url.pathname.replace(/\/[^/]*$/, '/');
    const expires = attribute('expires');
    const gone = attribute('max-age') === '0' || (expires !== undefined && Date.parse(expires) < 86_400_000);
    if (value !== '') this.seenCookieValues.add(value);
    if (gone || value === '') this.#cookies.delete(`${name} ${path}`);
    else this.#cookies.set(`${name} ${path}`, { value, path });
  }
}

/** The fields of a form as a browser would send them untouched. */
function readForm(html: string, index: number): { action: string; fields: [string, string][] } {
  const form = [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)][index];
  if (form === undefined) throw new Error(`the page has no form ${index}:\n${html.slice(0, 2_000)}`);
  const [, attributes = '', body = ''] = form;
  const fields: [string, string][] = [];
  for (const [, tag = ''] of body.matchAll(/<input\b([^>]*)>/g)) {
    const name = attributeOf(tag, 'name');
    const type = attributeOf(tag, 'type') ?? 'text';
    if (name === undefined || /\bdisabled\b/.test(tag)) continue;
    if (['checkbox', 'radio'].includes(type) && !/\bchecked\b/.test(tag)) continue;
    if (['submit', 'button'].includes(type)) continue;
    fields.push([name, attributeOf(tag, 'value') ?? (type === 'checkbox' ? 'on' : '')]);
  }
  return { action: attributeOf(attributes, 'action') ?? '', fields };
}

function attributeOf(tag: string, name: string): string | undefined {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1];
  return value === undefined ? undefined : unescape(value);
}

const textOf = (html: string): string => unescape(html.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' '));

const unescape = (text: string): string =>
  text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
