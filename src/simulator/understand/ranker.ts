/** Ranks the intents of a model for words that no sample has: the classifier, its training set and what it sees. */
import { train, type Example } from './classifier.ts';
import { withoutCourtesy } from './courtesy.ts';
import { featureDimension, featuresOf, type Features } from './features.ts';
import type { Mention } from './slots.ts';
import type { Template } from './templates.ts';
import { normalize } from './tokens.ts';

export interface RankedIntent {
  readonly intent: string;
  /** Probability, 0 to 1. */
  readonly score: number;
}

export interface Ranker {
  /** Every intent, the most probable first. */
  readonly rank: (words: readonly string[], mentions: readonly Mention[]) => RankedIntent[];
  /** What each word and placeholder adds to an intent's score; for explanations. */
  readonly explain: (
    words: readonly string[],
    mentions: readonly Mention[],
    intent: string,
  ) => { readonly word: string; readonly weight: number }[];
}

export interface RankerSources {
  readonly templates: readonly Template[];
  /** Finds the slot values in words, as it will be done in what is heard. */
  readonly mentionsIn: (words: readonly string[]) => readonly Mention[];
  /** What people say that no intent answers. */
  readonly background: readonly string[];
  /** The intent that stands for it. */
  readonly backgroundIntent: string;
}

/** A type's stand-in in a sentence: what matters is that a date was said, and not which. */
const placeholders: Readonly<Record<string, string>> = {
  'AMAZON.DATE': '@when',
  'AMAZON.DURATION': '@when',
  'AMAZON.FOUR_DIGIT_NUMBER': '@number',
  'AMAZON.NUMBER': '@number',
  'AMAZON.Ordinal': '@number',
};

const placeholder = (type: string): string => placeholders[type] ?? `@${type.toLowerCase()}`;

/** The sentence with a stand-in for every value that was found in it. */
function abstracted(words: readonly string[], mentions: readonly Mention[]): string[] {
  const result: string[] = [];
  let at = 0;
  for (const mention of mentions) {
    result.push(...words.slice(at, mention.from), placeholder(mention.type.name));
    at = mention.to;
  }
  result.push(...words.slice(at));
  return result;
}

export function createRanker({ templates, mentionsIn, background, backgroundIntent }: RankerSources): Ranker {
  const labels = [...new Set([backgroundIntent, ...templates.map(template => template.intent)])];
  // A sample's own words may be slot values too ("pay my visa"): they are seen as they will be heard.
  const standIns = (words: readonly string[]): string[] => abstracted(words, mentionsIn(words));
  const sentences = [
    ...templates
      // A sample that is a slot alone says nothing about its intent: any such value would become one.
      .filter(template => template.wordCount > 0)
      .map(template => ({
        words: standIns(
          template.parts.map(part => ('word' in part ? part.word : placeholder(part.type.name))),
        ),
        label: labels.indexOf(template.intent),
      })),
    ...background.map(phrase => ({ words: standIns(normalize(phrase).split(' ')), label: 0 })),
  ];
  const counts = new Float64Array(labels.length);
  for (const { label } of sentences) counts[label] = (counts[label] ?? 0) + 1;
  const mean = sentences.length / labels.length;
  const examples: Example[] = sentences.map(({ words, label }) => {
    const { from, to } = withoutCourtesy(words);
    return {
      features: featuresOf(words.slice(from, to)),
      label,
      // An intent with few samples is not less likely to be meant.
      weight: Math.min(2, Math.max(0.5, Math.sqrt(mean / (counts[label] ?? 1)))),
    };
  });
  const classifier = train(examples, {
    labelCount: labels.length,
    dimension: featureDimension,
    epochs: 8,
    learningRate: 0.2,
    seed: 1,
  });

  const seen = (words: readonly string[], mentions: readonly Mention[]): Features =>
    featuresOf(abstracted(words, mentions));

  return {
    rank: (words, mentions) =>
      [...classifier.probabilities(seen(words, mentions))]
        .map((score, label) => ({ intent: labels[label] ?? backgroundIntent, score }))
        .sort((a, b) => b.score - a.score),
    explain: (words, mentions, intent) => {
      const sentence = abstracted(words, mentions);
      const label = labels.indexOf(intent);
      const score = (part: readonly string[]): number =>
        classifier.contributions(featuresOf(part), label).reduce((sum, value) => sum + value, 0);
      const whole = score(sentence);
      return sentence.map((word, i) => ({ word, weight: whole - score(sentence.toSpliced(i, 1)) }));
    },
  };
}
