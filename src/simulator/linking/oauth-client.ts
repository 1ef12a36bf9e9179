/** Alexa's side of account linking: an OAuth client of the bank with the authorization code grant and PKCE. */
import { createHash, randomBytes } from 'node:crypto';
import * as z from 'zod';

/** As Alexa's developer console keeps it for a skill. */
export interface OAuthClientSettings {
  /** The bank's authorization server; its endpoints are found under it (RFC 8414 names the documents). */
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
}

/** What the platform keeps when a customer has linked. */
export interface HeldTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Milliseconds since 1970 UTC. */
  readonly expiresAt: number;
}

/** A linking that has begun. The verifier never leaves the platform until the code comes back. */
export interface BegunLinking {
  /** Where the customer's browser is sent. */
  readonly url: string;
  readonly state: string;
  readonly verifier: string;
}

export interface OAuthClient {
  /** @param scope what is asked for; the facade's scope by default */
  begin(scope?: string): BegunLinking;
  /** Redeems a code; null when the bank refuses it. */
  redeem(code: string, verifier: string): Promise<HeldTokens | null>;
  /** Null when the bank refuses: the link is over. */
  refresh(refreshToken: string): Promise<HeldTokens | null>;
  /** RFC 7009; ends the whole link where it is a refresh token. */
  revoke(refreshToken: string): Promise<void>;
}

/** What the console names under "Scope". */
const facadeScope = 'ask';

const tokenReply = z.looseObject({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
});

/** @param now milliseconds since 1970 UTC; tokens expire by it */
export function createOAuthClient(settings: OAuthClientSettings, now: () => number): OAuthClient {
  const { issuer, clientId, clientSecret, redirectUri } = settings;
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`);

  const post = (path: string, form: Record<string, string>): Promise<Response> =>
    fetch(`${issuer}${path}`, {
      method: 'POST',
      headers: {
        authorization: `Basic ${credentials.toString('base64')}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: new URLSearchParams(form).toString(),
      redirect: 'error',
    });

  const tokens = async (form: Record<string, string>): Promise<HeldTokens | null> => {
    const askedAt = now();
    const response = await post('/token', form);
    const reply = tokenReply.safeParse(await response.json());
    if (!response.ok || !reply.success) return null;
    const { access_token, refresh_token, expires_in } = reply.data;
    return {
      accessToken: access_token,
      refreshToken: refresh_token,
      expiresAt: askedAt + expires_in * 1_000,
    };
  };

  return {
    begin: (scope = facadeScope) => {
      const verifier = randomBytes(32).toString('base64url');
      const state = randomBytes(32).toString('base64url');
      const url = new URL(`${issuer}/auth`);
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        scope,
        state,
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
        code_challenge_method: 'S256',
      }).toString();
      return { url: url.href, state, verifier };
    },
    redeem: (code, verifier) =>
      tokens({
        grant_type: 'authorization_code',
        code,
        redirect_uri: redirectUri,
        code_verifier: verifier,
      }),
    refresh: refreshToken => tokens({ grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: async refreshToken => {
      const response = await post('/token/revocation', { token: refreshToken });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`the bank does not revoke (${response.status})`);
    },
  };
}
