/** Bundles as they are deployed: with the settings that `serverless.yml` gives its bundler. */
import { readFileSync } from 'node:fs';
import { build, type BuildOptions } from 'esbuild';
import { parse } from 'yaml';
import * as z from 'zod';

const deployed = z.object({
  custom: z.object({
    esbuild: z.object({
      bundle: z.literal(true),
      minify: z.boolean(),
      format: z.enum(['cjs', 'esm']),
      platform: z.literal('node'),
      target: z.string(),
      legalComments: z.literal('none'),
      alias: z.record(z.string(), z.string()),
    }),
  }),
});

/** The options of the deployed bundle. */
function deployedOptions(): BuildOptions {
  return deployed.parse(parse(readFileSync('serverless.yml', 'utf8'))).custom.esbuild;
}

/**
 * Bundles one entry into a file: ours as it is deployed, another's without what we have left out of our own.
 * @param external packages that stay outside
 */
export async function bundle(entry: string, outfile: string, external: string[] = []): Promise<void> {
  const { alias = {}, ...options } = deployedOptions();
  const isOurs = entry.startsWith('src/');
  await build({
    ...options,
    ...(isOurs ? { alias } : {}),
    external,
    entryPoints: [entry],
    outfile,
    logLevel: 'error',
  });
}
