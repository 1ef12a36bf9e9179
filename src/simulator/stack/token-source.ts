/** The bank, as far as the simulator may put tokens there without asking the customer. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import {
  authorizationPath,
  createAuthorizationServer,
  type deriveAuthorizationSecrets,
  type PlatformClient,
} from '../../bank/authorization/index.ts';
import type { BankSchema } from '../../bank/database/schema.ts';
import { digestToken, issueAccessToken } from '../../bank/link/access-token.ts';
import type { TokenSource } from '../linking/account.ts';
import { issueTokens } from '../linking/issue-tokens.ts';

export interface TokenSourceOptions {
  readonly database: Kysely<BankSchema>;
  readonly customerId: string;
  /** The platform as the bank knows it, and where the bank sends its customers back to. */
  readonly client: PlatformClient;
  readonly redirectUri: string;
  /** The facade's identifier, which is a token's audience (RFC 8707). */
  readonly facadeResource: string;
  readonly secrets: ReturnType<typeof deriveAuthorizationSecrets>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
}

/** The platform's access token outlives every clock that a person moves; it is taken back at the end. */
const tokenTtlMs = 3_660 * 24 * 60 * 60 * 1_000;

/** @returns the source, with a token in it where the customer is linked, and what takes that token back */
export async function createTokenSource({
  database,
  customerId,
  client,
  redirectUri,
  facadeResource,
  secrets,
  now,
}: TokenSourceOptions): Promise<TokenSource & { readonly forget: () => Promise<void> }> {
  let seeded: string | null = null;
  const forget = async (): Promise<void> => {
    if (seeded === null) return;
    await database.deleteFrom('access_token').where('token_digest', '=', digestToken(seeded)).execute();
  };
  const reseed = async (): Promise<string | null> => {
    await forget();
    seeded = await issueAccessToken(database, {
      customerId,
      platform: client.platform,
      now: now(),
      random: randomBytes,
      ttlMs: tokenTtlMs,
    });
    return seeded;
  };
  await reseed();

  return {
    seeded: () => seeded,
    reseed,
    forget,
    issue: async ({ audience = facadeResource, scope, issuedAgoMs = 0 }) => {
      // Issuing would link anew a customer who has taken it back.
      if ((await reseed()) === null) return null;
      const then = () => now() - issuedAgoMs;
      const issued = await issueTokens({
        authorizationPath,
        client: { ...client, redirectUri },
        customerId,
        scope,
        now: then,
        authorizationAt: publicUrl =>
          createAuthorizationServer({
            database,
            now: then,
            random: randomBytes,
            publicUrl,
            facadeResource: audience,
            platforms: [client],
            secrets,
            errorPage: () => ({ html: '', headers: {} }),
            onFault: () => undefined,
          }),
      });
      await reseed();
      return issued;
    },
  };
}
