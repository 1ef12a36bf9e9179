/** What the document about testing shows is what runs beside this file. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { turnForms } from '../../src/simulator/transcripts/form.ts';

const here = new URL('.', import.meta.url);
const document = readFileSync(new URL('../../docs/testing.md', here), 'utf8');

/** The fenced blocks of a language. */
const blocksOf = (language: string): string[] =>
  [...document.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map(([, code = '']) => code);

test.each([
  ['yaml', 'example/balance.yaml'],
  ['ts', 'example/example.test.ts'],
])('its %s is %s', (language, file) => {
  expect(blocksOf(language)).toEqual([readFileSync(new URL(file, here), 'utf8')]);
});

test.each(turnForms.options.map(form => Object.keys(form.shape)[0] ?? ''))(
  'it explains a row with %s',
  key => {
    expect(document).toContain(`\`${key}:`);
  },
);
