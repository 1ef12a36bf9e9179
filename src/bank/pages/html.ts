/**
 * HTML as a value: what is put into a template is escaped unless it is HTML already, so that text of a customer is
 * never markup. Attributes are written in double quotes, always.
 */

/** A piece of HTML. Made by `html` alone. */
export class Html {
  readonly #text: string;

  /** @param text markup that is safe as it stands */
  constructor(text: string) {
    this.#text = text;
  }

  toString(): string {
    return this.#text;
  }
}

/** What a template takes. Null, undefined and false are nothing; true is a mistake that the type forbids. */
export type Content = string | number | Html | null | undefined | false | readonly Content[];

/** A template: `html\`<p>${name}</p>\``. */
export function html(literals: TemplateStringsArray, ...contents: Content[]): Html {
  let text = literals[0] ?? '';
  contents.forEach((content, index) => {
    text += render(content) + (literals[index + 1] ?? '');
  });
  return new Html(text);
}

function render(content: Content): string {
  if (content === null || content === undefined || content === false) return '';
  if (content instanceof Html) return content.toString();
  if (typeof content === 'number') return String(content);
  if (typeof content === 'string') return escapeHtml(content);
  return content.map(render).join('');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it may stand in an element or in a quoted attribute. */
function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => entities[character] ?? '');
}
