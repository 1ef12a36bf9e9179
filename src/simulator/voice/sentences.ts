/** What a recogniser learns of how people speak: the interaction model's samples, and everything else that is said. Pure. */
import type { InteractionModel } from '../interaction-model.ts';
import { fallbackIntent } from '../understand/index.ts';
import type { WeightedSentence } from './language-model.ts';
import { spokenValues } from './spoken-values.ts';

/** What the skill answers is said more often than what it does not. */
const ownWeight = 3;
const foreignWeight = 1;

/** A sample with a slot is taught with so many values, each the next of its type. */
const fillings = 3;

/**
 * Sentences to train on, as words to be said.
 *
 * @param background general sentences, without which every other word would be bent into one of the samples
 */
export function spokenSentences(
  model: InteractionModel,
  background: readonly string[],
): readonly WeightedSentence[] {
  const { languageModel } = model;
  const valuesOf = new Map<string, readonly string[]>();
  const drawn = new Map<string, number>();
  const next = (type: string): string => {
    let values = valuesOf.get(type);
    if (values === undefined) valuesOf.set(type, (values = spokenValues(type, model)));
    const at = drawn.get(type) ?? 0;
    drawn.set(type, at + 1);
    return values[at % Math.max(1, values.length)] ?? '';
  };

  const sentences: WeightedSentence[] = [];
  const add = (text: string, weight: number) => {
    const words = spokenWords(text);
    if (words.length > 0) sentences.push({ words, weight });
  };
  for (const intent of languageModel.intents) {
    const weight = intent.name === fallbackIntent ? foreignWeight : ownWeight;
    const answers = intent.slots.flatMap(slot => slot.samples ?? []);
    for (const sample of [...intent.samples, ...answers]) {
      const rounds = sample.includes('{') ? fillings : 1;
      for (let round = 0; round < rounds; round += 1) {
        const text = sample.replaceAll(/\{([A-Za-z_]+)\}/g, (_, name: string) =>
          next(intent.slots.find(slot => slot.name === name)?.type ?? ''),
        );
        add(text, round === 0 ? weight : 1);
      }
    }
  }
  const { invocationName } = languageModel;
  for (const call of ['open', 'launch', 'start', 'ask', 'talk to', 'tell', 'alexa open', 'alexa ask'])
    add(`${call} ${invocationName}`, ownWeight);
  for (const call of ['for my balance', 'how much i spent last month', 'if i have any fraud alerts'])
    add(`ask ${invocationName} ${call}`, ownWeight);
  for (const phrase of background) add(phrase, foreignWeight);
  return sentences;
}

/** Written words as they are said: lower case, no punctuation. A word with a digit in it is left out. */
export function spokenWords(text: string): string[] {
  const plain = text.toLowerCase().replaceAll(/[\u2018\u2019\u02bc`]/g, "'");
  const words = plain.match(/[\p{L}\d][\p{L}\d'.]*/gu) ?? [];
  return words
    .map(word => (/^(?:\p{L}\.)+\p{L}?$/u.test(word) ? word : word.replaceAll('.', '')))
    .map(word =>
      word
        .replace(/'+$/, '')
        .normalize('NFKD')
        .replaceAll(/[^a-z\d'.]/g, ''),
    )
    .filter(word => /^[a-z][a-z'.]*$/.test(word));
}
