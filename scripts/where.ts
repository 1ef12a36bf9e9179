/**
 * `npm run where -- "lambda.js:1:20417|lambda.js:1:9312"`: which lines of the source the places are that a fault in the
 * log names. The source maps are those of `npm run package`: package the commit that is deployed.
 */
import { readFileSync } from 'node:fs';
import { SourceMap, type SourceMapPayload } from 'node:module';
import { basename, relative, resolve } from 'node:path';
import { NoPackage } from '../src/packaged/index.ts';
import { bundleOf, functionNames, sourceMapOf } from './osls.ts';

/** A place in a bundle as a place in the source; null where the bundle has none there. */
export function sourceOf(place: string): string | null {
  const [, file, line, column] = /^([\w.-]+\.js):(\d+):(\d+)$/.exec(place) ?? [];
  const name = functionNames.find(name => basename(bundleOf(name)) === file);
  if (name === undefined) return null;
  // esbuild wrote it.
  const map = new SourceMap(JSON.parse(readFileSync(sourceMapOf(name), 'utf8')) as SourceMapPayload);
  const entry = map.findEntry(Number(line) - 1, Number(column) - 1);
  if (!('originalSource' in entry)) return null;
  // Its sources are told from where the bundle was made, which is as deep as it lies in the zip.
  const source = relative('.', resolve('.esbuild/.build', bundleOf(name), '..', entry.originalSource));
  return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

if (import.meta.main) {
  const places = process.argv.slice(2).flatMap(argument => argument.split('|'));
  const isHelp = places[0] === '--help' || places[0] === '-h';
  try {
    if (isHelp || places.length === 0) {
      const stream = isHelp ? process.stdout : process.stderr;
      stream.write(
        'Usage: npm run where -- "lambda.js:1:20417|lambda.js:1:9312"\n\n' +
          'Tells the lines of the source that "at" of a fault in the log names. Package the commit that is deployed.\n',
      );
      process.exitCode = isHelp ? 0 : 2;
    } else {
      const found = places.map(place => ({ place, source: sourceOf(place) }));
      for (const { place, source } of found)
        process.stdout.write(`${place}  ${source ?? 'not in the package'}\n`);
      process.exitCode = found.some(({ source }) => source === null) ? 1 : 0;
    }
  } catch (error) {
    if (!(error instanceof NoPackage)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}
