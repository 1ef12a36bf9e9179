/**
 * Keeps a voice PIN out of everything that the simulator shows, prints or saves. The request to the skill carries
 * it, as it must; the record of the turn does not.
 */
import type { RequestEnvelope } from 'ask-sdk-model';
import { findDigits } from './understand/numbers.ts';
import { tokenize } from './understand/tokens.ts';

/** What stands where a PIN was. */
export const hidden = '••••';

/** The slot type that a voice PIN is spoken into. */
export const pinType = 'AMAZON.FOUR_DIGIT_NUMBER';

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
