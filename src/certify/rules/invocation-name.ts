/** The name that customers call the skill by. */
import {
  connectingWords,
  launchWords,
  platformPhrases,
  smallWords,
  takenNames,
  wakeWords,
} from '../known-names.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { soundsLike } from '../sounds-like.ts';

/** A rule about the name in each locale. */
const eachName = (
  rule: Omit<RuleOf<'package'>, 'check' | 'source'>,
  object: (name: string, words: readonly string[]) => string | null,
): RuleOf<'package'> => ({
  ...rule,
  source: sources.invocationName,
  check: ({ locales }) => {
    const names = Object.values(locales).map(({ model }) => model.languageModel.invocationName);
    return found(
      names.flatMap(name => object(name, name.split(' ')) ?? []),
      names.map(name => `"${name}"`).join(', '),
    );
  },
});

const without = (what: string, words: readonly string[]) => (name: string, said: readonly string[]) => {
  const bad = words.find(word => said.includes(word) || (word.includes(' ') && name.includes(word)));
  return bad === undefined ? null : `"${name}" has the ${what} "${bad}".`;
};

export const invocationName = rulesAbout('package', [
  eachName(
    {
      id: 'name-two-words',
      title: 'The invocation name has at least two words',
      how: 'The words of invocationName are counted. One word needs proof that the brand is yours.',
      remedy: 'Choose two words, or three.',
    },
    (name, words) => (words.length >= 2 ? null : `"${name}" is one word.`),
  ),
  eachName(
    {
      id: 'name-length',
      title: 'The invocation name has 2 to 50 characters',
      how: 'The characters of invocationName are counted.',
      remedy: 'Choose a shorter name.',
    },
    name => (name.length >= 2 && name.length <= 50 ? null : `It has ${name.length} characters.`),
  ),
  eachName(
    {
      id: 'name-spelling',
      title:
        'The invocation name is lower case letters, blanks, apostrophes and periods after single letters',
      how: 'invocationName is read character by character: figures are spelt out, initials have periods.',
      remedy: 'Write the name as it is spoken, in lower case.',
    },
    name =>
      /^(?:[a-z]\.|[a-z][a-z']*)(?: (?:[a-z]\.|[a-z][a-z']*))*$/.test(name)
        ? null
        : `"${name}" has other characters.`,
  ),
  eachName(
    {
      id: 'name-no-wake-word',
      title: 'The invocation name has no wake word, nor "skill" or "app"',
      how: 'Its words are looked up among the wake words of Alexa.',
      remedy: 'Leave the word out.',
    },
    without('wake word', wakeWords),
  ),
  eachName(
    {
      id: 'name-no-launch-word',
      title: 'The invocation name has no launch word',
      how: 'Its words are looked up among "open", "ask", "start" and their like.',
      remedy: 'Leave the word out.',
    },
    without('launch word', launchWords),
  ),
  eachName(
    {
      id: 'name-no-connecting-word',
      title: 'The invocation name has no connecting word',
      how: 'Its words are looked up among "to", "for", "about", "if" and their like.',
      remedy: 'Leave the word out.',
    },
    without('connecting word', connectingWords),
  ),
  eachName(
    {
      id: 'name-no-small-word',
      title: 'A name of two words has no article or preposition in it',
      how: 'The words of a name of two are looked up among articles and prepositions.',
      remedy: 'Choose two words that mean something.',
    },
    (name, words) => (words.length === 2 ? without('small word', smallWords)(name, words) : null),
  ),
  eachName(
    {
      id: 'name-sounds-like-no-other',
      title: 'The invocation name sounds like no wake word, no request to Alexa and no well-known skill',
      how: 'Its consonants as they are spoken are compared with those of a list of names (src/certify/known-names.ts).',
      remedy: 'Choose a name that cannot be taken for the other, or show that both are yours.',
    },
    name => {
      const others = [...wakeWords, ...platformPhrases, ...takenNames];
      const other = others.find(each => soundsLike(name, each));
      return other === undefined ? null : `"${name}" sounds like "${other}".`;
    },
  ),
]);
