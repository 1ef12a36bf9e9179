/** The page on which a customer chooses the voice PIN. */
import { errorSummary, fieldError, invalid, type FormErrors } from './form.ts';
import { html, type Html } from './html.ts';

export interface PinPage {
  readonly action: string;
  readonly csrf: Html;
  readonly errors: FormErrors;
  /** Choosing one in the middle of linking, or changing it. */
  readonly occasion: 'linking' | 'change';
  /** As the customer knows the assistant; `your assistant` where it is none in particular. */
  readonly assistant: string;
  readonly cancelAction: string | null;
}

export function pinPage(page: PinPage): Html {
  return html`<div class="narrow">
    <h1>${page.occasion === 'linking' ? 'Choose a voice PIN' : 'Change your voice PIN'}</h1>
    <p class="lead">
      ${page.assistant} asks for these four digits before it speaks of your money. You say them aloud, so take
      digits that you use nowhere else.
    </p>
    ${errorSummary(page.errors)}
    <form method="post" action="${page.action}" novalidate>
      ${page.csrf}
      <div class="field">
        <label for="pin">Voice PIN</label>
        ${pinInput('pin', page.errors)} ${fieldError(page.errors, 'pin')}
      </div>
      <div class="field">
        <label for="pin-again">The same again</label>
        ${pinInput('pin-again', page.errors)} ${fieldError(page.errors, 'pin-again')}
      </div>
      <ul class="plain hint">
        <li>Four digits, no repetition like 1111, 1212 or 1221</li>
        <li>Not counting up or down, like 3456 or 9876</li>
        <li>Not a year, and not made of your birth date</li>
      </ul>
      ${
        page.occasion === 'change' &&
        html`<p class="hint">A new PIN ends what was unlocked with the old one. Assistants stay linked.</p>`
      }
      <div class="actions">
        <button type="submit">
          ${page.occasion === 'linking' ? 'Set the PIN and link' : 'Change the PIN'}
        </button>
        ${page.occasion === 'change' && html`<a class="button quiet" href="/">Cancel</a>`}
      </div>
    </form>
    ${
      page.cancelAction !== null &&
      html`<form class="decline" method="post" action="${page.cancelAction}">
        ${page.csrf}<button class="quiet" type="submit">Do not link ${page.assistant}</button>
      </form>`
    }
  </div>`;
}

function pinInput(id: string, errors: FormErrors): Html {
  return html`<input
    class="pin"
    type="password"
    id="${id}"
    name="${id}"
    inputmode="numeric"
    pattern="[0-9]{4}"
    maxlength="4"
    autocomplete="off"
    required
    ${invalid(errors, id)}
  />`;
}
