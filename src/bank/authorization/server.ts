/**
 * The bank's authorization server: links a customer to a platform (OAuth 2.1 authorization code with PKCE), and tells
 * the facade which link an access token stands for. `acr_values` plays no part: how sure the bank is of who speaks
 * is the facade's own grant.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Kysely } from 'kysely';
import Provider from 'oidc-provider';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema, ConsentVia } from '../database/schema.ts';
import { endSharing } from '../link/end-sharing.ts';
import type { RandomSource } from '../link/random-source.ts';
import { databaseAdapter } from './adapter.ts';
import { platformClient, type IntrospectionClient, type PlatformClient } from './client.ts';
import { configuration } from './configuration.ts';
import { createLinking, type Linking } from './linking.ts';
import type { AuthorizationSecrets } from './secrets.ts';
import { findTokenLink, type AcceptedTokens, type TokenLink } from './token-link.ts';

/** Path of the authorization server under the bank's address; discovery is below it. */
export const authorizationPath = '/oauth';

/** Where the customer signs in and agrees, for one linking. */
export const linkingPath = (uid: string): string => `/link/${uid}`;

export interface AuthorizationOptions {
  readonly database: Kysely<BankSchema>;
  /** Milliseconds since 1970 UTC. */
  readonly now: () => number;
  readonly random: RandomSource;
  /** The bank's public address, without a path; https but on loopback. */
  readonly publicUrl: string;
  /** The audience of every access token, an absolute URI: the facade's own. */
  readonly facadeResource: string;
  readonly platforms: readonly PlatformClient[];
  readonly introspectors?: readonly IntrospectionClient[];
  readonly secrets: AuthorizationSecrets;
  /** An error that cannot be told to the platform, as a page with its headers. `code` is OAuth's. */
  readonly errorPage: (code: string) => { html: string; headers: Readonly<Record<string, string>> };
  /** Hears of a fault of the server itself; what the browser sees says nothing of it. */
  readonly onFault: (error: Error) => void;
}

export interface AuthorizationServer {
  /** To be mounted at `authorizationPath`. */
  readonly handler: (request: IncomingMessage, response: ServerResponse) => void;
  /** What the bank's pages need to take a customer through a linking. */
  readonly linking: Linking;
  /** The tokens that it issues for the facade, as `findTokenLink` wants to know them. */
  readonly accepted: AcceptedTokens;
  /** See `findTokenLink`. */
  readonly resolveAccessToken: (token: string) => Promise<TokenLink | null>;
  /**
   * Ends a link with all its tokens and its consent, on the very next request. May be repeated.
   * @returns whether there was anything to end
   */
  readonly revokeLink: (link: LinkKey, via: ConsentVia) => Promise<{ revoked: boolean }>;
}

/** @throws when a platform, an address or a key is not usable; the message names it. */
export function createAuthorizationServer(options: AuthorizationOptions): AuthorizationServer {
  const { database, facadeResource, now } = options;
  const platforms = options.platforms.map(client => platformClient.parse(client));
  const publicUrl = new URL(options.publicUrl);
  const secure = publicUrl.protocol === 'https:';
  const platformOf = new Map(platforms.map(client => [client.clientId, client]));

  const provider = new Provider(
    new URL(authorizationPath, publicUrl).href,
    configuration({
      adapter: databaseAdapter(database, options),
      platforms,
      introspectors: options.introspectors ?? [],
      secrets: options.secrets,
      facadeResource,
      secure,
      linkingPath,
      customerExists: async customerId =>
        (await database
          .selectFrom('customer')
          .select('customer_id')
          .where('customer_id', '=', customerId)
          .executeTakeFirst()) !== undefined,
      renderError: (ctx, out) => {
        const { html, headers } = options.errorPage(out.error);
        ctx.set({ ...headers });
        ctx.type = 'html';
        ctx.body = html;
      },
    }),
  );
  provider.on('server_error', (_ctx, error) => options.onFault(error));

  // TLS may end before this process. Whether the browser's side is secure is known from the bank's address and never
  // taken from the request.
  provider.proxy = true;
  const asPublic = (request: IncomingMessage): IncomingMessage => {
    request.headers['x-forwarded-proto'] = secure ? 'https' : 'http';
    return request;
  };
  const handle = provider.callback();
  const accepted: AcceptedTokens = {
    audience: facadeResource,
    platforms: new Set(platforms.map(client => client.platform)),
  };

  return {
    handler: (request, response) => {
      void handle(asPublic(request), response);
    },
    accepted,
    linking: createLinking({ ...options, provider, platformOf, asPublic }),
    resolveAccessToken: token => findTokenLink(database, token, accepted, now()),
    revokeLink: async (link, via) => {
      const { ended } = await endSharing(database, link, { now: now(), via });
      return { revoked: ended };
    },
  };
}
