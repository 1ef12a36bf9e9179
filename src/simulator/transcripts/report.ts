/** A conversation that was not as expected, for whoever has to mend it. */
import { styleText } from 'node:util';
import type { Mismatch } from './compare.ts';
import type { Conversation, TranscriptTurn } from './form.ts';
import type { PlayedTurn } from './play.ts';

/** A conversation was played, and something was not as expected; the message shows where. */
export class TranscriptMismatch extends Error {
  override readonly name = 'TranscriptMismatch';
}

/** Whether everything was as expected. */
export const isAsExpected = (played: readonly PlayedTurn[]): boolean =>
  played.every(({ mismatches }) => mismatches.length === 0);

/**
 * What led to the first turn that was not as expected, and what was different about it: `-` was expected, `+` came.
 *
 * @param colour whether whoever reads it sees colours
 */
export function reportPlayed(
  { title }: Pick<Conversation, 'title'>,
  played: readonly PlayedTurn[],
  colour: boolean,
): string {
  const paint = (format: Parameters<typeof styleText>[0], text: string): string =>
    colour ? styleText(format, text, { validateStream: false }) : text;
  const lines = [`"${title}"`];
  played.forEach(({ expected, record, mismatches }, at) => {
    const said = sentence(expected);
    if (mismatches.length === 0) {
      lines.push(paint('dim', `    ${said}`));
      if (record !== null) lines.push(paint('dim', `      ${record.speech ?? '(nothing is said)'}`));
      return;
    }
    lines.push(`  turn ${at + 1}: ${said}`);
    for (const { what, expected: wanted, told } of mismatches.flatMap(explained)) {
      lines.push(`    ${what}`);
      lines.push(...linesOf(wanted).map(line => paint('red', `    - ${line}`)));
      lines.push(...linesOf(told).map(line => paint('green', `    + ${line}`)));
    }
    const { intent = null, slots = {} } = record ?? {};
    if (intent !== null) lines.push(`    (understood as ${intent}${slotsInWords(slots)})`);
  });
  return lines.join('\n');
}

/** Of lists, only what differs is worth reading. */
function explained(mismatch: Mismatch): Mismatch[] {
  const { what, expected, told } = mismatch;
  if (!Array.isArray(expected) || !Array.isArray(told)) return [mismatch];
  const only = (some: readonly unknown[], others: readonly unknown[]) =>
    some.map(String).filter(each => !others.includes(each));
  const [missing, surplus] = [only(expected, told), only(told, expected)];
  return missing.length + surplus.length === 0 ? [mismatch] : [{ what, expected: missing, told: surplus }];
}

const linesOf = (value: Mismatch['told']): string[] =>
  Array.isArray(value) ? value.map(String) : [value === null ? '(nothing)' : String(value)];

function slotsInWords(slots: Readonly<Record<string, string>>): string {
  const filled = Object.entries(slots).map(([name, value]) => `${name} ${value}`);
  return filled.length === 0 ? '' : `: ${filled.join(', ')}`;
}

/** What happens in a row, in a few words. */
export function sentence(turn: TranscriptTurn): string {
  if ('customer' in turn) return turn.customer;
  if ('opens' in turn) return '(opens the skill)';
  if ('silence' in turn) return '(silence)';
  if ('closed' in turn) return '(the session is closed)';
  if ('touched' in turn) return '(touches the screen)';
  if ('offered' in turn) return `(${turn.offered}: could the skill do it?)`;
  if ('event' in turn) return `(${turn.event})`;
  if ('later' in turn) return `(${turn.later} later)`;
  if ('token' in turn) return `(token ${turn.token})`;
  if ('line' in turn) return `(the bank: ${turn.line})`;
  if ('links' in turn) return '(links the account)';
  if ('shown' in turn) return "(the bank's app shows a code)";
  return `(grants ${turn.grants.join(', ')})`;
}
