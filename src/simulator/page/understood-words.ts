/** How an utterance was understood, in the page's words. Pure. */
import type { TurnRecord, UnderstoodBy } from '../turn-record.ts';

/** Why the intent was taken; null where the score says it all. */
export const howWords: Readonly<Record<UnderstoodBy, string | null>> = {
  template: 'word for word',
  classifier: null,
  elicited: 'as asked',
  rejected: 'fits nothing',
  given: 'given',
};

interface ShownSlot {
  readonly name: string;
  /** As the platform sends it. */
  readonly value: string;
  /** What the catalogue made of it; null where it has none, or says the same. */
  readonly resolved: string | null;
}

/** The slots of a turn, each with what a catalogue has resolved it to. */
export function resolvedSlots({
  slots,
  request,
}: Pick<TurnRecord, 'slots' | 'request'>): readonly ShownSlot[] {
  const sent = request?.request.type === 'IntentRequest' ? request.request.intent.slots : undefined;
  return Object.entries(slots).map(([name, value]) => {
    const resolutions = sent?.[name]?.resolutions?.resolutionsPerAuthority ?? [];
    const ids = resolutions.flatMap(({ values }) => values.map(({ value: { id } }) => id));
    if (resolutions.length === 0 || (ids.length === 1 && ids[0] === value))
      return { name, value, resolved: null };
    return { name, value, resolved: ids.length === 0 ? 'not in the catalogue' : `→ ${ids.join(', ')}` };
  });
}
