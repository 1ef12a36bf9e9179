/**
 * SSML as Alexa reads it: a strict reading of the markup (W3C XML 1.0, the part that speech needs: elements,
 * attributes, character references, comments) and the elements that Alexa supports.
 */

/** An element or a piece of text, in the order of the document. */
export type SsmlNode = string | SsmlElement;

export interface SsmlElement {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly SsmlNode[];
}

/** The markup is not well-formed; the message says what is wrong and where. */
export class SsmlError extends Error {
  override readonly name = 'SsmlError';
}

const namePattern = '[A-Za-z_][A-Za-z0-9_.:-]*';
const openTag = new RegExp(
  `^<(${namePattern})((?:\\s+${namePattern}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>`,
);
const closeTag = new RegExp(`^</(${namePattern})\\s*>`);
const attribute = new RegExp(`(${namePattern})\\s*=\\s*(?:"([^"<]*)"|'([^'<]*)')`, 'g');
const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

interface Open {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: SsmlNode[];
}

/** Reads one document, whose root must be `<speak>`. Throws {@link SsmlError}. */
export function parseSsml(ssml: string): SsmlElement {
  const top: Open = { tag: '', attributes: {}, children: [] };
  const stack: Open[] = [top];
  let rest = ssml;

  while (rest !== '') {
    const current = stack.at(-1) ?? top;
    const close = closeTag.exec(rest);
    const open = close === null ? openTag.exec(rest) : null;
    let read: number;
    if (close !== null) {
      if (stack.length === 1 || close[1] !== current.tag)
        throw new SsmlError(`</${close[1] ?? ''}> closes nothing that is open`);
      stack.pop();
      read = close[0].length;
    } else if (open !== null) {
      const element: Open = { tag: open[1] ?? '', attributes: readAttributes(open[2] ?? ''), children: [] };
      current.children.push(element);
      if (open[3] !== '/') stack.push(element);
      read = open[0].length;
    } else if (rest.startsWith('<!--')) {
      const end = rest.indexOf('-->');
      if (end < 0) throw new SsmlError('a comment is not closed');
      read = end + 3;
    } else if (rest.startsWith('<')) {
      throw new SsmlError(`"${rest.slice(0, 20)}" is no element; a "<" in text is written &lt;`);
    } else {
      const end = rest.indexOf('<');
      read = end < 0 ? rest.length : end;
      current.children.push(decodeText(rest.slice(0, read)));
    }
    rest = rest.slice(read);
  }

  const unclosed = stack.at(-1);
  if (stack.length > 1) throw new SsmlError(`<${unclosed?.tag ?? ''}> is not closed`);
  const roots = top.children.filter(node => typeof node !== 'string' || node.trim() !== '');
  const [root] = roots;
  if (roots.length !== 1 || root === undefined || typeof root === 'string' || root.tag !== 'speak') {
    throw new SsmlError('the document must be one <speak> element');
  }
  return root;
}

function readAttributes(source: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name = '', double, single] of source.matchAll(attribute)) {
    if (Object.hasOwn(found, name)) throw new SsmlError(`the attribute ${name} is given twice`);
    found[name] = decodeText(double ?? single ?? '');
  }
  return found;
}

/** Character references become characters; a bare "&" is an error, as it is for Alexa. */
function decodeText(text: string): string {
  return text.replaceAll(
    /&(#x[0-9a-fA-F]{1,6};|#\d{1,7};|[a-z]{1,8};)?/g,
    (whole: string, reference?: string) => {
      if (reference === undefined) throw new SsmlError('a bare "&"; it is written &amp;');
      const name = reference.slice(0, -1);
      if (!name.startsWith('#')) {
        const character = Object.hasOwn(entities, name) ? entities[name] : undefined;
        if (character === undefined) throw new SsmlError(`${whole} is not a reference that XML knows`);
        return character;
      }
      const code = name.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
      if (code < 9 || code > 0x10ffff) throw new SsmlError(`${whole} names no character`);
      return String.fromCodePoint(code);
    },
  );
}

/**
 * The elements of Alexa's "Speech Synthesis Markup Language (SSML) Reference", with the attributes that each one
 * must carry.
 */
export const alexaElements: Readonly<Record<string, readonly string[]>> = {
  speak: [],
  'amazon:domain': ['name'],
  'amazon:effect': ['name'],
  'amazon:emotion': ['name', 'intensity'],
  audio: ['src'],
  break: [],
  emphasis: ['level'],
  lang: ['xml:lang'],
  p: [],
  phoneme: ['alphabet', 'ph'],
  prosody: [],
  s: [],
  'say-as': ['interpret-as'],
  sub: ['alias'],
  voice: ['name'],
  w: ['role'],
};

/** Every element of a document, the root first. */
export function* elementsOf(root: SsmlElement): Generator<SsmlElement> {
  yield root;
  for (const child of root.children) if (typeof child !== 'string') yield* elementsOf(child);
}
