/**
 * What stands in a transcript for a voice PIN or a code: `{pin}`, `{wrong digits}`. A transcript holds no secret, not
 * even the demo household's, so that whoever records one of a customer need not think of it.
 */
import type { StepUpChallenge } from '../../facade/contract.ts';
import type { Placeholder } from './stage.ts';

const placeholder = /\{((?:wrong |unfinished )?(?:pin|digits|code))\}/g;

/** An utterance with what is really said. */
export function fillIn(text: string, secret: (placeholder: Placeholder) => string): string {
  // The pattern lets nothing else through.
  return text.replaceAll(placeholder, (_whole, wanted: string) => secret(wanted as Placeholder));
}

/** What a customer can say, who knows a PIN and has perhaps been shown a code. */
export interface Secrets {
  readonly pin: string;
  /** What the bank's app has shown last; null: nothing. */
  readonly code: () => string | null;
  /** What the bank has asked for last; null: nothing yet. */
  readonly challenge: () => StepUpChallenge | null;
}

/** @returns digits, as somebody would type them */
export function secretFor(wanted: Placeholder, secrets: Secrets): string {
  const wrong = wanted.startsWith('wrong ');
  const right = rightFor(wanted, secrets);
  if (wanted.startsWith('unfinished ')) return right.slice(0, -1);
  return wrong ? right.replaceAll(/\d/g, nextDigit) : right;
}

function rightFor(wanted: Placeholder, { pin, code, challenge }: Secrets): string {
  if (wanted.endsWith('code')) return code() ?? '000000';
  if (wanted.endsWith('pin')) return pin;
  const asked = challenge();
  const positions = asked?.kind === 'pin-digits' ? asked.positions : [1, 2];
  return positions.map(position => pin[position - 1] ?? '').join('');
}

/** Another digit, and never a zero in front. */
const nextDigit = (digit: string): string => String((Number(digit) % 9) + 1);
