/** What every route of the pages has at hand: how to send a page, and whether a form is to be believed. */
import express, { type Request, type Response } from 'express';
import type { Kysely } from 'kysely';
import type { AuthorizationServer, PlatformClient } from '../authorization/index.ts';
import { calendarDate } from '../calendar-date.ts';
import {
  offeredPrecisions,
  type ExactAmounts,
  type OfferedPrecisions,
  type ReceiptParty,
} from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import type { RandomSource } from '../link/random-source.ts';
import type { RecordKeys } from '../disclosure/record/index.ts';
import { createCookie, type Cookie } from './cookies.ts';
import { FormFields } from './form.ts';
import { html, type Content, type Html } from './html.ts';
import { createFrame, document, pageHeaders, type Frame, type SignedIn } from './layout.ts';
import { createTokens, type Tokens } from './tokens.ts';

export interface PagesOptions {
  readonly database: Kysely<BankSchema>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly random: RandomSource;
  /** IANA name; dates are shown in it. */
  readonly timeZone: string;
  /** Whether customers may choose amounts to the cent; they may where nothing is said. */
  readonly exactAmounts?: ExactAmounts;
  /** The bank's public address, without a path; https but on loopback. */
  readonly publicUrl: string;
  /** As the customer knows it, and as receipts name it. */
  readonly bank: ReceiptParty & { readonly jurisdiction: string };
  readonly platforms: readonly PlatformClient[];
  readonly authorization: Pick<AuthorizationServer, 'linking' | 'revokeLink'>;
  /** Keys the hashes of voice PINs and passwords. */
  readonly pepper: Uint8Array;
  /** Sign the disclosure record; the pages show the public half. */
  readonly recordKeys: RecordKeys;
  /** Keys forms and known browsers: at least 32 random bytes, kept with the other secrets. */
  readonly key: Uint8Array;
  /** The client's network address where it is known; without it attempts are not counted by address. */
  readonly addressOf?: (request: Request) => string | null;
  /** Hears of what threw; the browser is told nothing of it. */
  readonly onFault: (error: unknown) => void;
}

export interface Shell extends PagesOptions {
  readonly exactAmounts: ExactAmounts;
  readonly frame: Frame;
  readonly secure: boolean;
  readonly tokens: Tokens;
  readonly cookies: Readonly<Record<'session' | 'signIn' | 'knownBrowser', Cookie>>;
  readonly send: (response: Response, page: SentPage) => void;
  /** A short page with one message and a way on. */
  readonly sendMessage: (response: Response, message: Message) => void;
  /** The hidden field that ties a form to whom it was made for. */
  readonly csrf: (boundTo: string) => Html;
  /**
   * The form, or null when it was not made by us for this browser. Then the refusal has been sent.
   * @param boundTo what `csrf` was given
   */
  readonly readForm: (request: Request, response: Response, boundTo: string) => FormFields | null;
  /** How precisely customers may let amounts be said. */
  readonly precisions: OfferedPrecisions;
  /** A date in words, `November 23, 2026`. */
  readonly dateOf: (at: number) => string;
  /** The same with the time of day. */
  readonly momentOf: (at: number) => string;
  /** A time of day, `2:05 PM`. */
  readonly timeOf: (at: number) => string;
  /** The bank's day, `YYYY-MM-DD`. */
  readonly today: () => string;
  readonly platformNamed: (platform: string) => Pick<PlatformClient, 'name' | 'owner'>;
}

interface SentPage {
  readonly title: string;
  readonly body: Content;
  readonly status?: number;
  readonly signedIn?: SignedIn;
  /** In the middle of linking. */
  readonly isOnTheWay?: boolean;
  /** Other origins to which this page's forms may lead. */
  readonly formTargets?: readonly string[];
}

export interface Message {
  readonly status: number;
  readonly title: string;
  readonly text: string;
  readonly wayOn?: { readonly href: string; readonly label: string };
}

const maxFormBytes = 8_192;
const csrfField = 'csrf';

/** Reads a form's body as text; anything else is left unread and is then no form of ours. */
export const readBody = express.text({
  type: 'application/x-www-form-urlencoded',
  limit: maxFormBytes,
});

export function createShell(options: PagesOptions): Shell {
  const publicUrl = new URL(options.publicUrl);
  const secure = publicUrl.protocol === 'https:';
  const frame = createFrame(options.bank.name);
  const tokens = createTokens(options.key);
  const { timeZone, exactAmounts = 'allowed' } = options;
  const dates = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone });
  const moments = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeStyle: 'short', timeZone });
  const times = new Intl.DateTimeFormat('en', { timeStyle: 'short', timeZone });
  const platforms = new Map(options.platforms.map(client => [client.platform, client]));

  const send = (response: Response, page: SentPage): void => {
    response
      .status(page.status ?? 200)
      .set(pageHeaders(secure, page.formTargets))
      .type('html')
      .send(document(frame, page));
  };
  const sendMessage = (response: Response, message: Message): void =>
    send(response, { ...message, body: messageBody(message) });

  return {
    ...options,
    frame,
    secure,
    tokens,
    cookies: {
      session: createCookie('session', secure, 'strict'),
      signIn: createCookie('sign-in', secure, 'strict'),
      knownBrowser: createCookie('known-browser', secure, 'lax'),
    },
    send,
    sendMessage,
    csrf: boundTo =>
      html`<input type="hidden" name="${csrfField}" value="${tokens.sign(csrfField, boundTo)}" />`,
    readForm: (request, response, boundTo) => {
      const body: unknown = request.body;
      const form = new FormFields(typeof body === 'string' ? body : '');
      if (isFromHere(request, publicUrl.origin) && tokens.isSigned(csrfField, boundTo, form.one(csrfField))) {
        return form;
      }
      sendMessage(response, forged);
      return null;
    },
    exactAmounts,
    precisions: offeredPrecisions(exactAmounts),
    dateOf: at => dates.format(at),
    momentOf: at => moments.format(at),
    timeOf: at => times.format(at),
    today: () => calendarDate(options.now(), timeZone),
    platformNamed: platform =>
      platforms.get(platform) ?? {
        name: platform,
        owner: { name: `${platform}’s owner`, address: '', contact: '' },
      },
  };
}

/** Browsers name the origin of every form that is posted (Fetch, section 3.2); one that does not is no browser of ours. */
function isFromHere(request: Request, origin: string): boolean {
  return request.headers.origin === origin;
}

const forged: Message = {
  status: 403,
  title: 'That was not sent from this site',
  text: 'Nothing was changed. If you pressed a button here, the page may have been open for too long: open it again and retry.',
  wayOn: { href: '/', label: 'To your page' },
};

function messageBody({ title, text, wayOn }: Message): Html {
  return html`<div class="narrow">
    <h1>${title}</h1>
    <p class="lead">${text}</p>
    ${wayOn && html`<p class="actions"><a class="button" href="${wayOn.href}">${wayOn.label}</a></p>`}
  </div>`;
}

/**
 * The page for an error of the authorization server that cannot be told to the platform. It makes do without the
 * other pages, which need that server.
 */
export function createErrorPage(
  options: Pick<PagesOptions, 'bank' | 'publicUrl'>,
): (code: string) => { html: string; headers: Readonly<Record<string, string>> } {
  const frame = createFrame(options.bank.name);
  const secure = options.publicUrl.startsWith('https:');
  return code => {
    const message = linkingErrors[code] ?? linkingFault;
    return {
      html: document(frame, { title: message.title, body: messageBody(message) }),
      headers: pageHeaders(secure),
    };
  };
}

const linkingFault: Message = {
  status: 400,
  title: 'This link does not work',
  text: 'The assistant sent you here with a request that the bank cannot accept. Nothing was linked. Open the assistant’s app and start linking again; if it happens again, tell the bank.',
};

const linkingErrors: Readonly<Record<string, Message>> = {
  rate_limited: {
    status: 429,
    title: 'One moment, please',
    text: 'More was asked from here than the bank takes at once. Nothing was changed. Please wait a minute and try again.',
  },
  invalid_client: {
    ...linkingFault,
    title: 'This assistant is not known here',
    text: 'Somebody sent you here to link an assistant that the bank does not work with. Nothing was linked.',
  },
  invalid_redirect_uri: {
    ...linkingFault,
    title: 'This link leads somewhere else',
    text: 'The address to which you would be sent back is not the assistant’s. Nothing was linked. Start linking from the assistant’s own app.',
  },
  server_error: {
    ...linkingFault,
    title: 'Something went wrong at the bank',
    text: 'Nothing was linked. Please try again in a few minutes.',
  },
};
