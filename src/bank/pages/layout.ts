/** The frame of every page, and the headers under which pages are sent. No script runs on any of them. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { html, type Content, type Html } from './html.ts';

/** A file that pages refer to, under a name that changes with it, so that it may be cached for ever. */
interface Asset {
  readonly path: string;
  readonly type: string;
  readonly content: string;
}

function loadAsset(name: string, extension: string): Asset {
  const content = readFileSync(fileURLToPath(new URL(`./${name}.${extension}`, import.meta.url)), 'utf8');
  const version = createHash('sha256').update(content).digest('base64url').slice(0, 12);
  return { path: `/assets/${name}-${version}.${extension}`, type: extension, content };
}

/** What all pages share. */
export interface Frame {
  readonly bankName: string;
  readonly style: Asset;
  readonly icon: Asset;
}

export function createFrame(bankName: string): Frame {
  return { bankName, style: loadAsset('bank', 'css'), icon: loadAsset('mark', 'svg') };
}

/** Someone who is signed in, with the button that signs out. */
export interface SignedIn {
  readonly name: string;
  readonly csrf: Html;
}

/** A whole document. `title` is also its heading unless the body brings its own. */
export function document(
  frame: Frame,
  {
    title,
    signedIn,
    isOnTheWay = false,
    body,
  }: { title: string; signedIn?: SignedIn; isOnTheWay?: boolean; body: Content },
): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${frame.bankName}</title>
        <link rel="icon" type="image/svg+xml" href="${frame.icon.path}" />
        <link rel="stylesheet" href="${frame.style.path}" />
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="top">
          <p class="brand"><span class="mark" aria-hidden="true"></span>${frame.bankName}</p>
          ${
            signedIn &&
            html`<form class="sign-out" method="post" action="/sign-out">
              ${signedIn.csrf}<span class="who">${signedIn.name}</span>
              <button class="quiet" type="submit">Sign out</button>
            </form>`
          }
        </header>
        <main id="main">${body}</main>
        ${
          // In the middle of linking a link that leads away would lose what was filled in.
          !isOnTheWay &&
          html`<footer class="bottom">
            <p><a href="/privacy">What assistants learn, and what they don’t</a></p>
          </footer>`
        }
      </body>
    </html>`.toString();
}

/**
 * The headers of a page. Nothing but the bank's own style sheet is loaded, nothing runs, nobody may frame it.
 *
 * @param formTargets origins beside the bank's to which a form may lead: browsers check each redirect that follows
 */
export function pageHeaders(secure: boolean, formTargets: readonly string[] = []): Record<string, string> {
  return {
    'Content-Security-Policy': [
      "default-src 'none'",
      "style-src 'self'",
      "img-src 'self'",
      `form-action ${["'self'", ...formTargets].join(' ')}`,
      "base-uri 'none'",
      "frame-ancestors 'none'",
    ].join('; '),
    'Cache-Control': 'no-store',
    // Not `no-referrer`, under which browsers send a form's Origin as null.
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'X-Frame-Options': 'DENY',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(secure ? { 'Strict-Transport-Security': 'max-age=63072000' } : {}),
  };
}
