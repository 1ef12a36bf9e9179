/**
 * `npm run package`: makes the zips of the Lambda functions, offline and without credentials, and says what is in them.
 *
 * Without the settings of a deployment the package is an example, made for a stage of that name: the addresses of
 * `.env.example` stand in its template, and it cannot be deployed, since there is no key for that stage.
 */
import { readFileSync, statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { maxBundleBytes, packagedFunction } from '../src/packaged/index.ts';
import { commandLineOrExit, packagingArgs } from './command-line.ts';
import { bundleOf, functionNames, osls, sourceMapOf } from './osls.ts';
import { environmentOf, problemsOf, required } from './stage.ts';

const line = commandLineOrExit('package', process.argv.slice(2));
const { stage } = line;
const environment = environmentOf(stage ?? 'dev', process.env);
const problems = problemsOf(environment, line.region);
const isExample = stage === null && problems.length > 0;
if (!isExample && problems.length > 0) fail(`The settings are not complete:\n  ${problems.join('\n  ')}`);

const examples = Object.fromEntries(required.map(({ variable, example }) => [variable, example]));
const status = isExample
  ? osls(['package', ...packagingArgs('example', line)], { ...environment, ...examples }, 'hidden')
  : osls(['package', ...packagingArgs(stage ?? 'dev', line)], environment, 'hidden');
if (status !== 0) process.exit(status);

for (const name of functionNames) {
  const { zip } = packagedFunction(name);
  const bundlePath = bundleOf(name);
  const content = readFileSync(zip);
  const files = Object.entries(unzipSync(content));
  for (const [path, { length }] of files) print(`${kilobytes(length)}  ${path}`);
  print(`${kilobytes(content.length)}  ${zip}`);
  print(`${kilobytes(statSync(sourceMapOf(name)).size)}  ${sourceMapOf(name)}`);

  const [bundle] = files;
  if (files.length !== 1 || bundle?.[0] !== bundlePath)
    fail(`${zip} should hold ${bundlePath} and nothing else.`);
  if (bundle[1].length > maxBundleBytes[name])
    fail(`${bundlePath} is larger than ${kilobytes(maxBundleBytes[name]).trim()}.`);
}
if (isExample)
  print('This package is an example, without the settings of a deployment: see docs/deploy-skill.md.');

function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(1).padStart(7)} kB`;
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
