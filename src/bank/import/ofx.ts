/**
 * OFX statements of bank accounts and credit cards, as SGML (1.x, closing tags may be missing) and as XML (2.x). The
 * markup is read by htmlparser2, which closes what is left open and keeps the place of each tag. The OFX packages on
 * npm were tried first: ofx-data-extractor cannot read statements without closing tags and repeats the file in its
 * errors; ofx-js takes exponential time for a long tag name; neither knows lines.
 */
import { Parser } from 'htmlparser2';
import { ofxElements, type OfxElements } from './ofx-statement.ts';
import { refusedRow, type Row, type RowReader } from './row.ts';
import type { Encoding } from './text.ts';

/** Deeper than any statement; a file of opening tags alone would cost more with each of them. */
const maxDepth = 100;
/** Longer than any name or memo. */
const maxValueCharacters = 10_000;

/** The encoding that the header names: 1.x says `CHARSET:1252`, 2.x is XML in UTF-8. */
export function ofxEncoding(firstBytes: Uint8Array): Encoding {
  const head = Buffer.from(firstBytes.subarray(0, 1_024)).toString('latin1');
  return /CHARSET:\s*1252|encoding=["']windows-1252/i.test(head) ? 'windows-1252' : 'utf-8';
}

/** A reader for one customer's statements. */
export const ofxReader = (customerId: string): RowReader =>
  async function* (pieces) {
    const rows: Row[] = [];
    const elements = ofxElements(customerId, row => rows.push(row));
    const lines = new LineCounter();
    const file = new OfxFile(elements, lines);
    for await (const piece of pieces) {
      lines.add(piece);
      file.write(piece);
      yield* rows.splice(0);
      if (file.problem !== undefined) {
        yield refusedRow(lines.current, file.problem);
        return;
      }
    }
    file.end();
    yield* rows.splice(0);
    if (file.problem !== undefined) yield refusedRow(lines.current, file.problem);
  };

/** Turns markup into elements with a value each, and watches that it is OFX at all. */
class OfxFile {
  problem: string | undefined;
  readonly #parser: Parser;
  readonly #elements: OfxElements;
  readonly #lines: LineCounter;
  #depth = 0;
  /** The element whose value is being read. */
  #name = '';
  #value = '';
  #state: 'before' | 'inside' | 'after' = 'before';

  constructor(elements: OfxElements, lines: LineCounter) {
    this.#elements = elements;
    this.#lines = lines;
    this.#parser = new Parser(
      {
        onopentagname: name => this.#open(name.toUpperCase()),
        ontext: text => this.#text(text),
        onclosetag: (name, isImplied) => this.#close(name.toUpperCase(), isImplied),
      },
      { xmlMode: true, decodeEntities: true },
    );
  }

  write(piece: string): void {
    if (this.problem === undefined) this.#parser.write(piece);
  }

  end(): void {
    if (this.problem !== undefined) return;
    this.#parser.end();
    if (this.#state === 'before') this.#fail('this is no OFX file: it has no <OFX>');
    else if (this.#state === 'inside') this.#fail('the file ends before </OFX>; fetch it again');
  }

  #fail(problem: string): void {
    this.problem ??= problem;
  }

  #open(name: string): void {
    this.#lines.moveTo(this.#parser.startIndex);
    this.#finishValue();
    this.#depth += 1;
    if (this.#depth > maxDepth) {
      this.#fail('its elements are nested too deep for a statement');
      this.#parser.pause();
    } else if (this.#state === 'before' && name === 'OFX') {
      this.#state = 'inside';
    } else if (this.#state === 'inside') {
      this.#name = name;
      this.#elements.open(name, this.#lines.current);
    }
  }

  #text(text: string): void {
    if (this.#name !== '' && this.#value.length < maxValueCharacters) this.#value += text;
  }

  #close(name: string, isImplied: boolean): void {
    if (this.problem !== undefined) return;
    this.#lines.moveTo(this.#parser.startIndex);
    this.#finishValue();
    this.#depth -= 1;
    if (this.#state !== 'inside') return;
    if (name === 'OFX') {
      // Closed by the end of the file alone.
      if (!isImplied) this.#state = 'after';
    } else {
      this.#elements.close(name, this.#lines.current);
    }
  }

  #finishValue(): void {
    const value = this.#value.trim();
    if (value !== '') this.#elements.value(this.#name, value);
    this.#name = '';
    this.#value = '';
  }
}

/** In which line a character is; asked for ever later characters. */
class LineCounter {
  current = 1;
  #seen = 0;
  /** Places of line ends that were not passed yet, counted from the beginning of the file. */
  #ends: number[] = [];
  #next = 0;

  add(piece: string): void {
    this.#ends = this.#ends.slice(this.#next);
    this.#next = 0;
    for (let at = piece.indexOf('\n'); at !== -1; at = piece.indexOf('\n', at + 1)) {
      this.#ends.push(this.#seen + at);
    }
    this.#seen += piece.length;
  }

  moveTo(place: number): void {
    while ((this.#ends[this.#next] ?? Infinity) < place) {
      this.#next += 1;
      this.current += 1;
    }
  }
}
