/** What became of a turn, in the words of the bank's column. */
import type { Outcome } from '../outcome.ts';
import type { TurnRow } from '../page-api.ts';

/** `calm` waits for the customer, `bad` went wrong. */
type Tone = 'good' | 'calm' | 'bad';

interface OutcomeWords {
  readonly tone: Tone;
  readonly label: string;
  readonly note: string | null;
}

/** What became of a turn, as the bank's column says it. */
export const outcomeWords: Readonly<Record<Outcome, OutcomeWords>> = {
  answered: { tone: 'good', label: 'Answered', note: null },
  pin_asked: {
    tone: 'calm',
    label: 'Voice PIN first',
    note: 'Nothing is answered until the customer says the voice PIN in this conversation.',
  },
  pin_refused: {
    tone: 'bad',
    label: 'PIN not accepted',
    note: 'Wrong, or locked: the bank does not say which. Three refusals lock the link.',
  },
  unlinked: {
    tone: 'good',
    label: 'Sharing stopped',
    note: 'The consent is withdrawn and the link is gone: from now on nothing is answered, whatever key is shown.',
  },
  locked: {
    tone: 'bad',
    label: 'Locked',
    note: 'Three PINs were refused. From now on the right one fails too, until the bank resets it.',
  },
  not_linked: {
    tone: 'calm',
    label: 'Not linked',
    note: 'Alexa holds no key to any account, so there is nobody for whom to ask.',
  },
  not_disclosed: {
    tone: 'calm',
    label: 'Not disclosed',
    note: 'The bank does not answer this here. It says so in the same words for every reason.',
  },
  no_such_account: {
    tone: 'calm',
    label: 'No such account',
    note: 'The customer shares no account of that kind.',
  },
  mixed_currencies: {
    tone: 'calm',
    label: 'Two currencies',
    note: 'Amounts in different currencies are not added up.',
  },
  window_unavailable: { tone: 'calm', label: 'Not yet', note: 'The period reaches into the future.' },
  busy: { tone: 'calm', label: 'Too many questions', note: 'The bank asks for a pause.' },
  bank_unreachable: {
    tone: 'bad',
    label: 'Bank not reached',
    note: 'No answer, so no figure: nothing old is read out in its place.',
  },
  bank_too_slow: {
    tone: 'bad',
    label: 'No answer in time',
    note: 'The skill gave up before Alexa would have. Nothing old is read out in its place.',
  },
  bank_fault: { tone: 'bad', label: 'Fault at the bank', note: 'The bank reported a fault of its own.' },
  stopped_at_wall: {
    tone: 'bad',
    label: 'Stopped at the wall',
    note: 'The bank sent more than the contract allows, so the whole answer was thrown away.',
  },
  not_understood: {
    tone: 'calm',
    label: 'Not asked',
    note: 'The words fit no question that the bank answers.',
  },
  silence: { tone: 'calm', label: 'Not asked', note: 'Nobody spoke.' },
  talk: { tone: 'calm', label: 'Not asked', note: 'This needed no account.' },
  skill_failed: { tone: 'bad', label: 'No reply', note: 'The skill sent nothing that Alexa could say.' },
};

/** The words of one turn: some outcomes are two things, by whether the bank was asked. */
export function wordsOf({ turn, outcome }: Pick<TurnRow, 'turn' | 'outcome'>): OutcomeWords {
  if (turn.facade.length > 0 && outcome === 'talk') return pinForgotten;
  if (turn.facade.length > 0 && outcome === 'not_linked') return tokenRefused;
  return outcomeWords[outcome];
}

const pinForgotten: OutcomeWords = {
  tone: 'calm',
  label: 'PIN forgotten',
  note: 'The next question needs the voice PIN again.',
};

const tokenRefused: OutcomeWords = {
  tone: 'bad',
  label: 'Token not accepted',
  note: 'Alexa showed a token that is worth nothing here: over, taken back, or for something else. The bank does not say which.',
};
