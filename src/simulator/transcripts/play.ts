/** Plays a conversation on a stage and compares, row by row. */
import type { Saying } from '../device/device-port.ts';
import type { TurnRecord } from '../turn-record.ts';
import { bankCall } from './bank-calls.ts';
import { compareTurn, differ, type Mismatch } from './compare.ts';
import { spanPattern, type Conversation, type TranscriptTurn } from './form.ts';
import { fillIn } from './placeholders.ts';
import type { Direction, Scene, Stage } from './stage.ts';

export interface PlayedTurn {
  readonly expected: TranscriptTurn;
  /** Null for a direction. */
  readonly record: TurnRecord | null;
  readonly mismatches: readonly Mismatch[];
}

/**
 * Plays until the first row that is not as expected: what comes after it would only say the same.
 *
 * @param each is told of every turn as it comes
 * @throws Unplayable when the conversation needs another stage
 */
export async function playConversation(
  conversation: Conversation,
  stage: Stage,
  each: (turn: PlayedTurn) => void = () => undefined,
): Promise<PlayedTurn[]> {
  await using scene = await stage.open(conversation);
  const played: PlayedTurn[] = [];
  for (const expected of conversation.turns) {
    const turn = await playTurn(expected, scene);
    played.push(turn);
    each(turn);
    if (turn.mismatches.length > 0) break;
  }
  return played;
}

async function playTurn(expected: TranscriptTurn, scene: Scene): Promise<PlayedTurn> {
  const direction = directionOf(expected);
  if (direction !== null) {
    await scene.direct(direction);
    return { expected, record: null, mismatches: [] };
  }
  if ('grants' in expected) {
    scene.device.grant(expected.grants);
    return { expected, record: null, mismatches: [] };
  }
  await prepare(expected, scene);
  const record = await take(expected, scene);
  if (record === null) {
    return { expected, record, mismatches: [{ what: 'turn', expected: 'something to happen', told: null }] };
  }
  return { expected, record, mismatches: mismatchesOf(expected, record) };
}

function directionOf(turn: TranscriptTurn): Direction | null {
  if ('later' in turn) return { kind: 'later', ms: spanMs(turn.later) };
  if ('token' in turn) return { kind: 'token', state: turn.token };
  if ('line' in turn) return { kind: 'line', line: turn.line };
  if ('shown' in turn) return { kind: 'code' };
  return 'links' in turn ? { kind: 'links' } : null;
}

const unitMs = { second: 1_000, minute: 60_000, hour: 3_600_000, day: 86_400_000 } as const;

/** "10 minutes" in milliseconds; as the form reads it. */
export function spanMs(span: string): number {
  const [, count = '0', unit = 'second'] = spanPattern.exec(span) ?? [];
  // The form has read it by the same pattern, so that it is one of the four.
  return Number(count) * unitMs[unit as keyof typeof unitMs];
}

/** What a row says about the circumstances of its turn. */
async function prepare(turn: TranscriptTurn, scene: Scene): Promise<void> {
  await scene.direct({ kind: 'fails', failure: 'fails' in turn ? (turn.fails ?? null) : null });
  if ('challenge' in turn && turn.challenge !== undefined)
    await scene.direct({ kind: 'challenge', challenge: turn.challenge });
  if ('speaker' in turn && turn.speaker !== undefined) scene.device.speakAs(turn.speaker);
  if ('screen' in turn && turn.screen !== undefined) scene.device.useScreen(turn.screen);
  if ('attributes' in turn && turn.attributes !== undefined) scene.device.tamper(turn.attributes);
}

async function take(turn: TranscriptTurn, { device, secret }: Scene): Promise<TurnRecord | null> {
  if ('opens' in turn) return device.open();
  if ('silence' in turn) return device.silence(turn.untold !== true);
  if ('closed' in turn) return device.close();
  if ('touched' in turn) return device.touch(turn.touched);
  if ('offered' in turn) return device.offer(turn.offered);
  if ('event' in turn) return device.tell(turn.event, turn.body);
  if ('customer' in turn) return device.say(fillIn(turn.customer, secret), sayingOf(turn, secret));
  return null;
}

function sayingOf(
  { intent, slots = {}, whispers }: Extract<TranscriptTurn, { customer: string }>,
  secret: Scene['secret'],
): Saying {
  const whispered = whispers === true;
  if (intent === undefined) return { whispered };
  const filled = Object.entries(slots).map(([name, slot]) => {
    const { value, id } = typeof slot === 'string' ? { value: slot, id: slot } : slot;
    return [name, { value: fillIn(value, secret), id }] as const;
  });
  return { whispered, taken: { intent, slots: Object.fromEntries(filled) } };
}

function mismatchesOf(expected: TranscriptTurn, record: TurnRecord): Mismatch[] {
  if ('answer' in expected) return compareTurn(expected, record);
  const bank = 'bank' in expected ? differ('bank', expected.bank, record.facade.map(bankCall)) : [];
  const findings = differ('findings', 'findings' in expected ? expected.findings : [], record.findings);
  if ('silence' in expected) {
    const { reprompt } = expected;
    return [
      ...differ('reprompt', reprompt ?? null, record.speech),
      ...differ('then', reprompt === undefined ? 'ends' : 'listens', record.ended ? 'ends' : 'listens'),
      ...bank,
      ...findings,
    ];
  }
  if ('offered' in expected) {
    const verdict = record.response?.response.canFulfillIntent?.canFulfill ?? null;
    return [...differ('fulfils', expected.fulfils, verdict), ...findings];
  }
  return [...bank, ...findings];
}
