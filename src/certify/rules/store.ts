/** What the store shows, and the manifest says to Amazon. */
import * as z from 'zod';
import {
  accountLinkingDocument,
  manifestDocument,
  resourcesDocument,
  type ManifestDocument,
} from '../../skill-package/manifest-schema.ts';
import { iconSizes } from '../../skill-package/build.ts';
import type { PackageFacts } from '../facts.ts';
import { found, rulesAbout, type Checked, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { quote, unless } from './reading.ts';

/** Limits of the store's page ("Define Skill Store Details"). */
const limits = { name: 50, summary: 160, description: 4_000, testingInstructions: 4_000, keywords: 30 };

/** What Amazon's lawyers watch over ("Policy Requirements", 1). */
const amazonWords = /\b(?:alexa|amazon|echo|aws|fire tv)\b/i;

type Manifest = ManifestDocument['manifest'];
export type Words = Manifest['publishingInformation']['locales'][string];

/** The manifest as it is meant to be; null when it is not: one rule says so, and the others have nothing to object to. */
export const manifestIn = ({ manifest }: Pick<PackageFacts, 'manifest'>): Manifest | null =>
  manifestDocument.safeParse(manifest).data?.manifest ?? null;

/** A rule about a manifest that can be read. */
export const aboutManifest = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  check: (manifest: Manifest, fact: PackageFacts) => Checked,
): RuleOf<'package'> => ({
  ...rule,
  check: fact => {
    const manifest = manifestIn(fact);
    return manifest === null ? found([], 'the manifest cannot be read') : check(manifest, fact);
  },
});

/** A rule about what the store says in each locale. */
const eachWords = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  object: (words: Words) => string | null,
  seen: (words: Words) => string,
): RuleOf<'package'> =>
  aboutManifest(rule, ({ publishingInformation: { locales } }) =>
    found(
      Object.entries(locales).flatMap(([locale, words]) => {
        const finding = object(words);
        return finding === null ? [] : [`${locale}: ${finding}`];
      }),
      Object.values(locales).map(seen).join('; '),
    ),
  );

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

export const store = rulesAbout('package', [
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
  eachWords(
    {
      id: 'store-name',
      title: 'The name in the store has 2 to 50 characters',
      source: sources.store,
      how: 'name of each locale of skill.json.',
      remedy: 'Set SOTTOVOCE_SKILL_NAME.',
    },
    ({ name }) =>
      name.trim().length >= 2 && name.length <= limits.name ? null : `It has ${name.length}: ${quote(name)}.`,
    ({ name }) => quote(name),
  ),
  eachWords(
    {
      id: 'store-summary',
      title: 'The one sentence of the store has at most 160 characters',
      source: sources.store,
      how: 'summary of each locale of skill.json.',
      remedy: 'Shorten it (models/*.store.ts).',
    },
    ({ summary }) =>
      summary.trim() !== '' && summary.length <= limits.summary ? null : `It has ${summary.length}.`,
    ({ summary }) => quote(summary),
  ),
  eachWords(
    {
      id: 'store-description',
      title: 'The description has at most 4,000 characters, and says what is needed to use the skill',
      source: sources.store,
      how: 'description of each locale of skill.json: its length, and that an account and linking it are named.',
      remedy: 'Say that an account has to be linked (models/*.store.ts).',
    },
    ({ description }) =>
      description.length > limits.description
        ? `It has ${description.length} characters.`
        : /\blink/i.test(description) && /\baccount/i.test(description)
          ? null
          : 'It does not say that an account has to be linked.',
    ({ description }) => `${description.length} characters`,
  ),
  eachWords(
    {
      id: 'store-tells-of-voice-code',
      title: 'The description tells of the voice code',
      source: sources.purchases,
      how: 'description of each locale of skill.json names the voice PIN.',
      remedy: 'Say that a voice PIN is asked for, and where it is chosen.',
    },
    ({ description }) => (/voice (?:PIN|code)/i.test(description) ? null : 'It does not name it.'),
    () => 'the voice PIN is named',
  ),
  eachWords(
    {
      id: 'store-keywords',
      title: 'There are 1 to 30 keywords, and none is a brand of Amazon',
      source: sources.store,
      how: 'keywords of each locale of skill.json.',
      remedy: 'Shorten the list (models/*.store.ts).',
    },
    ({ keywords }) =>
      keywords.length >= 1 &&
      keywords.length <= limits.keywords &&
      !keywords.some(word => amazonWords.test(word))
        ? null
        : `They are ${keywords.join(', ')}.`,
    ({ keywords }) => `${keywords.length} keywords`,
  ),
  eachWords(
    {
      id: 'store-no-amazon-in-name',
      title: 'Neither name nor summary speaks as if the skill were of Amazon',
      source: sources.policy,
      how: 'name and summary of each locale of skill.json are read for brands of Amazon.',
      remedy: 'Leave the brand out.',
    },
    ({ name, summary }) =>
      amazonWords.test(`${name} ${summary}`) ? `${quote(name)}, ${quote(summary)}.` : null,
    ({ name }) => quote(name),
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
            testingInstructions.length <= limits.testingInstructions,
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
      id: 'icons-there',
      title: 'Each language has a small and a large icon, in the package',
      source: sources.store,
      how: 'smallIconUri and largeIconUri of each locale lead to a PNG of the package.',
      remedy: 'Make the package anew, or set SOTTOVOCE_ICONS.',
    },
    ({ publishingInformation: { locales } }, { images }) =>
      found(
        iconsOf(locales)
          .filter(({ path }) => images[path] === undefined || images[path] === null)
          .map(({ path }) => `There is no PNG ${quote(path)}.`),
        `${Object.keys(images).length} PNGs`,
      ),
  ),
  aboutManifest(
    {
      id: 'icons-size',
      title: 'The icons are 108 x 108 and 512 x 512 pixels',
      source: sources.store,
      how: 'The size is read out of each PNG that a locale names.',
      remedy: 'Give it that size (SOTTOVOCE_ICONS).',
    },
    ({ publishingInformation: { locales } }, { images }) =>
      found(
        iconsOf(locales).flatMap(({ path, size }) => {
          const image = images[path];
          if (image === undefined || image === null) return [];
          const { width, height } = image;
          return unless(width === size && height === size, `${path} is ${width} x ${height}.`);
        }),
        Object.values(images)
          .map(image => (image === null ? 'none' : `${image.width} x ${image.height}`))
          .join(', '),
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

const iconsOf = (locales: Manifest['publishingInformation']['locales']) =>
  Object.values(locales).flatMap(({ smallIconUri, largeIconUri }) => [
    { path: smallIconUri.replace(/^file:\/\//, ''), size: iconSizes.small },
    { path: largeIconUri.replace(/^file:\/\//, ''), size: iconSizes.large },
  ]);
