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
export { authorizationSecrets, generateAuthorizationSecrets, type AuthorizationSecrets } from './secrets.ts';
export {
  authorizationPath,
  createAuthorizationServer,
  linkingPath,
  type AuthorizationOptions,
  type AuthorizationServer,
  type TokenLink,
} from './server.ts';
