/** What `npm run package` has made, as its own description says: where each function is and how it is to be run. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import type { LambdaFunction } from './lambda-environment.ts';

/** A function in a zip, with what `serverless.yml` says of it. */
export interface PackagedFunction extends LambdaFunction {
  /** The path of the zip. */
  readonly zip: string;
  /** How long one invocation may take. */
  readonly timeoutMs: number;
  /** The names of the settings that it gets. */
  readonly variables: readonly string[];
  /** Those of them that have a value in the package. */
  readonly given: Readonly<Record<string, string>>;
}

/** The functions of `serverless.yml`. */
export type FunctionName = 'skill' | 'https';

/** The part of `.serverless/serverless-state.json` that is read here. */
const stateSchema = z.looseObject({
  service: z.looseObject({
    provider: z.looseObject({ environment: z.record(z.string(), z.unknown()) }),
    functions: z.record(
      z.string(),
      z.looseObject({
        name: z.string(),
        handler: z.string(),
        memory: z.int(),
        timeout: z.int(),
      }),
    ),
  }),
});

/** A bundle that grows starts more slowly; more than this means that something got in that does not belong. */
export const maxBundleBytes: Readonly<Record<FunctionName, number>> = { skill: 350_000, https: 1_500_000 };

/** There is no package, or it is not a whole one; the message says to package first. */
export class NoPackage extends Error {
  override readonly name = 'NoPackage';
}

/**
 * Finds a packaged function.
 * @param folder Where the package is.
 * @throws NoPackage
 */
export function packagedFunction(name: FunctionName, folder = '.serverless'): PackagedFunction {
  let state: unknown;
  try {
    state = JSON.parse(readFileSync(join(folder, 'serverless-state.json'), 'utf8'));
  } catch (cause) {
    throw new NoPackage(`There is no package in ${folder}. Make it: npm run package`, { cause });
  }
  const { functions, provider } = stateSchema.parse(state).service;
  const found = functions[name];
  const zip = join(folder, `${name}.zip`);
  if (found === undefined || !existsSync(zip))
    throw new NoPackage(`The package in ${folder} has no function "${name}". Make it anew: npm run package`);
  return {
    name: found.name,
    handler: found.handler,
    memoryMegabytes: found.memory,
    timeoutMs: found.timeout * 1_000,
    variables: Object.keys(provider.environment),
    given: Object.fromEntries(
      Object.entries(provider.environment).flatMap(([name, value]) =>
        typeof value === 'string' && value !== '' ? [[name, value]] : [],
      ),
    ),
    zip,
  };
}
