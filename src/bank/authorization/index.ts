/** Account linking: OAuth 2.1 for the platforms that the bank allows. */
export {
  alexaOwner,
  alexaRedirectUris,
  introspectionClient,
  platformClient,
  type IntrospectionClient,
  type PlatformClient,
} from './client.ts';
export type { Linking, LinkingState } from './linking.ts';
export { deriveAuthorizationSecrets, deriveClientSecret, type AuthorizationSecrets } from './secrets.ts';
export {
  authorizationPath,
  createAuthorizationServer,
  linkingPath,
  type AuthorizationOptions,
  type AuthorizationServer,
} from './server.ts';
export { findTokenLink, type AcceptedTokens, type TokenLink } from './token-link.ts';
