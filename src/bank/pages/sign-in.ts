/** Signing in: one answer and one length of time for an unknown name and a wrong password. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { networkOf } from '../http/network-of.ts';
import type { RandomSource } from '../link/random-source.ts';
import { findLogin, normalise, verifyPassword } from './login.ts';
import { countAttempt, forgetOldAttempts, forgiveAttempt, type Bucket } from './sign-in-throttle.ts';
import type { Tokens } from './tokens.ts';

export interface SignInParts {
  readonly database: Kysely<BankSchema>;
  readonly now: () => number;
  readonly random: RandomSource;
  readonly pepper: Uint8Array;
  readonly tokens: Tokens;
}

export interface SignInAttempt {
  readonly name: string;
  readonly password: string;
  /** The cookie that `signIn` gave this browser earlier, or null. */
  readonly knownBrowser: string | null;
  /** Where the request comes from, where that says something; null behind a proxy that hides it. */
  readonly address: string | null;
}

export type SignInOutcome =
  | { readonly ok: true; readonly customerId: string; readonly knownBrowser: string }
  | { readonly ok: false; readonly reason: 'wrong' }
  | { readonly ok: false; readonly reason: 'wait'; readonly waitMs: number };

/** How long a browser in which a customer has signed in is known. */
export const knownBrowserS = 365 * 86_400;

const purpose = 'known-browser';

export async function signIn(parts: SignInParts, attempt: SignInAttempt): Promise<SignInOutcome> {
  const { database, tokens, pepper } = parts;
  const { customerId, passwordHash } = await findLogin(database, attempt.name);
  const browser = knownBrowserOf(tokens, attempt.knownBrowser, customerId);
  const buckets: Bucket[] = [
    browser === null ? { kind: 'name', of: normalise(attempt.name) } : { kind: 'browser', of: browser },
    ...(attempt.address === null ? [] : [{ kind: 'address', of: networkOf(attempt.address) } as const]),
  ];
  const throttled = await countAttempt(database, buckets, parts.now());
  if (throttled !== null) return { ok: false, reason: 'wait', ...throttled };

  const isRight = await verifyPassword(attempt.password, passwordHash, pepper);
  if (!isRight || customerId === null) return { ok: false, reason: 'wrong' };
  await forgiveAttempt(database, buckets);
  await forgetOldAttempts(database, parts.now());
  const nonce = browser ?? Buffer.from(parts.random(16)).toString('base64url');
  return {
    ok: true,
    customerId,
    knownBrowser: `${nonce}.${tokens.sign(purpose, `${customerId}\n${nonce}`)}`,
  };
}

/** The browser's own name when this customer has signed in there before. */
function knownBrowserOf(tokens: Tokens, cookie: string | null, customerId: string | null): string | null {
  const [nonce, signature] = cookie?.split('.') ?? [];
  if (nonce === undefined || signature === undefined || customerId === null) return null;
  return tokens.isSigned(purpose, `${customerId}\n${nonce}`, signature) ? nonce : null;
}
