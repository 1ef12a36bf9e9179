/**
 * From an utterance to an intent and its slots, as Alexa does it, from the deployed interaction model alone.
 *
 * In order: an answer to the slot that the device is eliciting; a sample utterance met word for word; a classifier
 * trained on the samples, with everything else that people say as a class of its own; then the slots of the intent.
 */
import type { InteractionModel } from '../interaction-model.ts';
import backgroundPhrases from './background.json' with { type: 'json' };
import { findAnswer } from './answers.ts';
import { builtInPhrases } from './built-in-intents.ts';
import { isHesitation, withoutCourtesy } from './courtesy.ts';
import { splitInvocation } from './invocation.ts';
import { createRanker } from './ranker.ts';
import { slotTypesOf, type SlotType } from './slot-types.ts';
import { fillSlots, findMentions, slotContexts, type SlotContexts } from './slots.ts';
import { readTemplates, TemplateIndex, type Span, type Template } from './templates.ts';
import { spokenText, tokenize, type Token } from './tokens.ts';

/** What the device knows when somebody speaks. */
export interface Situation {
  /** `YYYY-MM-DD`, in `timeZone`. */
  readonly today: string;
  /** IANA name. */
  readonly timeZone: string;
  /** The slot that the device is eliciting, if it is. */
  readonly expecting: { readonly intent: string; readonly slot: string } | null;
}

/** A filled slot, as it goes into the request. */
export interface ResolvedSlot {
  readonly name: string;
  readonly type: string;
  /** As heard. */
  readonly spoken: string;
  /**
   * As Alexa puts it in `slot.value`: an ISO date or duration, digits, or the spoken words of a custom type. `?`
   * where the words answer the elicited slot but make no value of its type (three digits for a PIN).
   */
  readonly value: string;
  /** Entity resolution of a custom type; null for a built-in type. */
  readonly resolutions: {
    readonly authority: string;
    readonly code: 'ER_SUCCESS_MATCH' | 'ER_SUCCESS_NO_MATCH';
    readonly values: readonly { readonly name: string; readonly id: string }[];
  } | null;
}

export interface Understood {
  /** `AMAZON.FallbackIntent` when nothing else was likely enough. */
  readonly intent: string;
  /** Probability of the intent, 0 to 1. */
  readonly score: number;
  /** Filled slots only. */
  readonly slots: Readonly<Record<string, ResolvedSlot>>;
  /** The best intent even when it was rejected; null where nothing was heard. */
  readonly closest: string | null;
  readonly how: 'template' | 'classifier' | 'elicited' | 'rejected';
}

export type Understand = (utterance: string, situation: Situation) => Understood;

export const fallbackIntent = 'AMAZON.FallbackIntent';

/** Least probability with which the classifier's choice is taken. */
export const acceptanceThreshold = 0.5;

/** Longer than anything said in one breath; the rest of it is not read. */
const maxUtteranceLength = 1_000;

/** Options of `createUnderstanding`, for measurements. */
export interface UnderstandingOptions {
  /** Least probability with which the classifier's choice is taken. */
  readonly threshold?: number;
  /** The skill whose catalogues are named in entity resolutions. */
  readonly skillId?: string;
}

/** Trains on the model's samples (about a second) and gives the function that understands an utterance. */
export function createUnderstanding(model: InteractionModel, options: UnderstandingOptions = {}): Understand {
  const { threshold = acceptanceThreshold, skillId = 'amzn1.ask.skill.simulator' } = options;
  const types = slotTypesOf(model);
  const templates = [...readTemplates(model, types), ...builtInTemplates(model)];
  const index = new TemplateIndex(templates);
  const intents = new Map(model.languageModel.intents.map(intent => [intent.name, intent]));
  const ranker = createRanker({ templates, background: backgroundPhrases, backgroundIntent: fallbackIntent });
  const contexts = new Map<string, SlotContexts>();
  for (const name of intents.keys()) {
    contexts.set(name, slotContexts(templates.filter(template => template.intent === name)));
  }
  const elicitable = new Map(
    model.languageModel.intents.flatMap(intent =>
      intent.slots.map(slot => [`${intent.name} ${slot.name}`, slot] as const),
    ),
  );

  const resolve = (
    utterance: string,
    tokens: readonly Token[],
    spans: readonly Span[],
  ): Record<string, ResolvedSlot> => {
    const slots: Record<string, ResolvedSlot> = {};
    for (const span of spans) {
      const spoken = spokenText(utterance, tokens, span.from, span.to);
      const { value, matches } = span.value;
      slots[span.slot] = {
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
    return slots;
  };

  return (utterance, situation) => {
    const heard = splitInvocation(
      utterance.slice(0, maxUtteranceLength),
      model.languageModel.invocationName,
    ).request;
    const tokens = tokenize(heard).filter(token => !isHesitation(token.text));
    const all = tokens.map(token => token.text);
    if (all.length === 0) return rejected(null, 0);

    const { expecting, today } = situation;
    if (expecting !== null) {
      const slot = elicitable.get(`${expecting.intent} ${expecting.slot}`);
      const type = types.get(slot?.type ?? '');
      const span = type === undefined ? null : findAnswer(all, type, expecting.slot, today);
      if (span !== null) {
        return {
          intent: expecting.intent,
          score: 1,
          slots: resolve(heard, tokens, [span]),
          closest: expecting.intent,
          how: 'elicited',
        };
      }
    }

    const core = withoutCourtesy(all);
    const offered = [{ from: 0, to: all.length }, ...(core.to - core.from < all.length ? [core] : [])];
    for (const { from, to } of offered) {
      const match = index.match(all.slice(from, to), today);
      if (match === null) continue;
      const { intent } = match.template;
      if (intent === fallbackIntent) return rejected(fallbackIntent, 1);
      const slots = resolve(heard, tokens.slice(from, to), match.spans);
      return { intent, score: 1, slots, closest: intent, how: 'template' };
    }

    const words = all.slice(core.from, core.to);
    const mentions = findMentions(words, [...types.values()], today);
    const ranked = ranker.rank(words, mentions);
    const [best] = ranked;
    if (best === undefined) return rejected(null, 0);
    const closest = ranked.find(other => other.intent !== fallbackIntent)?.intent ?? null;
    const intent = intents.get(best.intent);
    if (best.intent === fallbackIntent || intent === undefined || best.score < threshold) {
      return rejected(closest, best.intent === fallbackIntent ? best.score : 1 - best.score);
    }
    const own = findMentions(
      words,
      typesOf(
        intent.slots.map(slot => slot.type),
        types,
      ),
      today,
    );
    const spans = fillSlots(words, intent, own, contexts.get(intent.name) ?? new Map());
    const slots = resolve(heard, tokens.slice(core.from, core.to), spans);
    return { intent: intent.name, score: best.score, slots, closest: intent.name, how: 'classifier' };
  };
}

const rejected = (closest: string | null, score: number): Understood => ({
  intent: fallbackIntent,
  score,
  slots: {},
  closest,
  how: 'rejected',
});

function typesOf(names: readonly string[], types: ReadonlyMap<string, SlotType>): SlotType[] {
  return [...new Set(names)].flatMap(name => types.get(name) ?? []);
}

function builtInTemplates(model: InteractionModel): Template[] {
  return model.languageModel.intents.flatMap(({ name }) =>
    (builtInPhrases[name] ?? []).map(sample => {
      const parts = tokenize(sample).map(token => ({ word: token.text }));
      return { intent: name, sample, parts, wordCount: parts.length };
    }),
  );
}
