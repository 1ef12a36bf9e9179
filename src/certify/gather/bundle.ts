/** Looks into the zips of the functions. */
import { readFileSync } from 'node:fs';
import { unzipSync } from 'fflate';
import { packagedFunction, type FunctionName } from '../../packaged/index.ts';
import type { BundleFacts } from '../facts.ts';

/** What a key or a password looks like in a file; none of them may be in a bundle. */
const secretLooks: readonly (readonly [what: string, looks: RegExp])[] = [
  ['a private key', /-----BEGIN (?:\w+ )*PRIVATE KEY-----\s*[\w+/]{40}/],
  ['a private JWK', /"d"\s*:\s*"[\w-]{43}"/],
  ['an AWS access key', /\bAKIA[0-9A-Z]{16}\b/],
];

/**
 * @param folder where `npm run package` has put the zips
 * @throws Error that says to package first
 */
export function readBundles(names: readonly FunctionName[], folder?: string): BundleFacts {
  return {
    functions: Object.fromEntries(
      names.map(name => {
        const { zip, timeoutMs, handler } = packagedFunction(name, folder);
        const bytes = readFileSync(zip);
        const files = Object.entries(unzipSync(bytes));
        return [
          name,
          {
            zipBytes: bytes.length,
            timeoutMs,
            handler,
            files: files.map(([path, content]) => ({ path, bytes: content.length })),
            secrets: files.flatMap(([path, content]) =>
              secretLooks
                .filter(([, looks]) => looks.test(Buffer.from(content).toString('latin1')))
                .map(([what]) => `${what} in ${path}`),
            ),
          },
        ];
      }),
    ),
  };
}
