/**
 * From an utterance to an intent and its slots, as Alexa does it, from the deployed interaction model alone.
 *
 * In order: an answer to the slot that the device is eliciting; a sample utterance met word for word; a classifier
 * trained on the samples, with everything else that people say as a class of its own; then the slots of the intent.
 */
import type { InteractionModel, ModelIntent } from '../interaction-model.ts';
import { findAnswer, findUnlistedAnswer } from './answers.ts';
import backgroundPhrases from './background.json' with { type: 'json' };
import { hear, type Heard } from './heard.ts';
import { createRanker, type RankedIntent } from './ranker.ts';
import { slotTypesOf, type SlotType } from './slot-types.ts';
import {
  fillOpenSlot,
  fillSlots,
  findMentions,
  slotContexts,
  type Mention,
  type SlotContexts,
} from './slots.ts';
import { builtInTemplates, readTemplates, TemplateIndex, type Span, type Template } from './templates.ts';
import {
  fallbackIntent,
  type ResolvedSlot,
  type Situation,
  type Understand,
  type Understood,
} from './understood.ts';

/**
 * Least probability with which the classifier's choice is taken. Higher rejects more of what is foreign and more of
 * what is meant; `test/simulator/understand/tiers.ts` draws the curve.
 */
export const acceptanceThreshold = 0.5;

export interface UnderstandingOptions {
  /** Least probability with which the classifier's choice is taken; another than the usual one for measurements. */
  readonly threshold?: number;
  /** The skill whose catalogues are named in entity resolutions. */
  readonly skillId?: string;
}

/** Why an utterance was understood as it was. */
export interface Explanation {
  readonly understood: Understood;
  /** What was left of the utterance to be understood. */
  readonly words: readonly string[];
  /** The sample that it met word for word, if it did. */
  readonly sample: string | null;
  /** Every value that was found in it, of any type. */
  readonly mentions: readonly { readonly words: string; readonly type: string; readonly value: string }[];
  /** The classifier's opinion, the most probable first. */
  readonly ranked: readonly RankedIntent[];
  /** What each word adds to the score of the first and of the second intent. */
  readonly weights: readonly { readonly word: string; readonly first: number; readonly second: number }[];
}

export interface Understanding {
  readonly understand: Understand;
  readonly explain: (utterance: string, situation: Situation) => Explanation;
}

/** The port: trains on the model's samples and gives the function that understands an utterance. */
export function createUnderstanding(model: InteractionModel, options: UnderstandingOptions = {}): Understand {
  return trainUnderstanding(model, options).understand;
}

/** The same, with explanations. Throws where a sample names a slot, or a slot a type, that does not exist. */
export function trainUnderstanding(
  model: InteractionModel,
  options: UnderstandingOptions = {},
): Understanding {
  const { threshold = acceptanceThreshold, skillId = 'amzn1.ask.skill.simulator' } = options;
  const { invocationName } = model.languageModel;
  const types = slotTypesOf(model);
  const templates = [...readTemplates(model, types), ...builtInTemplates(model)];
  const inSamples = typesIn(templates);
  const allTypes = [...types.values()].filter(type => inSamples.has(type));
  const index = new TemplateIndex(templates);
  const ranker = createRanker({
    templates,
    // Any day will do: what counts is that a date was found.
    mentionsIn: words => findMentions(words, allTypes, '2026-01-01'),
    background: backgroundPhrases,
    backgroundIntent: fallbackIntent,
  });
  const intents = new Map<string, IntentRules>();
  for (const intent of model.languageModel.intents) {
    const own = templates.filter(template => template.intent === intent.name);
    intents.set(intent.name, {
      intent,
      types: [...typesIn(own)],
      contexts: slotContexts(own),
      needsSlot: own.length > 0 && own.every(template => template.parts.length > template.wordCount),
    });
  }

  const resolve = (heard: Heard, spans: readonly Span[]): Record<string, ResolvedSlot> =>
    Object.fromEntries(spans.map(span => [span.slot, resolveSlot(heard, span, skillId)]));

  /** The type of the slot that the device is eliciting. */
  const elicited = ({ expecting }: Situation): { intent: string; slot: string; type: SlotType } | null => {
    if (expecting === null) return null;
    const slot = intents.get(expecting.intent)?.intent.slots.find(({ name }) => name === expecting.slot);
    const type = slot === undefined ? undefined : types.get(slot.type);
    return type === undefined ? null : { ...expecting, type };
  };

  const answer = (heard: Heard, intent: string, span: Span): Understood => ({
    intent,
    score: 1,
    slots: resolve(heard, [span]),
    closest: intent,
    how: 'elicited',
    runnerUp: null,
  });

  const meetSample = (heard: Heard, today: string): { understood: Decided; sample: string } | null => {
    const { core, words } = heard;
    for (const { from, to } of [{ from: 0, to: words.length }, core]) {
      const match = index.match(words.slice(from, to), today);
      if (match === null) continue;
      const { intent, sample } = match.template;
      if (intent === fallbackIntent) return { understood: rejected(null, 0), sample };
      const spans = match.spans.map(span => ({ ...span, from: span.from + from, to: span.to + from }));
      const slots = resolve(heard, spans);
      return { understood: { intent, score: 1, slots, closest: intent, how: 'template' }, sample };
    }
    return null;
  };

  /** The intents, best first, without those that need a slot of which the utterance holds no value. */
  const rank = (words: readonly string[], mentions: readonly Mention[]): RankedIntent[] =>
    ranker.rank(words, mentions).filter(({ intent: name }) => {
      const rules = intents.get(name);
      return (
        rules?.needsSlot !== true || rules.types.some(type => mentions.some(mention => mention.type === type))
      );
    });

  const classify = (heard: Heard, ranked: readonly RankedIntent[], today: string): Decided => {
    const { from, to } = heard.core;
    const words = heard.words.slice(from, to);
    const closest = ranked.find(({ intent }) => intent !== fallbackIntent);
    const rules = intents.get(closest?.intent ?? '');
    if (closest === undefined || rules === undefined || closest !== ranked[0] || closest.score < threshold) {
      return rejected(closest?.intent ?? null, closest?.score ?? 0);
    }
    const { intent, contexts } = rules;
    const own = findMentions(words, rules.types, today);
    const filled = fillSlots(words, intent, own, contexts);
    const open = fillOpenSlot(words, intent, filled, own, contexts, types);
    const spans = [...filled, ...(open === null ? [] : [open])].map(span => ({
      ...span,
      from: span.from + from,
      to: span.to + from,
    }));
    const slots = resolve(heard, spans);
    return { intent: intent.name, score: closest.score, slots, closest: intent.name, how: 'classifier' };
  };

  const understand: Understand = (utterance, situation) => {
    const heard = hear(utterance, invocationName);
    const { today } = situation;
    if (heard.words.length === 0) return { ...rejected(null, 0), runnerUp: null };
    const asked = elicited(situation);
    const given = asked === null ? null : findAnswer(heard.words, asked.type, asked.slot, today);
    if (asked !== null && given !== null) return answer(heard, asked.intent, given);
    const words = heard.words.slice(heard.core.from, heard.core.to);
    const ranked = rank(words, findMentions(words, allTypes, today));
    const decided = meetSample(heard, today)?.understood ?? classify(heard, ranked, today);
    const understood = {
      ...decided,
      runnerUp: ranked.find(({ intent }) => intent !== decided.intent) ?? null,
    };
    if (asked === null || understood.how !== 'rejected') return understood;
    const unlisted = findUnlistedAnswer(heard.words, asked.type, asked.slot);
    return unlisted === null ? understood : answer(heard, asked.intent, unlisted);
  };

  return {
    understand,
    explain: (utterance, situation) => {
      const heard = hear(utterance, invocationName);
      const words = heard.words.slice(heard.core.from, heard.core.to);
      const mentions = findMentions(words, allTypes, situation.today);
      const ranked = rank(words, mentions);
      const first = ranker.explain(words, mentions, ranked[0]?.intent ?? fallbackIntent);
      const second = ranker.explain(words, mentions, ranked[1]?.intent ?? fallbackIntent);
      return {
        understood: understand(utterance, situation),
        words,
        sample: meetSample(heard, situation.today)?.sample ?? null,
        mentions: mentions.map(({ type, value, from, to }) => ({
          words: words.slice(from, to).join(' '),
          type: type.name,
          value: value.value ?? (value.matches ?? []).map(match => match.id).join(', '),
        })),
        ranked,
        weights: first.map(({ word, weight }, i) => ({
          word,
          first: weight,
          second: second[i]?.weight ?? 0,
        })),
      };
    },
  };
}

/** What was decided, before it is known what was second. */
type Decided = Omit<Understood, 'runnerUp'>;

/** What an intent's samples say of it. */
interface IntentRules {
  readonly intent: ModelIntent;
  /** What its samples have: a slot that none of them has is heard where it is elicited, and nowhere else. */
  readonly types: readonly SlotType[];
  readonly contexts: SlotContexts;
  /** Whether every sample has a slot, so that the intent cannot be meant without a value of one. */
  readonly needsSlot: boolean;
}

/** @param closestScore probability of the closest intent, 0 to 1 */
const rejected = (closest: string | null, closestScore: number): Decided => ({
  intent: fallbackIntent,
  score: 1 - closestScore,
  slots: {},
  closest,
  how: 'rejected',
});

function resolveSlot(heard: Heard, span: Span, skillId: string): ResolvedSlot {
  const spoken = heard.spoken(span.from, span.to);
  const { value, matches } = span.value;
  return {
    name: span.slot,
    type: span.type.name,
    spoken,
    value: value ?? spoken.toLowerCase(),
    resolutions:
      matches === null
        ? null
        : {
            authority: `amzn1.er-authority.echo-sdk.${skillId}.${span.type.name}`,
            code: matches.length > 0 ? 'ER_SUCCESS_MATCH' : 'ER_SUCCESS_NO_MATCH',
            values: matches,
          },
  };
}

const typesIn = (templates: readonly Template[]): ReadonlySet<SlotType> =>
  new Set(templates.flatMap(({ parts }) => parts.flatMap(part => ('slot' in part ? part.type : []))));
