import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  answerRequest,
  answerSchemas,
  questionNames,
  refusalCodes,
  refusalStatus,
} from '../../src/facade/contract.ts';
import { exampleAnswers, exampleContext } from '../../src/facade/openapi.examples.ts';
import { openApiDocument, openApiText } from '../../src/facade/openapi.ts';

const document = JSON.parse(openApiText()) as unknown;

/** Every value under a key, wherever it stands. */
function valuesOf(key: string, within: unknown): unknown[] {
  if (typeof within !== 'object' || within === null) return [];
  return Object.entries(within as Record<string, unknown>).flatMap(([name, value]) => [
    ...(name === key ? [value] : []),
    ...valuesOf(key, value),
  ]);
}

function resolve(reference: string): unknown {
  return reference
    .slice('#/'.length)
    .split('/')
    .reduce<unknown>((node, name) => (node as Record<string, unknown> | undefined)?.[name], document);
}

test('the committed document is the one that the contract makes: `npm run openapi` writes it', () => {
  expect(readFileSync(new URL('../../docs/openapi.json', import.meta.url), 'utf8')).toBe(openApiText());
});

test('every reference leads somewhere', () => {
  const references = valuesOf('$ref', document) as string[];
  expect(references.length).toBeGreaterThan(50);
  expect(references.filter(reference => resolve(reference) === undefined)).toEqual([]);
});

test('every object is closed', () => {
  const objects = (within: unknown): Record<string, unknown>[] =>
    typeof within !== 'object' || within === null
      ? []
      : [
          ...('type' in within && within.type === 'object' ? [within as Record<string, unknown>] : []),
          ...Object.values(within as Record<string, unknown>).flatMap(objects),
        ];
  const schemas = objects(resolve('#/components/schemas'));
  expect(schemas.length).toBeGreaterThan(20);
  expect(schemas.filter(schema => schema.additionalProperties !== false)).toEqual([]);
});

test('every code of the contract is in it, but the two that no operation gives', () => {
  const codes = Object.keys(resolve('#/components/examples') as object);
  expect(refusalCodes.filter(code => !codes.includes(code))).toEqual(['not_found', 'method_not_allowed']);
  for (const code of codes) {
    expect(resolve(`#/components/examples/${code}`)).toMatchObject({
      value: { code, status: refusalStatus[code as keyof typeof refusalStatus] },
    });
  }
});

test.each(questionNames)('the examples of %s keep the contract', name => {
  const answer = exampleAnswers[name];
  expect(answerSchemas[name].parse(answer)).toEqual(answer);
  expect(answerRequest.safeParse({ context: exampleContext, question: answer.question }).success).toBe(true);
});

test('it is made anew each time', () => {
  expect(openApiDocument()).toEqual(openApiDocument());
});
