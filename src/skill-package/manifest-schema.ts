/**
 * The parts of a skill package, as Amazon documents them, as far as a custom skill with account linking has them.
 * Closed where we write: a property that is misspelt would be dropped by Amazon without a word.
 *
 * - "Skill Manifest Schema": https://developer.amazon.com/en-US/docs/alexa/smapi/skill-manifest.html
 * - "Account Linking Schemas": https://developer.amazon.com/en-US/docs/alexa/smapi/account-linking-schemas.html
 * - "Skill Events": https://developer.amazon.com/en-US/docs/alexa/smapi/skill-events-in-alexa-skills.html
 * - The project of ask-cli 2: https://developer.amazon.com/en-US/docs/alexa/smapi/ask-cli-intro.html
 */
import * as z from 'zod';

/** BCP 47, as Amazon writes it. */
const localeName = z.string().regex(/^[a-z]{2}-[A-Z]{2}$/);

/** The events that SMAPI takes subscriptions to. That of unlinking is told by the documents and not yet taken. */
export const skillEventNames = [
  'SKILL_ENABLED',
  'SKILL_DISABLED',
  'SKILL_PERMISSION_ACCEPTED',
  'SKILL_PERMISSION_CHANGED',
  'SKILL_ACCOUNT_LINKED',
] as const;

const endpoint = z.strictObject({
  uri: z.string().min(1),
  /** For an https address alone: how its certificate is signed. */
  sslCertificateType: z.enum(['SelfSigned', 'Wildcard', 'Trusted']).optional(),
});

const publishingLocale = z.strictObject({
  name: z.string(),
  summary: z.string(),
  description: z.string(),
  examplePhrases: z.array(z.string()),
  keywords: z.array(z.string()),
  /** Of an image in the package: `file://` and its path from the folder of `skill.json`. */
  smallIconUri: z.string(),
  largeIconUri: z.string(),
});

/** `skill.json`. */
export const manifestDocument = z.strictObject({
  manifest: z.strictObject({
    manifestVersion: z.literal('1.0'),
    publishingInformation: z.strictObject({
      locales: z.record(localeName, publishingLocale),
      isAvailableWorldwide: z.boolean(),
      distributionCountries: z.array(z.string().regex(/^[A-Z]{2}$/)).optional(),
      distributionMode: z.enum(['PUBLIC', 'PRIVATE']),
      category: z.string(),
      testingInstructions: z.string(),
    }),
    privacyAndCompliance: z.strictObject({
      locales: z.record(
        localeName,
        z.strictObject({ privacyPolicyUrl: z.string().optional(), termsOfUseUrl: z.string().optional() }),
      ),
      allowsPurchases: z.boolean(),
      usesPersonalInfo: z.boolean(),
      isChildDirected: z.boolean(),
      isExportCompliant: z.boolean(),
      containsAds: z.boolean(),
      usesHealthInfo: z.boolean(),
    }),
    permissions: z.array(z.strictObject({ name: z.string() })),
    events: z.strictObject({
      endpoint,
      subscriptions: z.array(z.strictObject({ eventName: z.enum(skillEventNames) })),
    }),
    apis: z.strictObject({
      custom: z.strictObject({ endpoint, interfaces: z.array(z.strictObject({ type: z.string() })) }),
    }),
  }),
});
export type ManifestDocument = z.infer<typeof manifestDocument>;

/**
 * `accountLinking.json`. The client secret is not among it: whoever deploys adds it on the way (`deploy:skill`).
 * PKCE has no property here; it is switched on in the developer console.
 */
export const accountLinkingDocument = z.strictObject({
  accountLinkingRequest: z.strictObject({
    type: z.enum(['AUTH_CODE', 'IMPLICIT']),
    authorizationUrl: z.string(),
    accessTokenUrl: z.string(),
    clientId: z.string().min(1),
    accessTokenScheme: z.enum(['HTTP_BASIC', 'REQUEST_BODY_CREDENTIALS']),
    scopes: z.array(z.string()).max(15),
    domains: z.array(z.string()).max(15),
    /** Whether the skill can be switched on first and linked later: help and welcome work without an account. */
    skipOnEnablement: z.boolean(),
  }),
});
export type AccountLinkingDocument = z.infer<typeof accountLinkingDocument>;

/** `ask-resources.json`, at the root of the project: where ask-cli finds the package. It deploys no code. */
export const resourcesDocument = z.strictObject({
  askcliResourcesVersion: z.literal('2020-03-31'),
  profiles: z.strictObject({
    default: z.strictObject({ skillMetadata: z.strictObject({ src: z.literal('./skill-package') }) }),
  }),
});

/** `.ask/ask-states.json`: which skill the project is. Without it ask-cli makes a new one. */
export const statesDocument = z.strictObject({
  askcliStatesVersion: z.literal('2020-03-31'),
  profiles: z.strictObject({ default: z.strictObject({ skillId: z.string().min(1) }) }),
});
