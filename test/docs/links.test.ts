/** A link inside the repository leads somewhere. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { anchorsIn, linksIn } from './markdown.ts';

const root = resolve(import.meta.dirname, '../..');
const documents = globSync(['*.md', 'docs/**/*.md'], { cwd: root }).sort();

test('the documents are there', () => {
  expect(documents).toEqual(
    expect.arrayContaining(['README.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/threat-model.md']),
  );
});

test.each(documents)('every relative link of %s leads somewhere', name => {
  const path = resolve(root, name);
  const text = readFileSync(path, 'utf8');
  const broken = linksIn(text)
    .map(({ target }) => target)
    .filter(target => !/^[a-z]+:/.test(target))
    .filter(target => {
      const [file = '', anchor] = target.split('#');
      const found = file === '' ? path : resolve(dirname(path), decodeURIComponent(file));
      if (!existsSync(found) || relative(root, found).startsWith('..')) return true;
      if (anchor === undefined || !found.endsWith('.md')) return false;
      return !anchorsIn(readFileSync(found, 'utf8')).includes(anchor);
    });
  expect(broken).toEqual([]);
});
