/**
 * `npm run package`: makes the zip of the Lambda function, offline and without credentials, and says what is in it.
 * The settings are references in `serverless.yml`; where one is not set, its example stands in, and nothing of it
 * gets into the zip.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { unzipSync } from 'fflate';
import { settings } from '../src/config.ts';

const zipPath = '.serverless/skill.zip';
const bundlePath = 'src/channels/alexa/lambda.js';
/** A bundle that grows starts more slowly; more than this means that something got in that does not belong. */
const maxBundleBytes = 350 * 1_024;

const required = [settings.facadeUrl, settings.alexaSkillId];
const packager = spawnSync(
  process.execPath,
  [createRequire(import.meta.url).resolve('osls/bin/serverless.js'), 'package'],
  {
    env: {
      ...Object.fromEntries(required.map(({ variable, example }) => [variable, example])),
      ...process.env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  },
);
if (packager.status !== 0) process.exit(packager.status ?? 1);

const zip = readFileSync(zipPath);
const files = Object.entries(unzipSync(zip));
for (const [path, content] of files) print(`${kilobytes(content.length)}  ${path}`);
print(`${kilobytes(zip.length)}  ${zipPath}`);

if (files.length !== 1 || files[0]?.[0] !== bundlePath)
  fail(`The zip should hold ${bundlePath} and nothing else.`);
if (files[0][1].length > maxBundleBytes)
  fail(`The bundle is larger than ${kilobytes(maxBundleBytes).trim()}.`);

function kilobytes(bytes: number): string {
  return `${(bytes / 1_024).toFixed(1).padStart(7)} KB`;
}
function print(line: string): void {
  process.stdout.write(`${line}\n`);
}
function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
