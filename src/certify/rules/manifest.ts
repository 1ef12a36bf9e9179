/** What the package says to Amazon, the words of the store apart. */
import type * as z from 'zod';
import {
  accountLinkingDocument,
  manifestDocument,
  resourcesDocument,
  type ManifestDocument,
} from '../../skill-package/manifest-schema.ts';
import type { Missing, PackageFacts } from '../facts.ts';
import { found, rulesAbout, type Checked, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { quote, unless } from './reading.ts';

const maxTestingInstructions = 4_000;

export type Manifest = ManifestDocument['manifest'];

/** The manifest as it is meant to be; missing when it is not: one rule says so, and nothing is said of the others. */
export const manifestIn = ({ manifest }: Pick<PackageFacts, 'manifest'>): Manifest | Missing =>
  manifestDocument.safeParse(manifest).data?.manifest ?? { missing: 'needs skill.json: see manifest-form' };

/** A rule about a manifest that can be read. */
export const aboutManifest = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  check: (manifest: Manifest, fact: PackageFacts) => Checked | Missing,
): RuleOf<'package'> => ({
  ...rule,
  check: fact => {
    const manifest = manifestIn(fact);
    return 'missing' in manifest ? manifest : check(manifest, fact);
  },
});

const isDocument = (
  id: string,
  what: string,
  path: string,
  schema: z.ZodType,
  read: (fact: PackageFacts) => unknown,
  source: (typeof sources)[keyof typeof sources],
): RuleOf<'package'> => ({
  id,
  title: `${path} has the form that ${what} takes`,
  source,
  how: `${path} is held against a closed schema made after that page (src/skill-package/manifest-schema.ts).`,
  remedy: 'Make the package anew: npm run skill-package',
  check: fact => {
    const parsed = schema.safeParse(read(fact));
    return found(
      parsed.success
        ? []
        : parsed.error.issues.map(({ path: at, message }) => `${at.join('.') || path}: ${message}`),
      path,
    );
  },
});

export const manifest = rulesAbout('package', [
  isDocument(
    'manifest-form',
    'Amazon',
    'skill.json',
    manifestDocument,
    ({ manifest }) => manifest,
    sources.manifest,
  ),
  isDocument(
    'linking-form',
    'Amazon',
    'accountLinking.json',
    accountLinkingDocument,
    ({ accountLinking }) => accountLinking,
    sources.linkingSchema,
  ),
  isDocument(
    'project-form',
    'ask-cli 2',
    'ask-resources.json',
    resourcesDocument,
    ({ resources }) => resources,
    sources.manifest,
  ),
  aboutManifest(
    {
      id: 'store-category',
      title: 'The skill is in one category, that of banks',
      source: sources.manifest,
      how: 'category of skill.json.',
      remedy: 'Set the category to BUSINESS_AND_FINANCE.',
    },
    ({ publishingInformation: { category } }) =>
      found(unless(category === 'BUSINESS_AND_FINANCE', `It is ${quote(category)}.`), category),
  ),
  aboutManifest(
    {
      id: 'store-countries',
      title: 'The countries are named, or it is offered everywhere',
      source: sources.manifest,
      how: 'distributionCountries and isAvailableWorldwide of skill.json: exactly one of them.',
      remedy: 'Set SOTTOVOCE_COUNTRIES.',
    },
    ({ publishingInformation: { isAvailableWorldwide, distributionCountries = [] } }) =>
      found(
        unless(isAvailableWorldwide === (distributionCountries.length === 0), 'It is both, or neither.'),
        isAvailableWorldwide ? 'everywhere' : distributionCountries.join(', '),
      ),
  ),
  aboutManifest(
    {
      id: 'testing-instructions',
      title: 'The testing instructions name an account to test with, in at most 4,000 characters',
      source: sources.security,
      how: 'testingInstructions of skill.json: an account, a password and a PIN are named.',
      remedy: 'Set SOTTOVOCE_TESTING_ACCOUNT.',
    },
    ({ publishingInformation: { testingInstructions } }) =>
      found(
        [
          ...unless(
            testingInstructions.length <= maxTestingInstructions,
            `They have ${testingInstructions.length} characters.`,
          ),
          ...['account', 'password', 'PIN']
            .filter(word => !testingInstructions.toLowerCase().includes(word.toLowerCase()))
            .map(word => `They do not name the ${word}.`),
        ],
        `${testingInstructions.length} characters`,
      ),
  ),
  aboutManifest(
    {
      id: 'endpoint',
      title:
        'The endpoint is a Lambda function in a region of Alexa, or https on port 443 with a trusted certificate',
      source: sources.lambda,
      how: 'apis.custom.endpoint of skill.json.',
      remedy: 'Set SOTTOVOCE_SKILL_ENDPOINT.',
    },
    ({ apis: { custom } }) => {
      const { uri, sslCertificateType } = custom.endpoint;
      const isLambda = /^arn:aws:lambda:(?:us-east-1|us-west-2|eu-west-1|ap-northeast-1):/.test(uri);
      const url = URL.parse(uri);
      const isWeb =
        url?.protocol === 'https:' &&
        url.port === '' &&
        sslCertificateType !== undefined &&
        sslCertificateType !== 'SelfSigned';
      return found(
        unless(isLambda || isWeb, `It is ${quote(uri)}, ${sslCertificateType ?? 'no certificate'}.`),
        uri,
      );
    },
  ),
  aboutManifest(
    {
      id: 'events-subscribed',
      title: 'The skill is told when it is linked and when it is switched off, at the same endpoint',
      source: sources.events,
      how: 'events of skill.json: SKILL_DISABLED and SKILL_ACCOUNT_LINKED, and the endpoint of apis.custom.',
      remedy: 'Subscribe to both: the bank forgets a link that is gone.',
    },
    ({ events, apis }) => {
      const names = events.subscriptions.map(({ eventName }) => eventName);
      return found(
        [
          ...(['SKILL_DISABLED', 'SKILL_ACCOUNT_LINKED'] as const)
            .filter(name => !names.includes(name))
            .map(name => `${name} is missing.`),
          ...unless(events.endpoint.uri === apis.custom.endpoint.uri, 'The endpoints are two.'),
        ],
        names.join(', '),
      );
    },
  ),
]);
