/** A transcript of what really happened: turns and directions in, a conversation out. Pure. */
import type { StepUpChallenge } from '../../facade/contract.ts';
import { hidden } from '../hide-pin.ts';
import type { TurnRecord } from '../turn-record.ts';
import { challengeIn } from './bank-calls.ts';
import { toldOf } from './compare.ts';
import type { WrittenTranscript, WrittenTurn } from './form.ts';

/** One thing that happened, in order: a turn, or what was done between two of them. */
export type Happening = TurnRecord | WrittenTurn;

/** Where and when it happened. */
export interface Around {
  readonly title: string;
  readonly today: string;
  readonly locale: string;
  readonly customer: string;
  readonly linked: boolean;
  readonly stepUp: 'voice-pin' | 'pin-digits';
}

/** The rows that a turn can become. */
type RecordedTurn = Extract<
  WrittenTurn,
  { customer: string } | { opens: true } | { silence: true } | { closed: true }
>;

/** What a bank may want to hear. */
type Challenge = StepUpChallenge['kind'];

const isTurn = (happening: Happening): happening is TurnRecord => 'utterance' in happening;

/** Who speaks, and to what kind of device. */
type AtTheDevice = Pick<TurnRecord, 'speaker' | 'screen'>;

/** What was said, answered and asked, by whom and on what; a voice PIN is a placeholder in it. */
export function recordTranscript(around: Around, happenings: readonly Happening[]): WrittenTranscript {
  const { title, today, locale, customer, linked, stepUp } = around;
  const { speaker, screen }: AtTheDevice = happenings.find(isTurn) ?? { speaker: null, screen: true };
  const turns: WrittenTurn[] = [];
  let asked: Challenge = stepUp;
  let written: AtTheDevice = { speaker, screen };
  for (const happening of happenings) {
    if (!isTurn(happening)) {
      turns.push(happening);
      continue;
    }
    const before: Challenge = asked;
    asked = challengeIn(happening.facade)?.kind ?? asked;
    // A code is asked for once the bank's app has shown one.
    if (asked === 'one-time-code' && before !== asked) turns.push({ shown: 'code' });
    const turn = turnOf(happening, before);
    if (turn === null) continue;
    // A silence has nobody at the microphone: a change waits for the next who speaks.
    if ('silence' in turn) turns.push(turn);
    else {
      turns.push({ ...turn, ...changeOf(written, happening) });
      written = happening;
    }
  }
  return {
    today,
    locale,
    customer,
    ...(stepUp === 'voice-pin' ? {} : { stepUp }),
    conversations: [
      {
        title,
        ...(linked ? {} : { linked }),
        ...(speaker === null ? {} : { speaker }),
        ...(screen ? {} : { screen }),
        turns,
      },
    ],
  };
}

const changeOf = (before: AtTheDevice, { speaker, screen }: AtTheDevice): Partial<AtTheDevice> => ({
  ...(speaker === before.speaker ? {} : { speaker }),
  ...(screen === before.screen ? {} : { screen }),
});

/** Null where nothing happened: a silence in which nobody listened. */
function turnOf(record: TurnRecord, asked: Challenge): RecordedTurn | null {
  const { utterance, request, whispered } = record;
  const type = request?.request.type;
  const told = toldOf(record);
  const bank = told.bank.length === 0 ? {} : { bank: told.bank };
  const findings = told.findings.length === 0 ? {} : { findings: [...told.findings] };
  const answered = {
    answer: told.answer,
    then: told.then,
    ...bank,
    ...(told.card === null ? {} : { card: told.card }),
    ...(told.meanwhile.length === 0 ? {} : { meanwhile: [...told.meanwhile] }),
    ...(told.document === null ? {} : { document: told.document }),
    ...(whispered ? { whispered } : {}),
    ...findings,
  };
  if (utterance !== null) {
    return {
      customer: utterance.replaceAll(hidden, placeholderFor(told, asked)),
      ...(whispered ? { whispers: true } : {}),
      ...(record.intent === null ? {} : { understood: record.intent }),
      ...answered,
    };
  }
  if (type === 'LaunchRequest') return { opens: true, ...answered };
  if (request?.request.type === 'SessionEndedRequest') {
    return request.request.reason === 'EXCEEDED_MAX_REPROMPTS'
      ? { silence: true, ...bank }
      : { closed: true, ...bank };
  }
  return record.speech === null ? null : { silence: true, reprompt: record.speech };
}

/** What stands for a secret, by what the bank made of it. */
function placeholderFor({ bank, then }: ReturnType<typeof toldOf>, asked: Challenge): string {
  const what = { 'voice-pin': 'pin', 'pin-digits': 'digits', 'one-time-code': 'code' }[asked];
  const outcome = bank.find(call => call.startsWith('step-up -> '));
  // Not handed on to the bank: there was a digit missing, or nobody had asked.
  if (outcome === undefined) return then.startsWith('asks for') ? `{unfinished ${what}}` : `{${what}}`;
  return outcome === 'step-up -> step_up_refused' ? `{wrong ${what}}` : `{${what}}`;
}
