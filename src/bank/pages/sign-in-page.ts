/** The page on which a customer signs in. */
import { html, type Content, type Html } from './html.ts';

export interface SignInPage {
  readonly bankName: string;
  readonly action: string;
  readonly csrf: Html;
  /** The assistant to be linked, or null when the customer comes to the bank's own pages. */
  readonly assistant: string | null;
  readonly name: string;
  /** What went wrong, or what happened before; a whole sentence. */
  readonly notice: { readonly kind: 'bad' | 'calm'; readonly text: string } | null;
  readonly declineAction: string | null;
}

export function signInPage(page: SignInPage): Html {
  return html`<div class="narrow">
    <h1>Sign in</h1>
    <p class="lead">
      ${
        page.assistant === null
          ? `to ${page.bankName}, to see and change what assistants may say.`
          : `to ${page.bankName}, to link ${page.assistant}. Your name and password stay with the bank.`
      }
    </p>
    ${noticeOf(page)}
    <form method="post" action="${page.action}" novalidate>
      ${page.csrf}
      <div class="field">
        <label for="name">Name</label>
        <input
          type="text"
          id="name"
          name="name"
          value="${page.name}"
          autocomplete="username"
          autocapitalize="none"
          spellcheck="false"
          required
          ${page.name === '' && html`autofocus`}
        />
      </div>
      <div class="field">
        <label for="password">Password</label>
        <input
          type="password"
          id="password"
          name="password"
          autocomplete="current-password"
          required
          ${page.name !== '' && html`autofocus`}
        />
      </div>
      <div class="actions"><button type="submit">Sign in</button></div>
    </form>
    ${
      page.declineAction !== null &&
      html`<form class="decline" method="post" action="${page.declineAction}">
        ${page.csrf}<button class="quiet" type="submit">Do not link ${page.assistant}</button>
      </form>`
    }
  </div>`;
}

function noticeOf({ notice }: SignInPage): Content {
  return (
    notice !== null &&
    html`<div class="notice ${notice.kind}" role="${notice.kind === 'bad' ? 'alert' : 'status'}">
      <p>${notice.text}</p>
    </div>`
  );
}

/** How long to wait, in words. */
export function waitWords(waitMs: number): string {
  const minutes = Math.max(1, Math.ceil(waitMs / 60_000));
  return minutes === 1 ? 'a minute' : `${minutes} minutes`;
}
