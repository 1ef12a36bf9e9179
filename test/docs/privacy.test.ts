/** The page on privacy shows what the attack shows. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scenarios } from '../../src/attack/scenarios.ts';
import { rowsWith } from './markdown.ts';

const text = readFileSync(resolve(import.meta.dirname, '../../docs/privacy.md'), 'utf8');
const tables = text
  .split('<!-- measured')
  .slice(1)
  .map(part => rowsWith(part.split('<!-- end -->')[0] ?? '', ['how the bank answers']));

describe.each([
  ["the demo's households", 0],
  ['the real ledger', 1],
])('%s', (_name, place) => {
  const rows = tables[place] ?? [];
  const rowOf = (title: string) => rows.findIndex(row => row.get('how the bank answers') === title);

  it('has a row for each way of answering', () => {
    for (const { title } of scenarios) expect(rowOf(title), title).toBeGreaterThanOrEqual(0);
  });

  it.each(['about, without balances', 'about, with sealed balances'])('shows the promise kept: %s', title => {
    // The row itself, and that of the customers who are scraped.
    for (const row of rows.slice(rowOf(title), rowOf(title) + 2)) {
      for (const column of ['transactions isolated', 'days isolated', 'small cells isolated']) {
        expect(row.get(column), column).toBe('0');
      }
      expect(row.get('smallest combination')).toBe('5 or more');
    }
  });
});
