/** Runs osls, the maintained fork of Serverless Framework 3, which `serverless.yml` is for. */
import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { packagedFunction, type FunctionName } from '../src/packaged/index.ts';
import type { Environment } from './stage.ts';

export const functionNames: readonly FunctionName[] = ['skill', 'https'];

/** Where the source map of a function is kept, outside of its zip. */
export const sourceMapOf = (name: FunctionName): string => `.serverless/${name}.js.map`;

/** Where the bundle is in the zip. */
export const bundleOf = (name: FunctionName): string =>
  packagedFunction(name).handler.replace(/\.[^./]+$/, '.js');

/**
 * Runs one command of osls and, where that has packaged, keeps the source maps.
 * @param output Whether what it says is shown; what it warns of always is, and all of it when it fails.
 * @returns Its exit code.
 */
export function osls(args: readonly string[], env: Environment, output: 'shown' | 'hidden'): number {
  const program = createRequire(import.meta.url).resolve('osls/bin/serverless.js');
  const { status, stdout } = spawnSync(process.execPath, [program, ...args], {
    env,
    stdio: ['ignore', output === 'shown' ? 'inherit' : 'pipe', 'inherit'],
  });
  // There it also says what went wrong.
  if (status !== 0 && output === 'hidden') process.stderr.write(stdout);
  if (status === 0 && (args[0] === 'package' || args[0] === 'deploy')) {
    for (const name of functionNames)
      copyFileSync(`.esbuild/.build/${bundleOf(name)}.map`, sourceMapOf(name));
  }
  return status ?? 1;
}
