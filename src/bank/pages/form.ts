/** What comes in a form, and how what is wrong with it is shown. */
import { html, type Content, type Html } from './html.ts';

/** The fields of a form: each name with every value under it. Not yet checked. */
export class FormFields {
  readonly #fields: URLSearchParams;

  constructor(body: string) {
    this.#fields = new URLSearchParams(body);
  }

  /** The first value, or an empty text. */
  one(name: string): string {
    return this.#fields.get(name) ?? '';
  }

  all(name: string): string[] {
    return this.#fields.getAll(name);
  }
}

/** What is wrong with a form: the id of a field, and a sentence that says what to do. In the order of the page. */
export type FormErrors = ReadonlyMap<string, string>;

/** All that is wrong, at the top, each leading to its field. */
export function errorSummary(errors: FormErrors): Content {
  if (errors.size === 0) return null;
  return html`<div class="notice bad" role="alert">
    <h2>Please look at this again</h2>
    <ul>
      ${[...errors].map(([field, message]) => html`<li><a href="#${field}">${message}</a></li>`)}
    </ul>
  </div>`;
}

/** What is wrong with one field, beside it. */
export function fieldError(errors: FormErrors, field: string): Content {
  const message = errors.get(field);
  return message !== undefined && html`<p class="error" id="${field}-error">${message}</p>`;
}

/** The attributes by which a field is tied to what is wrong with it. */
export function invalid(errors: FormErrors, field: string): Html | false {
  return errors.has(field) && html` aria-invalid="true" aria-describedby="${field}-error"`;
}
