/** The bank's site as its settings make it. */
import {
  alexaOwner,
  alexaRedirectUris,
  deriveClientSecret,
  type PlatformClient,
} from './authorization/index.ts';
import type { BankConfig } from './config.ts';
import type { SiteOptions } from './site.ts';

/** The name under which Alexa presents itself; no secret. */
const alexaClientId = 'alexa';

type SiteConfig = Pick<
  BankConfig,
  | 'publicUrl'
  | 'bankName'
  | 'bankAddress'
  | 'bankContact'
  | 'jurisdiction'
  | 'alexaVendorId'
  | 'alexaClientSecret'
>;

/**
 * @param secret the bank's one secret, from which a client secret is made where none is set
 * @param simulatorRedirectUris where a simulator on this machine wants its customers sent back to
 */
export function siteOptions(
  config: SiteConfig,
  secret: Uint8Array,
  simulatorRedirectUris: readonly string[] = [],
): SiteOptions {
  const alexa = alexaClient(config, secret, simulatorRedirectUris);
  return {
    publicUrl: config.publicUrl,
    bank: {
      name: config.bankName,
      address: config.bankAddress,
      contact: config.bankContact,
      jurisdiction: config.jurisdiction,
    },
    platforms: alexa.redirectUris.length === 0 ? [] : [alexa],
  };
}

/** Alexa as a client of the bank; without a redirect URI it cannot link anybody. */
export function alexaClient(
  config: Pick<SiteConfig, 'alexaVendorId' | 'alexaClientSecret'>,
  secret: Uint8Array,
  simulatorRedirectUris: readonly string[] = [],
): PlatformClient {
  return {
    platform: 'alexa',
    name: 'Alexa',
    owner: alexaOwner,
    clientId: alexaClientId,
    clientSecret: config.alexaClientSecret ?? deriveClientSecret(secret, 'alexa'),
    redirectUris: [
      ...(config.alexaVendorId === null ? [] : alexaRedirectUris(config.alexaVendorId)),
      ...simulatorRedirectUris,
    ],
  };
}
