/** The comparison as a table for a terminal, and in Markdown for `docs/privacy.md`. */
import { k } from '../bank/disclosure/audit.ts';
import type { Findings, Share } from './findings.ts';
import type { Row } from './run.ts';

const columns: readonly {
  readonly title: readonly [string, string];
  readonly cell: (row: Findings) => string;
}[] = [
  {
    title: ['answers', 'a customer'],
    cell: ({ answers, customers }) => String(Math.round(answers / customers)),
  },
  { title: ['transactions', 'isolated'], cell: row => percent(row.transactions) },
  { title: ['days', 'isolated'], cell: row => percent(row.days) },
  { title: ['small cells', 'isolated'], cell: row => percent(row.smallCells) },
  { title: ['within 20 %', 'unrounded'], cell: row => percent(row.estimated) },
  { title: ['within 20 %', 'as told'], cell: row => percent(row.estimatedFromRounded) },
  { title: ['smallest', 'combination'], cell: ({ smallestCombination: size }) => sizeOf(size) },
];

/** Two digits; zero and all stand for nothing less than none and all. */
export function percent({ found, of }: Share): string {
  if (found === 0) return '0';
  if (found === of) return '100 %';
  const value = Math.min(99.9, (100 * found) / of);
  if (value < 0.1) return '< 0.1 %';
  return `${value < 9.95 || value > 99 ? value.toFixed(1) : String(Math.round(value))} %`;
}

const sizeOf = (size: number): string => (size >= k ? `${k} or more` : String(size));

interface Line {
  readonly title: string;
  readonly cells: readonly string[];
}

const lineOf = (title: string, row: Findings): Line => ({
  title,
  cells: columns.map(({ cell }) => cell(row)),
});

/** All rows, each followed by its scraped customers alone, who are a few among many. */
function linesOf(rows: readonly Row[]): Line[] {
  return rows.flatMap(row => {
    const scraped = row.byHabit?.scraper;
    return [lineOf(row.title, row), ...(scraped === undefined ? [] : [lineOf('  of whom scraped', scraped)])];
  });
}

/** For a terminal. */
export function tableOf(rows: readonly Row[]): string {
  const lines = linesOf(rows);
  const heads = [0, 1].map((part): Line => ({
    title: '',
    cells: columns.map(({ title }) => title[part] ?? ''),
  }));
  const all = [...heads, ...lines];
  const first = Math.max(...all.map(({ title }) => title.length));
  const widths = columns.map((_, column) =>
    Math.max(...all.map(({ cells }) => (cells[column] ?? '').length)),
  );
  const text = all.map(({ title, cells }) =>
    [title.padEnd(first), ...cells.map((cell, column) => cell.padStart(widths[column] ?? 0))]
      .join('  ')
      .trimEnd(),
  );
  const rule = '-'.repeat(first + widths.reduce((sum, width) => sum + width + 2, 0));
  return [...text.slice(0, 2), rule, ...text.slice(2), ''].join('\n');
}

/** For a document. */
export function markdownOf(rows: readonly Row[]): string {
  const heads = ['how the bank answers', ...columns.map(({ title }) => title.join(' '))];
  const lines = linesOf(rows).map(({ title, cells }) => [
    title.startsWith(' ') ? `_${title.trim()}_` : title,
    ...cells,
  ]);
  return [heads, heads.map((_, column) => (column === 0 ? '---' : '---:')), ...lines]
    .map(cells => `| ${cells.join(' | ')} |\n`)
    .join('');
}
