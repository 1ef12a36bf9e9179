/** Account linking: OAuth 2.1 for the platforms that the bank allows. */
export { alexaOwner, alexaRedirectUris, type IntrospectionClient, type PlatformClient } from './client.ts';
export type { LinkingState } from './linking.ts';
export { deriveAuthorizationSecrets, deriveClientSecret } from './secrets.ts';
export {
  authorizationPath,
  createAuthorizationServer,
  linkingPath,
  type AuthorizationServer,
} from './server.ts';
