/** What crossed the wall, in the few words that fit into a gate. */
import type { Crossing } from '../outcome.ts';
import type { TurnRow } from '../page-api.ts';
import type { FacadeExchange } from '../turn-record.ts';
import { pinDots } from './pin.ts';
import { size } from './words.ts';

/** One call as it is drawn at the wall: what went, and what came back of it. */
interface DrawnCrossing {
  readonly sent: string;
  readonly kind: Crossing['kind'];
  /** A word or two to see. */
  readonly seen: string;
  /** A sentence to hear. */
  readonly heard: string;
}

/** The calls of a turn. One that was repeated in vain is drawn once. */
export function crossingsOf({
  turn,
  crossings,
}: Pick<TurnRow, 'turn' | 'crossings'>): readonly DrawnCrossing[] {
  const drawn: DrawnCrossing[] = [];
  turn.facade.forEach((exchange, index) => {
    const crossing = crossings[index];
    if (crossing === undefined) return;
    const next = {
      sent: sentLabel(exchange),
      kind: crossing.kind,
      ...returned(crossing, exchange.answerBytes),
    };
    const before = drawn.at(-1);
    if (next.kind === 'unreached' && before?.kind === 'unreached' && before.sent === next.sent) {
      drawn.splice(-1, 1, { ...before, seen: 'no line, twice', heard: 'The bank was not reached, twice.' });
    } else drawn.push(next);
  });
  return drawn;
}

function sentLabel(exchange: FacadeExchange): string {
  if (exchange.question !== null) return exchange.question.name;
  if (exchange.method !== 'DELETE') return `PIN ${pinDots}`;
  return exchange.path.endsWith('/link') ? 'unlink' : 'forget PIN';
}

function returned(crossing: Crossing, answerBytes: number): Pick<DrawnCrossing, 'seen' | 'heard'> {
  switch (crossing.kind) {
    case 'answer':
      return { seen: size(answerBytes), heard: `An answer came back, ${size(answerBytes)}.` };
    case 'grant':
      return { seen: answerBytes === 0 ? 'done' : 'PIN ok', heard: 'The bank accepted it.' };
    case 'refusal':
      return {
        seen: crossing.code === 'insufficient_user_authentication' ? 'PIN?' : 'no',
        heard: `The bank refused: ${crossing.code.replaceAll('_', ' ')}.`,
      };
    case 'stopped':
      return { seen: size(answerBytes), heard: `${size(answerBytes)} were stopped at the wall.` };
    case 'unreached':
      return { seen: 'no line', heard: 'The bank was not reached.' };
  }
}
