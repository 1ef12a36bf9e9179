/** What the store shows. */
import { iconSizes } from '../../skill-package/build.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { aboutManifest, type Manifest } from './manifest.ts';
import { quote, unless } from './reading.ts';

/** Limits of the store's page ("Define Skill Store Details"). */
const limits = { name: 50, summary: 160, description: 4_000, keywords: 30 };

/** What Amazon's lawyers watch over ("Policy Requirements", 1). */
const amazonWords = /\b(?:alexa|amazon|echo|aws|fire tv)\b/i;

type Words = Manifest['publishingInformation']['locales'][string];

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

export const store = rulesAbout('package', [
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
]);

const iconsOf = (locales: Manifest['publishingInformation']['locales']) =>
  Object.values(locales).flatMap(({ smallIconUri, largeIconUri }) => [
    { path: smallIconUri.replace(/^file:\/\//, ''), size: iconSizes.small },
    { path: largeIconUri.replace(/^file:\/\//, ''), size: iconSizes.large },
  ]);
