/**
 * Keeps a voice PIN out of everything that the simulator shows, prints or saves. The request to the skill carries
 * it, as it must; the record of the turn does not.
 */
import type { Intent, RequestEnvelope } from 'ask-sdk-model';
import type { InteractionModel } from './interaction-model.ts';
import { findDigits } from './understand/numbers.ts';
import { tokenize } from './understand/tokens.ts';

/** What stands where a PIN was. */
export const hidden = '••••';

/** The slot type that a voice PIN is spoken into. */
const pinType = 'AMAZON.FOUR_DIGIT_NUMBER';

/** Words that people put around a code. */
const around: ReadonlySet<string> = new Set(
  'my the a it is its that pin code passcode number voice secret digits please okay um uh er sure yes yeah alexa sorry'.split(
    ' ',
  ),
);

/**
 * The utterance with the digits of a PIN hidden. Without `asked`, only when it consists of digits and the words
 * around a code, so that "since 2025" stays readable.
 */
export function hidePin(utterance: string, asked: boolean): string {
  const tokens = tokenize(utterance);
  const words = tokens.map(token => token.text);
  const runs: { from: number; to: number; digits: number }[] = [];
  let others = 0;
  for (let at = 0; at < words.length;) {
    const found = findDigits(words, at);
    if (found === null) {
      if (!around.has(words[at] ?? '')) others += 1;
      at += 1;
    } else {
      runs.push({ from: at, to: at + found.length, digits: found.value.length });
      at += found.length;
    }
  }
  const digits = runs.reduce((sum, run) => sum + run.digits, 0);
  const isCode = others === 0 ? digits >= (asked ? 1 : 3) : asked && digits >= 3;
  if (!isCode) return utterance;

  let result = '';
  let end = 0;
  for (const run of runs) {
    const start = tokens[run.from]?.start ?? end;
    result += utterance.slice(end, start) + hidden;
    end = tokens[run.to - 1]?.end ?? start;
  }
  return result + utterance.slice(end);
}

/** A copy of the request to show: without PIN, and without the access token, which a saved transcript must not hold. */
export function hideSecrets(request: RequestEnvelope, pinSlots: ReadonlySet<string>): RequestEnvelope {
  const shown = structuredClone(request);
  for (const user of [shown.session?.user, shown.context.System.user]) {
    if (user?.accessToken !== undefined) user.accessToken = hidden;
  }
  if (shown.request.type === 'IntentRequest') {
    for (const slot of Object.values(shown.request.intent.slots ?? {})) {
      if (!pinSlots.has(slot.name) || slot.value === undefined) continue;
      slot.value = hidden;
      if (slot.slotValue?.type === 'Simple') slot.slotValue.value = hidden;
      delete slot.resolutions;
    }
  }
  return shown;
}

/** The slots of a model that a voice PIN is spoken into, or a part of it, or a code: all of the PIN's intent, by name. */
export function pinSlotsOf(model: InteractionModel): ReadonlySet<string> {
  const intents = model.languageModel.intents.filter(({ slots }) =>
    slots.some(({ type }) => type === pinType),
  );
  return new Set(intents.flatMap(({ slots }) => slots.map(({ name }) => name)));
}

/** The utterance to show, and every PIN or code that was in it; two digits alone are in too much else to be looked for. */
export function withoutPin(
  utterance: string,
  intent: Intent,
  pinSlots: ReadonlySet<string>,
  asked: boolean,
): { readonly shown: string; readonly pins: readonly string[] } {
  const values = Object.values(intent.slots ?? {}).flatMap(({ name, value }) =>
    pinSlots.has(name) && value !== undefined && /^\d+$/.test(value) ? [value] : [],
  );
  const heard = values.length > 0;
  let shown = hidePin(utterance, asked || heard);
  // A PIN was heard in words that do not look like one: better to show none of them.
  if (heard && shown === utterance) shown = hidden;
  return { shown, pins: values.filter(value => value.length >= 4) };
}

/** Slot values as the platform sends them, a PIN hidden. */
export function shownSlots(intent: Intent | null, pinSlots: ReadonlySet<string>): Record<string, string> {
  const filled = Object.values(intent?.slots ?? {}).flatMap(({ name, value }) =>
    value === undefined ? [] : [[name, pinSlots.has(name) ? hidden : value] as const],
  );
  return Object.fromEntries(filled);
}
