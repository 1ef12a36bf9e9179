/** What keeps the threat model honest is itself tested. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readTestTitles, type TestTitles } from './test-titles.ts';

const folder = mkdtempSync(join(tmpdir(), 'sottovoce-test-'));
afterAll(() => rmSync(folder, { recursive: true }));

const source = `
import { cases } from './cases.ts';
describe.each(engines)('a door on $name', () => {
  describe('at night', () => {
    it('is shut (100%)', () => {});
    it.each([['from within', 3], ['from without', 4]])('opens %s after %i tries', () => {});
    for (const { name } of cases) test.skipIf(dark)(name, () => {});
    it.skip('rings', () => {});
    it.todo('creaks', () => {});
    // it('is painted', () => {});
  });
});
`;

describe('the titles of a test file', () => {
  let titles: TestTitles;
  beforeAll(() => {
    writeFileSync(join(folder, 'cases.ts'), "export const cases = [{ name: 'is oak' }];");
    writeFileSync(join(folder, 'door.test.ts'), source);
    titles = readTestTitles(join(folder, 'door.test.ts'));
  });

  it.each([
    'a door on … › at night › is shut (100%)',
    'a door on … › at night › opens from within after 3 tries',
    'a door on … › at night › opens … after … tries',
    'a door on … › at night › is oak',
  ])('have %s', title => expect(titles.has(title)).toBe(true));

  it.each([
    'is shut (100%)',
    'a door on … › is shut (100%)',
    'a door on … › at night',
    'a door on … › at night › is shut',
    'a door on … › at night › opens by magic after 3 tries',
    'a door on … › at night › is elm',
    'a door on … › at night › rings',
    'a door on … › at night › creaks',
    'a door on … › at night › is painted',
    '',
  ])('do not have "%s"', title => expect(titles.has(title)).toBe(false));
});
