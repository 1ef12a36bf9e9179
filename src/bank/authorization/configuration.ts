/** What the bank's authorization server does and does not do, as oidc-provider's settings. */
import { createHmac } from 'node:crypto';
import { errors, interactionPolicy, type Configuration } from 'oidc-provider';
import type { IntrospectionClient, PlatformClient } from './client.ts';
import type { AuthorizationSecrets } from './secrets.ts';
import { facadeScope } from './token-link.ts';

const dayS = 86_400;

/** How long things live, in seconds. */
const lifetimes = {
  /** A token that leaks is of little use; a withdrawal does not wait for it. */
  accessTokenS: 15 * 60,
  codeS: 60,
  /** A platform that has not refreshed for so long has lost the customer. */
  refreshTokenS: 180 * dayS,
  /** A customer signs in at the bank again after so long, whatever was prolonged in between. */
  grantS: 2 * 365 * dayS,
  /** Signing in, reading, choosing. */
  interactionS: 15 * 60,
} as const;

/** What the configuration is made of. */
export interface ConfigurationParts {
  readonly adapter: NonNullable<Configuration['adapter']>;
  readonly platforms: readonly PlatformClient[];
  readonly introspectors: readonly IntrospectionClient[];
  readonly secrets: AuthorizationSecrets;
  /** The audience of every access token (RFC 8707). */
  readonly facadeResource: string;
  /** Whether the pages are served over https. */
  readonly secure: boolean;
  /** Where the bank asks the customer for something. */
  readonly linkingPath: (uid: string) => string;
  readonly customerExists: (customerId: string) => Promise<boolean>;
  readonly renderError: NonNullable<Configuration['renderError']>;
}

export function configuration(parts: ConfigurationParts): Configuration {
  const { facadeResource, secrets } = parts;
  const platformOf = new Map(parts.platforms.map(({ clientId, platform }) => [clientId, platform]));
  const introspectors = new Set(parts.introspectors.map(({ clientId }) => clientId));
  const cookie = {
    httpOnly: true,
    // Lax: the customer comes from the platform's app by a link, and nothing is changed by a GET.
    sameSite: 'lax',
    secure: parts.secure,
    signed: true,
  } as const;

  return {
    adapter: parts.adapter,
    clients: [...parts.platforms.map(platformMetadata), ...parts.introspectors.map(introspectorMetadata)],
    jwks: { keys: [...secrets.signingKeys] },
    cookies: {
      keys: [...secrets.cookieKeys],
      names: { session: 'linking_session', interaction: 'linking', resume: 'linking_resume' },
      long: { ...cookie },
      short: cookie,
    },

    responseTypes: ['code'],
    // The facade's scope is the resource's, below.
    scopes: ['openid'],
    discovery: { scopes_supported: ['openid', facadeScope] },
    claims: { openid: ['sub'] },
    clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },

    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) =>
          introspectors.has(client.clientId) || token.clientId === client.clientId,
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => token.clientId === client.clientId,
      },
      resourceIndicators: {
        enabled: true,
        // Platforms do not know RFC 8707: without an indicator the facade is meant.
        defaultResource: () => facadeResource,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== facadeResource) throw new errors.InvalidTarget();
          return {
            audience: facadeResource,
            scope: facadeScope,
            accessTokenFormat: 'opaque',
            accessTokenTTL: lifetimes.accessTokenS,
          };
        },
      },
    },

    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    rotateRefreshToken: true,
    expiresWithSession: () => false,
    ttl: {
      AccessToken: lifetimes.accessTokenS,
      AuthorizationCode: lifetimes.codeS,
      IdToken: lifetimes.accessTokenS,
      RefreshToken: lifetimes.refreshTokenS,
      Grant: lifetimes.grantS,
      Interaction: lifetimes.interactionS,
      Session: lifetimes.interactionS,
    },

    // Two platforms cannot find out that they have the same customer (OpenID Connect Core, section 8.1).
    subjectTypes: ['pairwise'],
    pairwiseIdentifier: (_ctx, customerId, client) =>
      createHmac('sha256', secrets.pairwiseKey)
        .update(`${platformOf.get(client.clientId) ?? client.clientId}\n${customerId}`)
        .digest('base64url'),
    // The sector is the platform's name above; there is no document to fetch.
    sectorIdentifierUriValidate: () => false,

    findAccount: async (_ctx, customerId) =>
      (await parts.customerExists(customerId))
        ? { accountId: customerId, claims: () => ({ sub: customerId }) }
        : undefined,
    loadExistingGrant: ctx => {
      // A grant is made by agreeing, each time; one from an earlier linking is not taken up in silence.
      const grantId = ctx.oidc.result?.consent?.grantId;
      return grantId === undefined ? undefined : ctx.oidc.provider.Grant.find(grantId);
    },
    interactions: {
      policy: linkingPolicy(),
      url: (_ctx, interaction) => parts.linkingPath(interaction.uid),
    },
    renderError: parts.renderError,
    clientBasedCORS: () => false,
    fetch: () => Promise.reject(new Error('the authorization server asks nobody')),
  };
}

/** Each linking begins with signing in and goes on to the consent page, whoever is signed in already. */
function linkingPolicy(): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  const { Check } = interactionPolicy;
  policy
    .get('login')
    ?.checks.add(
      new Check('fresh_sign_in', 'linking begins with signing in', 'login_required', ctx =>
        ctx.oidc.result?.login === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  policy
    .get('consent')
    ?.checks.add(
      new Check('fresh_consent', 'linking needs the customer to agree', 'consent_required', ctx =>
        ctx.oidc.result?.consent === undefined ? Check.REQUEST_PROMPT : Check.NO_NEED_TO_PROMPT,
      ),
    );
  return policy;
}

type ClientMetadata = NonNullable<Configuration['clients']>[number];

function platformMetadata(client: PlatformClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    client_name: client.name,
    redirect_uris: client.redirectUris,
    response_types: ['code'],
    grant_types: ['authorization_code', 'refresh_token'],
    token_endpoint_auth_method: 'client_secret_basic',
    subject_type: 'pairwise',
    sector_identifier_uri: sectorUri(client.platform),
  };
}

function introspectorMetadata(client: IntrospectionClient): ClientMetadata {
  return {
    client_id: client.clientId,
    client_secret: client.clientSecret,
    redirect_uris: [],
    response_types: [],
    grant_types: [],
    token_endpoint_auth_method: 'client_secret_basic',
    subject_type: 'pairwise',
    sector_identifier_uri: sectorUri('introspection'),
  };
}

/** The library wants one where a client comes back to several hosts; a name that cannot be resolved (RFC 6761). */
const sectorUri = (sector: string): string => `https://${sector}.invalid/`;
