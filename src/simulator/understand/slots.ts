/** Fills the slots of an intent that was chosen without a template, from the words that the utterance holds. */
import type { ModelIntent } from '../interaction-model.ts';
import { findOpenValue } from './open-values.ts';
import type { SlotType, SlotValue } from './slot-types.ts';
import type { Span, Template } from './templates.ts';

/** A value of some type in an utterance, not yet in a slot. */
export interface Mention {
  readonly type: SlotType;
  readonly value: SlotValue;
  readonly from: number;
  readonly to: number;
}

/** Every value of these types, longest first where they overlap, in the order of the words. */
export function findMentions(words: readonly string[], types: readonly SlotType[], today: string): Mention[] {
  const all: Mention[] = [];
  for (let at = 0; at < words.length; at += 1) {
    for (const type of types) {
      const found = type.find(words, at, today);
      if (found !== null) all.push({ type, value: found.value, from: at, to: at + found.length });
    }
  }
  all.sort((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from);
  const kept: Mention[] = [];
  for (const mention of all) {
    if (kept.every(other => mention.to <= other.from || mention.from >= other.to)) kept.push(mention);
  }
  return kept.sort((a, b) => a.from - b.from);
}

/** The word before each slot in the samples of an intent: "since" stands before {since} and never before {date}. */
export type SlotContexts = ReadonlyMap<string, ReadonlySet<string>>;

export function slotContexts(templates: readonly Template[]): SlotContexts {
  const contexts = new Map<string, Set<string>>();
  for (const { parts } of templates) {
    parts.forEach((part, i) => {
      if (!('slot' in part)) return;
      const previous = parts[i - 1];
      const context = contexts.get(part.slot) ?? new Set();
      if (previous !== undefined && 'word' in previous) context.add(previous.word);
      contexts.set(part.slot, context);
    });
  }
  return contexts;
}

/** Said when somebody takes a word back: "checking, no wait, savings". */
const correction =
  /(?:^| )(?:no|wait|sorry|actually|rather|i mean|make that|scratch that|or rather|i meant)(?: |$)/;

/**
 * Puts each mention into the slot of its type whose samples have the same word before it; of two for one slot the
 * first, or the second where the customer corrects herself.
 */
export function fillSlots(
  words: readonly string[],
  intent: ModelIntent,
  mentions: readonly Mention[],
  contexts: SlotContexts,
): Span[] {
  const filled = new Map<string, Span>();
  for (const mention of mentions) {
    const candidates = intent.slots.filter(slot => slot.type === mention.type.name);
    const before = words[mention.from - 1] ?? '';
    // A slot that only this word introduces comes before one that any word may.
    const introduced = candidates.find(
      slot =>
        contexts.get(slot.name)?.has(before) === true &&
        candidates.every(other => other === slot || contexts.get(other.name)?.has(before) !== true),
    );
    const slot = introduced ?? candidates.find(candidate => !filled.has(candidate.name)) ?? candidates[0];
    if (slot === undefined) continue;
    const earlier = filled.get(slot.name);
    const between = earlier === undefined ? '' : words.slice(earlier.to, mention.from).join(' ');
    if (earlier === undefined || correction.test(between)) {
      filled.set(slot.name, { slot: slot.name, ...mention });
    }
  }
  return [...filled.values()];
}

/**
 * Fills a slot whose catalogue is open with words that it does not list, so that a question about sneakers is not
 * taken for one about everything.
 */
export function fillOpenSlot(
  words: readonly string[],
  intent: ModelIntent,
  filled: readonly Span[],
  mentions: readonly Mention[],
  contexts: SlotContexts,
  types: ReadonlyMap<string, SlotType>,
): Span | null {
  const isTaken = (at: number): boolean => mentions.some(mention => at >= mention.from && at < mention.to);
  for (const slot of intent.slots) {
    const type = types.get(slot.type);
    if (type?.isOpen !== true || filled.some(span => span.slot === slot.name)) continue;
    const found = findOpenValue(words, isTaken, contexts.get(slot.name) ?? new Set());
    if (found !== null) return { slot: slot.name, type, value: { value: null, matches: [] }, ...found };
  }
  return null;
}
