/**
 * The platforms that may link customers: an allow-list from configuration. Nobody registers at run time.
 */
import * as z from 'zod';

/** One platform as an OAuth client of the bank. */
export const platformClient = z.strictObject({
  /** As links and consents name it, `alexa`. */
  platform: z.string().regex(/^[a-z][a-z0-9-]{0,31}$/),
  /** As the customer knows it, `Alexa`. */
  name: z.string().min(1).max(60),
  /** Who runs the platform and hears what is spoken: shown to the customer and named in receipts. */
  owner: z.strictObject({
    name: z.string().min(1).max(100),
    address: z.string().min(1).max(200),
    /** A URL or a mail address. */
    contact: z.string().min(1).max(200),
  }),
  clientId: z.string().min(1).max(100),
  /** 256 bits or more: it is all that keeps a stolen code or refresh token from working elsewhere. */
  clientSecret: z.string().min(32).max(200),
  /** Compared character by character; https, or http on loopback. */
  redirectUris: z
    .array(z.string().refine(isRedirectUri, { error: 'https, or http on loopback' }))
    .min(1)
    .max(10),
});
export type PlatformClient = z.infer<typeof platformClient>;

/** A resource server that may ask what a token stands for (RFC 7662), where the facade runs elsewhere. */
export type IntrospectionClient = Pick<PlatformClient, 'clientId' | 'clientSecret'>;

function isRedirectUri(uri: string): boolean {
  const url = URL.parse(uri);
  if (url === null || url.href.includes('#') || url.username !== '' || url.password !== '') return false;
  return (
    url.protocol === 'https:' || (url.protocol === 'http:' && ['127.0.0.1', '[::1]'].includes(url.hostname))
  );
}

/** Who hears what Alexa hears. */
export const alexaOwner: PlatformClient['owner'] = {
  name: 'Amazon',
  address: 'Amazon.com Services LLC, 410 Terry Ave N, Seattle, WA 98109-5210, USA',
  contact: 'https://www.amazon.com/privacy',
};

/** Amazon's three regions; which one is used depends on where the customer's Amazon account lives. */
const alexaHosts = ['layla.amazon.com', 'pitangui.amazon.com', 'alexa.amazon.co.jp'] as const;

/**
 * Where Alexa wants its customers sent back to, once for each region: the console shows the three under Account
 * Linking, "Alexa Redirect URLs".
 *
 * @param vendorId the developer's id, the last segment of each
 */
export function alexaRedirectUris(vendorId: string): string[] {
  return alexaHosts.map(host => `https://${host}/api/skill/link/${encodeURIComponent(vendorId)}`);
}
