/** The SDK's own adapter for Express, led to believe in the bench's authority. */
import https from 'node:https';
import { createRequire } from 'node:module';
import { PassThrough } from 'node:stream';
import type { SigningAuthority } from './alexa-signing.ts';

/**
 * The adapter fetches by `https.get` and believes Node's own roots alone: both are replaced, so that it verifies our
 * chain, by all its own rules.
 */
export function teachAdapter({ root, chain }: Pick<SigningAuthority, 'root' | 'chain'>): void {
  const load = createRequire(import.meta.url);
  // What the package's own module exports, in JavaScript of its own.
  const helper = load('ask-sdk-express-adapter/dist/verifier/helper') as {
    generateCAStore: (roots: readonly string[]) => unknown;
  };
  const generate = helper.generateCAStore;
  helper.generateCAStore = () => generate([root]);
  const answer = (_url: unknown, take: (response: unknown) => void): unknown => {
    const response = Object.assign(new PassThrough(), { statusCode: 200 });
    setImmediate(() => {
      take(response);
      response.end(chain);
    });
    return new PassThrough();
  };
  // The signatures of `https.get` are many, and the adapter uses one.
  https.get = answer as unknown as typeof https.get;
}
