/** A conversation as a person reads it: who says what, aligned, one turn after the other. */
import { styleText } from 'node:util';
import type { TurnRecord } from '../turn-record.ts';

export interface TranscriptStyle {
  readonly colour: boolean;
  /** Lines are wrapped to it; null: not at all. */
  readonly columns: number | null;
}

const labelWidth = 'alexa  '.length;
/** Longer lines are hard to read, however wide the terminal is. */
const maxColumns = 100;

type Format = Parameters<typeof styleText>[0];

/** One line with its label, wrapped and aligned. */
function line(
  label: string,
  text: string,
  format: { label: Format; text: Format | null },
  style: TranscriptStyle,
): string {
  const paint = (as: Format | null, words: string): string =>
    style.colour && as !== null ? styleText(as, words, { validateStream: false }) : words;
  const width =
    style.columns === null ? Infinity : Math.max(20, Math.min(style.columns, maxColumns) - labelWidth);
  const [first = '', ...rest] = wrap(text, width);
  return [
    paint(format.label, label.padEnd(labelWidth)) + paint(format.text, first),
    ...rest.map(more => ' '.repeat(labelWidth) + paint(format.text, more)),
    '',
  ].join('\n');
}

function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(/\s+/)) {
    if (current !== '' && current.length + 1 + word.length > width) {
      lines.push(current);
      current = word;
    } else {
      current = current === '' ? word : `${current} ${word}`;
    }
  }
  return [...lines, current];
}

/** What is printed before a turn: a line between two sessions. */
export function betweenSessions(style: TranscriptStyle): string {
  return `\n${line('', '(a new session)', { label: 'dim', text: 'dim' }, style)}`;
}

/** What is done between two turns, in brackets. */
export function directionLine(direction: string, style: TranscriptStyle): string {
  return line('', direction, { label: 'dim', text: 'dim' }, style);
}

/** What stands above one of several conversations. */
export function titleLine(title: string, style: TranscriptStyle): string {
  return `\n${line('', title, { label: 'dim', text: 'bold' }, style)}`;
}

/** What somebody said, or that nobody did. */
export function saidLine(turn: TurnRecord, style: TranscriptStyle): string {
  const silent = turn.utterance === null;
  return line('you', turn.utterance ?? '(silence)', { label: 'bold', text: silent ? 'dim' : 'bold' }, style);
}

/** What was answered, shown and found. */
export function answerLines(turn: TurnRecord, style: TranscriptStyle): string {
  const lines: string[] = [];
  const quiet = { label: 'dim', text: 'dim' } as const;
  if (turn.speech !== null) lines.push(line('alexa', turn.speech, { label: 'cyan', text: null }, style));
  else if (!turn.ended) lines.push(line('alexa', '(says nothing)', quiet, style));
  const card = cardText(turn);
  if (card !== null) lines.push(line('card', card, quiet, style));
  for (const finding of turn.findings)
    lines.push(line('check', finding, { label: 'yellow', text: 'yellow' }, style));
  if (turn.ended && turn.request?.request.type === 'SessionEndedRequest')
    lines.push(line('', '(the session has ended)', quiet, style));
  else if (turn.ended && turn.request === null) lines.push(line('', '(there is no session)', quiet, style));
  return lines.join('');
}

function cardText({ response }: TurnRecord): string | null {
  const card = response?.response.card;
  if (card === undefined) return null;
  switch (card.type) {
    case 'LinkAccount':
      return 'Link your account (in the Alexa app)';
    case 'Simple':
      return [card.title, card.content].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ');
    case 'Standard':
      return [card.title, card.text].filter(Boolean).join(': ').replaceAll(/\s+/g, ' ');
    case 'AskForPermissionsConsent':
      return 'Asks for permissions (in the Alexa app)';
  }
}
