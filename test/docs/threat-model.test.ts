/** The threat model names a test for each threat: those tests have to be there, and so has what they test. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { linksIn, rowsWith } from './markdown.ts';
import { readTestTitles, type TestTitles } from './test-titles.ts';

const root = resolve(import.meta.dirname, '../..');
const document = resolve(root, 'docs/threat-model.md');
const columns = ['#', 'Threat', 'What stops it', 'What is left', 'Shown by'] as const;
const text = readFileSync(document, 'utf8');
const threats = rowsWith(text, columns).map(row => ({
  id: row.get('#') ?? '',
  row,
}));

const files = new Map<string, TestTitles>();
function titlesOf(path: string): TestTitles {
  const titles = files.get(path) ?? readTestTitles(path);
  files.set(path, titles);
  return titles;
}

/** The files that a cell leads to, from the root. */
const targetsIn = (cell: string) =>
  linksIn(cell).map(({ text, target }) => ({
    text,
    path: resolve(dirname(document), target),
    name: relative(root, resolve(dirname(document), target)),
  }));

test('there are threats, each with a number of its own', () => {
  expect(threats.length).toBeGreaterThanOrEqual(30);
  expect(threats.map(({ id }) => id).filter((id, at, all) => all.indexOf(id) !== at)).toEqual([]);
  expect(threats.filter(({ id }) => !/^[A-Z]\d+$/.test(id))).toEqual([]);
});

test.each(rowsWith(text, ['Who', 'See']).map(row => [row.get('Who') ?? '', row.get('See') ?? '']))(
  '%s: has threats that are there',
  (_who, see) => {
    expect(threats.map(({ id }) => id)).toEqual(expect.arrayContaining(see.split(', ')));
  },
);

describe.each(threats)('$id', ({ row }) => {
  test('says of a threat all that there is to say', () => {
    expect(columns.filter(column => (row.get(column) ?? '') === '')).toEqual([]);
  });

  test('names tests that exist, by file and title', () => {
    const named = targetsIn(row.get('Shown by') ?? '');
    expect(named.length).toBeGreaterThan(0);
    for (const { text, path, name } of named) {
      expect(name).toMatch(/^test\/.+(\.test\.ts|\.yaml)$/);
      expect(existsSync(path), name).toBe(true);
      expect(titlesOf(path).has(text), `${name} has the test “${text}”`).toBe(true);
    }
  });

  test('names what stops it, where it stands in the source', () => {
    const named = targetsIn(row.get('What stops it') ?? '');
    expect(named.length).toBeGreaterThan(0);
    for (const { path, name } of named) expect(existsSync(path), name).toBe(true);
  });
});
