/** The documents of a skill package, made of settings and words. */
import { facadeScope } from '../bank/authorization/token-link.ts';
import type { PackageConfig } from './config.ts';
import { stores, type StoreWords } from './locales.ts';
import { skillEventNames, type AccountLinkingDocument, type ManifestDocument } from './manifest-schema.ts';

/** Where the icons of a locale are, from the folder of `skill.json`. */
export const iconPaths = (locale: string) => ({
  small: `assets/images/${locale}_smallIcon.png`,
  large: `assets/images/${locale}_largeIcon.png`,
});

const perLocale = <Value>(locales: readonly string[], valueOf: (locale: string) => Value) =>
  Object.fromEntries(locales.map(locale => [locale, valueOf(locale)]));

/**
 * `skill.json`.
 * @param invocationNames what customers call the skill by, in each locale
 */
export function manifestOf(
  config: PackageConfig,
  invocationNames: Readonly<Record<string, string>>,
): ManifestDocument {
  const locales = Object.keys(invocationNames);
  const words = perLocale(locales, locale => wordsOf(config, locale, invocationNames[locale] ?? ''));
  const endpoint = endpointOf(config.endpoint);
  return {
    manifest: {
      manifestVersion: '1.0',
      publishingInformation: {
        locales: perLocale(locales, locale => {
          const { small, large } = iconPaths(locale);
          const { name, summary, description, examplePhrases, keywords } = wordsIn(words, locale);
          return {
            name,
            summary,
            description,
            examplePhrases,
            keywords,
            smallIconUri: `file://${small}`,
            largeIconUri: `file://${large}`,
          };
        }),
        isAvailableWorldwide: false,
        distributionCountries: [...config.countries],
        distributionMode: 'PUBLIC',
        category: 'BUSINESS_AND_FINANCE',
        testingInstructions: locales.map(locale => wordsIn(words, locale).testingInstructions).join('\n\n'),
      },
      privacyAndCompliance: {
        locales: perLocale(locales, () => ({
          privacyPolicyUrl: config.privacyPolicyUrl,
          termsOfUseUrl: config.termsOfUseUrl,
        })),
        allowsPurchases: false,
        // An account is linked, and its figures are about a person.
        usesPersonalInfo: true,
        isChildDirected: false,
        isExportCompliant: true,
        containsAds: false,
        usesHealthInfo: false,
      },
      // Nothing of the customer's profile, device or lists is asked for.
      permissions: [],
      events: { endpoint, subscriptions: skillEventNames.map(eventName => ({ eventName })) },
      apis: { custom: { endpoint, interfaces: [] } },
    },
  };
}

/** An HTTP API has a certificate for all that is below its domain. */
function endpointOf(uri: string): ManifestDocument['manifest']['apis']['custom']['endpoint'] {
  if (uri.startsWith('arn:')) return { uri };
  const isHttpApi = new URL(uri).hostname.endsWith('.amazonaws.com');
  return { uri, sslCertificateType: isHttpApi ? 'Wildcard' : 'Trusted' };
}

function wordsOf(config: PackageConfig, locale: string, invocationName: string): StoreWords {
  const store = stores[locale];
  if (store === undefined) throw new Error(`models/${locale}.store.ts is missing, or not in locales.ts`);
  const { bankName, skillName, testingAccount } = config;
  return store({ bankName, skillName, invocationName, testingAccount });
}

function wordsIn(words: Readonly<Record<string, StoreWords>>, locale: string): StoreWords {
  const found = words[locale];
  if (found === undefined) throw new Error(`no words for ${locale}`);
  return found;
}

/** `accountLinking.json`, for the authorization code grant. */
export const accountLinkingOf = (config: PackageConfig): AccountLinkingDocument => ({
  accountLinkingRequest: {
    type: 'AUTH_CODE',
    authorizationUrl: config.authorizationUrl,
    accessTokenUrl: config.accessTokenUrl,
    clientId: config.linkingClientId,
    accessTokenScheme: 'HTTP_BASIC',
    scopes: [facadeScope],
    // The bank's pages load nothing from elsewhere.
    domains: [],
    skipOnEnablement: true,
  },
});
