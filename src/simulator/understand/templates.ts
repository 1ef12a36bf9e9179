/** Sample utterances as templates: `how much did i spend on {category} {date}` met word for word. */
import type { InteractionModel, ModelIntent } from '../interaction-model.ts';
import { builtInPhrases } from './built-in-intents.ts';
import type { SlotType, SlotValue } from './slot-types.ts';
import { tokenize } from './tokens.ts';

/** A word, or a slot to fill. */
type Part = { readonly word: string } | { readonly slot: string; readonly type: SlotType };

export interface Template {
  readonly intent: string;
  /** The sample as it stands in the model. */
  readonly sample: string;
  readonly parts: readonly Part[];
  /** How many of the parts are words. */
  readonly wordCount: number;
}

/** A slot value and the words that it was read from. */
export interface Span {
  readonly slot: string;
  readonly type: SlotType;
  readonly value: SlotValue;
  readonly from: number;
  readonly to: number;
}

export interface TemplateMatch {
  readonly template: Template;
  readonly spans: readonly Span[];
}

/** Reads every sample of the model. */
export function readTemplates(model: InteractionModel, types: ReadonlyMap<string, SlotType>): Template[] {
  return model.languageModel.intents.flatMap(intent =>
    intent.samples.map(sample => {
      const parts = readSample(sample, intent, types);
      return { intent: intent.name, sample, parts, wordCount: parts.filter(part => 'word' in part).length };
    }),
  );
}

/** What Alexa understands for the model's built-in intents without a sample of the model. */
export function builtInTemplates(model: InteractionModel): Template[] {
  return model.languageModel.intents.flatMap(({ name }) =>
    (builtInPhrases[name] ?? []).map(sample => {
      const parts = tokenize(sample).map(token => ({ word: token.text }));
      return { intent: name, sample, parts, wordCount: parts.length };
    }),
  );
}

function readSample(sample: string, intent: ModelIntent, types: ReadonlyMap<string, SlotType>): Part[] {
  return sample.split(/(\{\w+\}(?:'s)?)/).flatMap((piece): Part[] => {
    const name = /^\{(\w+)\}/.exec(piece)?.[1];
    if (name === undefined) return tokenize(piece).map(token => ({ word: token.text }));
    const type = types.get(intent.slots.find(slot => slot.name === name)?.type ?? '');
    if (type === undefined)
      throw new Error(`The sample "${sample}" of ${intent.name} names no slot {${name}}.`);
    return [{ slot: name, type }];
  });
}

/** Finds the template that a whole utterance fits, the one with most words of its own first. */
export class TemplateIndex {
  /** By first word; '' holds those that begin with a slot. */
  readonly #byFirstWord = new Map<string, Template[]>();

  constructor(templates: readonly Template[]) {
    for (const template of templates) {
      const first = template.parts[0];
      if (first === undefined) continue;
      const key = 'word' in first ? first.word : '';
      const list = this.#byFirstWord.get(key);
      if (list === undefined) this.#byFirstWord.set(key, [template]);
      else list.push(template);
    }
    for (const list of this.#byFirstWord.values()) list.sort((a, b) => b.wordCount - a.wordCount);
  }

  match(words: readonly string[], today: string): TemplateMatch | null {
    const found = new SpanFinder(words, today);
    let best: TemplateMatch | null = null;
    for (const key of [words[0] ?? '', '']) {
      for (const template of this.#byFirstWord.get(key) ?? []) {
        if (best !== null && template.wordCount <= best.template.wordCount) break;
        if (template.parts.length > words.length) continue;
        const last = template.parts.at(-1);
        if (last !== undefined && 'word' in last && last.word !== words.at(-1)) continue;
        const spans = matchParts(template.parts, 0, words, 0, found);
        if (spans !== null) {
          best = { template, spans };
          break;
        }
      }
    }
    return best;
  }
}

/** Looks a slot type up at a place once, however many templates ask. */
class SpanFinder {
  readonly #words: readonly string[];
  readonly #today: string;
  readonly #known = new Map<string, ReturnType<SlotType['find']>>();

  constructor(words: readonly string[], today: string) {
    this.#words = words;
    this.#today = today;
  }

  find(type: SlotType, at: number): ReturnType<SlotType['find']> {
    const key = `${type.name} ${at}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const found = type.find(this.#words, at, this.#today);
    this.#known.set(key, found);
    return found;
  }
}

function matchParts(
  parts: readonly Part[],
  next: number,
  words: readonly string[],
  at: number,
  finder: SpanFinder,
): Span[] | null {
  const part = parts[next];
  if (part === undefined) return at === words.length ? [] : null;
  if ('word' in part)
    return words[at] === part.word ? matchParts(parts, next + 1, words, at + 1, finder) : null;
  const found = finder.find(part.type, at);
  if (found === null) return null;
  const rest = matchParts(parts, next + 1, words, at + found.length, finder);
  return rest === null
    ? null
    : [{ slot: part.slot, type: part.type, value: found.value, from: at, to: at + found.length }, ...rest];
}
