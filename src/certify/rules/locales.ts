/** Each language is complete. */
import type { Missing, PackageFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { manifestIn } from './manifest.ts';

/** A rule that compares two lists of locales. */
const sameLocales = (
  rule: Pick<RuleOf<'package'>, 'id' | 'title' | 'how' | 'remedy'>,
  one: Locales,
  other: Locales,
): RuleOf<'package'> => ({
  ...rule,
  source: sources.locales,
  check: fact => {
    const [a, b] = [one(fact), other(fact)];
    if ('missing' in a) return a;
    if ('missing' in b) return b;
    return found(
      [...a.filter(each => !b.includes(each)), ...b.filter(each => !a.includes(each))].map(
        locale => `${locale} is on one side alone.`,
      ),
      a.join(', '),
    );
  },
});

type Locales = (fact: PackageFacts) => readonly string[] | Missing;
const modelled = ({ locales }: PackageFacts) => Object.keys(locales);
const published: Locales = fact => {
  const manifest = manifestIn(fact);
  return 'missing' in manifest ? manifest : Object.keys(manifest.publishingInformation.locales);
};
const withPrivacy: Locales = fact => {
  const manifest = manifestIn(fact);
  return 'missing' in manifest ? manifest : Object.keys(manifest.privacyAndCompliance.locales);
};

export const locales = rulesAbout('package', [
  {
    id: 'locale-there',
    title: 'There is a language',
    source: sources.locales,
    how: 'The interaction models of the package are counted.',
    remedy: 'Make the package anew: npm run skill-package',
    check: fact => found(modelled(fact).length > 0 ? [] : ['There is none.'], modelled(fact).join(', ')),
  },
  sameLocales(
    {
      id: 'locale-store',
      title: 'Each language that is understood is in the store, and the other way round',
      how: 'The interaction models of the package and the locales of skill.json.',
      remedy: 'Add models/<locale>.store.ts and its row in src/skill-package/locales.ts.',
    },
    modelled,
    published,
  ),
  sameLocales(
    {
      id: 'locale-privacy',
      title: 'Each language of the store has its privacy information',
      how: 'The locales of publishingInformation and of privacyAndCompliance in skill.json.',
      remedy: 'Make the package anew: npm run skill-package',
    },
    published,
    withPrivacy,
  ),
  sameLocales(
    {
      id: 'locale-replies',
      title: 'In each language that is understood the skill can answer',
      how: 'The interaction models of the package and the replies that the skill has (models/*.replies.ts).',
      remedy: 'Write models/<locale>.replies.ts.',
    },
    modelled,
    ({ sources: { replies } }) => replies,
  ),
  sameLocales(
    {
      id: 'locale-words',
      title: 'There are words for the store in each language that is understood',
      how: 'The interaction models of the package and the words for the store (models/*.store.ts).',
      remedy: 'Write models/<locale>.store.ts.',
    },
    modelled,
    ({ sources: { stores } }) => stores,
  ),
]);
