/** The phrases that the store tells customers to say first. */
import type { HeardPhrase, PackageFacts } from '../facts.ts';
import { found, rulesAbout, type RuleOf } from '../rule.ts';
import { sources } from '../sources.ts';
import { asks, elicits, nameOf, quote, responseOf, unless, wordsOf } from './reading.ts';

/** Words with which a skill is opened or asked ("Understand How Users Invoke Custom Skills"). */
const launchWords =
  'ask|tell|open|launch|start|begin|load|run|use|play|resume|talk to|speak to|search|get|enable|turn on|do';
const connectingWords = 'for|to|about|and|if|whether|how|what|when|that|which|who|where';

const fallback = 'AMAZON.FallbackIntent';

/** A rule about each example phrase of each locale. */
const eachPhrase = (
  rule: Omit<RuleOf<'package'>, 'check'>,
  object: (phrase: HeardPhrase, invocationName: string, at: number) => string | null,
): RuleOf<'package'> => ({
  ...rule,
  check: fact => {
    const all = phrasesOf(fact);
    return found(
      all.flatMap(({ heard, invocationName, at }) => object(heard, invocationName, at) ?? []),
      all.map(({ heard }) => quote(heard.phrase)).join(', '),
    );
  },
});

const phrasesOf = ({ locales }: PackageFacts) =>
  Object.values(locales).flatMap(({ examples, model }) =>
    examples.map((heard, at) => ({ heard, at, invocationName: model.languageModel.invocationName })),
  );

/** Whether something is asked in the same breath as the skill is called. */
const isOneShot = ({ phrase }: HeardPhrase, invocationName: string): boolean =>
  phrase
    .toLowerCase()
    .split(invocationName)[1]
    ?.replace(/[^a-z]/g, '') !== '';

export const examplePhrases = [
  ...rulesAbout('package', [
    {
      id: 'phrases-three',
      title: 'The store shows three different example phrases in each language',
      source: sources.store,
      how: 'examplePhrases of each locale of skill.json.',
      remedy: 'Write three phrases (models/*.store.ts).',
      check: ({ locales }) =>
        found(
          Object.entries(locales).flatMap(([locale, { examples }]) => {
            const distinct = new Set(examples.map(({ phrase }) => phrase.toLowerCase())).size;
            return unless(distinct === 3 && examples.length === 3, `${locale} has ${distinct} of them.`);
          }),
          Object.entries(locales)
            .map(([locale, { examples }]) => `${locale}: ${examples.length}`)
            .join(', '),
        ),
    },
    eachPhrase(
      {
        id: 'phrases-first-opens',
        title: 'The first phrase opens the skill by wake word and name',
        source: sources.functional,
        how: 'The first example phrase has "Alexa", a launch word and the invocation name.',
        remedy: 'Begin with "Alexa, open" and the invocation name.',
      },
      ({ phrase }, name, at) =>
        at > 0 || new RegExp(`^alexa,? (?:${launchWords}) ${name}\\b`, 'i').test(phrase)
          ? null
          : `The first phrase is ${quote(phrase)}.`,
    ),
    eachPhrase(
      {
        id: 'phrases-form',
        title:
          'A phrase with the wake word is wake word, launch word, invocation name, connecting word and utterance',
        source: sources.invoking,
        how: 'Every example phrase that names Alexa is held against that form.',
        remedy: 'Write them like "Alexa, ask sotto voce for my balance".',
      },
      ({ phrase }, name) =>
        !/\balexa\b/i.test(phrase) ||
        new RegExp(`^alexa,? (?:${launchWords}) ${name}(?:,? (?:${connectingWords})\\b.+)?[.?!]?$`, 'i').test(
          phrase,
        )
          ? null
          : `${quote(phrase)} has another form.`,
    ),
    eachPhrase(
      {
        id: 'phrases-plain',
        title: 'Phrases are plain words of at most 200 characters, without symbols, brackets or emoji',
        source: sources.store,
        how: 'Every example phrase is read character by character.',
        remedy: 'Write the phrase as it is spoken.',
      },
      ({ phrase }) =>
        phrase.length <= 200 && /^[\p{L}\p{N} ,.'’?!-]+$/u.test(phrase) ? null : `${quote(phrase)} has more.`,
    ),
    eachPhrase(
      {
        id: 'phrases-are-samples',
        title: 'What is asked in a phrase is a sample utterance, word for word',
        source: sources.functional,
        how: 'What follows the invocation name is met with the samples of the packaged model, slots filled.',
        remedy: 'Take the phrase from the samples, or add it to them (models/*.json).',
      },
      (heard, name) =>
        !isOneShot(heard, name) || heard.isSample ? null : `${quote(heard.phrase)} is no sample.`,
    ),
    eachPhrase(
      {
        id: 'phrases-resolve',
        title: 'Each phrase is understood as an intent of the skill',
        source: sources.functional,
        how: 'Each phrase is understood from the packaged model, as Alexa would.',
        remedy: 'Add samples to the intent that is meant.',
      },
      (heard, name) =>
        !isOneShot(heard, name) || (heard.intent !== '' && heard.intent !== fallback)
          ? null
          : `${quote(heard.phrase)} is not understood.`,
    ),
    {
      id: 'suggestions-are-samples',
      title: 'What the skill itself tells customers to say is a sample utterance, word for word',
      source: sources.prompts,
      how: "The phrases on the help's card are met with the samples of the packaged model.",
      remedy: 'Add the phrase to the samples of its intent (models/*.json).',
      check: ({ locales }) => {
        const all = Object.values(locales).flatMap(({ suggestions }) => suggestions);
        return found(
          all.filter(({ isSample }) => !isSample).map(({ phrase }) => `${quote(phrase)} is no sample.`),
          `${all.length} suggestions`,
        );
      },
    },
  ]),
  ...rulesAbout('bank', [
    {
      id: 'phrases-answered',
      title: 'Each phrase gets a useful answer, with the PIN where it is asked for',
      source: sources.functional,
      how: 'Each phrase is said to the skill, from the first word on, by a linked customer of the embedded bank.',
      remedy: 'See what the phrase is answered with: npm run ask -- "the phrase"',
      check: ({ scenes, examples }) => {
        const turns = scenes['example-phrases'];
        const useful = turns.filter(
          turn => nameOf(turn) === 'LaunchRequest' || turn.calls.some(({ status }) => status === 200),
        );
        return found(
          [
            ...unless(
              useful.length >= examples.length,
              `${useful.length} of ${examples.length} are answered.`,
            ),
            ...turns.flatMap(turn =>
              unless(
                responseOf(turn) !== null && (asks(wordsOf(turn)) || elicits(turn)),
                `${nameOf(turn)} is answered with ${quote(wordsOf(turn))}.`,
              ),
            ),
          ],
          turns.map(turn => quote(wordsOf(turn), 40)).join(', '),
        );
      },
    },
    {
      id: 'one-shot-works',
      title: 'A question in the same breath as the name is answered',
      source: sources.invoking,
      how: '"ask sotto voce for my balance", then the PIN: the balance is said.',
      remedy: 'Answer an IntentRequest that comes without a LaunchRequest before it.',
      check: ({ scenes }) => {
        const [prompt, answer] = scenes['one-shot'];
        return found(
          unless(
            prompt !== undefined && answer?.calls.some(({ status }) => status === 200) === true,
            `It is answered with ${quote(wordsOf(answer ?? prompt))}.`,
          ),
          quote(wordsOf(answer), 40),
        );
      },
    },
  ]),
];
