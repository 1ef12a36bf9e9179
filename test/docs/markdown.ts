/** What the tests of documents read out of Markdown: links, headings and the rows of tables. */

export interface Link {
  readonly text: string;
  readonly target: string;
}

/** One row of a table: the heading of each column with the cell under it. */
export type Row = ReadonlyMap<string, string>;

/** A document without its fenced code, in which nothing is a link. */
const withoutCode = (markdown: string): string => markdown.replace(/^```[^]*?^```/gm, '');

/** Every link and image of a document or a part of one, in its order; HTML's own too. */
export function linksIn(markdown: string): Link[] {
  const links = /\[((?:\\.|[^\]\\])*)\]\(([^()\s]+)\)|(?:href|src)="([^"]+)"/g;
  return [...withoutCode(markdown).matchAll(links)].map(([, text = '', target, attribute = '']) => ({
    text: text.replace(/\\(.)/g, '$1'),
    target: target ?? attribute,
  }));
}

/** The fragments that lead to a document's headings, made as GitHub makes them. */
export function anchorsIn(markdown: string): string[] {
  const headings = [...withoutCode(markdown).matchAll(/^#{1,6} +(.+)$/gm)].map(([, heading = '']) => heading);
  return headings.map(heading =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}_ -]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** The rows of every table that has all of these columns. */
export function rowsWith(markdown: string, columns: readonly string[]): Row[] {
  const rows: Row[] = [];
  let headings: string[] | null = null;
  for (const line of withoutCode(markdown).split('\n')) {
    if (!line.startsWith('|')) {
      headings = null;
      continue;
    }
    const cells = line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map(cell => cell.trim());
    if (headings === null) headings = cells;
    else if (
      columns.every(column => headings?.includes(column)) &&
      !cells.every(cell => /^:?-+:?$/.test(cell))
    )
      rows.push(new Map(headings.map((heading, at) => [heading, cells[at] ?? ''])));
  }
  return rows;
}
