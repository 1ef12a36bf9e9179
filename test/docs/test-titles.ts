/** Which tests a file has, read from its source: nothing is run. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import ts from 'typescript';
import { parse } from 'yaml';
import * as z from 'zod';

/** What stands between the titles of a `describe` and of a test in it. */
const separator = ' › ';
/** In the place of a value that is filled in while tests run: `%s`, `$name`, `${…}`, or a whole title. */
const hole = '\u0000';
const holes = /%[sdifjop#]|\$[a-zA-Z][\w.]*/g;

export interface TestTitles {
  /**
   * Whether the file has the test, named by its title and those of the `describe`s around it. A value that is filled
   * in is written out, and has to stand in the file or in one that it imports; or it is written as `…`.
   */
  readonly has: (title: string) => boolean;
}

/** Reads a TypeScript test file, or a transcript (YAML). */
export function readTestTitles(path: string): TestTitles {
  const text = readFileSync(path, 'utf8');
  if (path.endsWith('.yaml')) {
    const transcript = z.looseObject({ conversations: z.array(z.looseObject({ title: z.string() })) });
    const titles = new Set(transcript.parse(parse(text)).conversations.map(({ title }) => title));
    return { has: title => titles.has(title) };
  }

  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const templates = templatesIn(source);
  const values = valuesIn(source);
  for (const imported of importedBy(source, path)) {
    for (const value of valuesIn(sourceOf(imported))) values.add(value);
  }
  return {
    has: title =>
      templates.some(template => {
        const filled = new RegExp(`^${template.split(hole).map(escape).join('(.+)')}$`).exec(title);
        return filled?.slice(1).every(value => value === '…' || values.has(value)) ?? false;
      }),
  };
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
const sourceOf = (path: string): ts.SourceFile =>
  ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);

/** The titles of all tests that are run, each with those around it, and a hole for each value. */
function templatesIn(source: ts.SourceFile): string[] {
  const templates: string[] = [];
  const visit = (node: ts.Node, around: readonly string[]): void => {
    const called = ts.isCallExpression(node) ? calledTest(node) : null;
    if (called === null) {
      ts.forEachChild(node, child => visit(child, around));
      return;
    }
    if (called.isSkipped) return;
    const path = [...around, called.title];
    if (called.kind === 'test') templates.push(path.join(separator));
    else ts.forEachChild(node, child => visit(child, path));
  };
  visit(source, []);
  return templates;
}

/** `it('…', …)`, `describe.each(rows)('…', …)` and their like; null for any other call. */
function calledTest(
  call: ts.CallExpression,
): { kind: 'test' | 'describe'; title: string; isSkipped: boolean } | null {
  const [title] = call.arguments;
  if (title === undefined || call.arguments.length < 2) return null;
  const chain: string[] = [];
  let callee: ts.Expression = call.expression;
  while (!ts.isIdentifier(callee)) {
    if (ts.isPropertyAccessExpression(callee)) chain.push(callee.name.text);
    else if (!ts.isCallExpression(callee)) return null;
    callee = callee.expression;
  }
  if (!['it', 'test', 'describe'].includes(callee.text)) return null;
  return {
    kind: callee.text === 'describe' ? 'describe' : 'test',
    title: templateOf(title, chain.includes('each')),
    isSkipped: chain.includes('skip') || chain.includes('todo'),
  };
}

function templateOf(title: ts.Expression, isFilledIn: boolean): string {
  if (ts.isStringLiteralLike(title)) return isFilledIn ? title.text.replace(holes, hole) : title.text;
  if (!ts.isTemplateExpression(title)) return hole;
  return [title.head.text, ...title.templateSpans.map(({ literal }) => literal.text)].join(hole);
}

/** Every text and number that is written out in a file, but for the titles of tests. */
function valuesIn(source: ts.SourceFile): Set<string> {
  const values = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) values.add(node.text);
    const title = ts.isCallExpression(node) && calledTest(node) !== null ? node.arguments[0] : undefined;
    ts.forEachChild(node, child => {
      if (child !== title) visit(child);
    });
  };
  visit(source);
  return values;
}

/** The files of this repository that a file imports. */
function importedBy(source: ts.SourceFile, path: string): string[] {
  return source.statements
    .filter(ts.isImportDeclaration)
    .map(({ moduleSpecifier }) => (ts.isStringLiteral(moduleSpecifier) ? moduleSpecifier.text : ''))
    .filter(specifier => /^\..*\.ts$/.test(specifier))
    .map(specifier => resolve(dirname(path), specifier))
    .filter(imported => existsSync(imported));
}
