/** What the page says about a turn. Pure: values in, words out. */
import type { Answer, Question } from '../../facade/contract.ts';
import type { Crossing, Outcome } from '../outcome.ts';
import type { FacadeExchange } from '../turn-record.ts';

const wholeNumber = new Intl.NumberFormat('en-US');

export const count = (value: number): string => wholeNumber.format(value);

/** `1 answer`, `2 answers`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes as a person reads them, decimal units. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const utf8Size = (text: string): number => new TextEncoder().encode(text).length;

export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}

const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
  2;

export function money(amountMinor: number, currency: string): string {
  const amount = amountMinor / 10 ** minorDigits(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  })
    .format(amount)
    .replace('-', '−');
}

const dayFormat = new Intl.DateTimeFormat('en-US', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const longDayFormat = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A calendar date, with its weekday. */
export const longDay = (date: string): string => longDayFormat.format(new Date(`${date}T00:00:00Z`));

export const windowInWords = ({ from, through }: { from: string; through: string }): string =>
  from === through
    ? dayFormat.format(new Date(`${from}T00:00:00Z`))
    : dayFormat.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${through}T00:00:00Z`));

/** What was asked, after the question's name. */
export function questionInWords(question: Question): string {
  if (question.name === 'alerts') return 'open fraud alerts';
  if (question.name === 'sharing') return 'what may be told here';
  const parts: string[] = [];
  if (question.name === 'spending') parts.push(question.category ?? 'every category');
  parts.push(question.account === undefined ? 'every account' : question.account.replace('-', ' '));
  if (question.name !== 'balance') parts.push(windowInWords(question.window));
  return parts.join(' · ');
}

/** One aggregate of an answer. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string | null;
}

/** The whole answer, as a short table: there is nothing more in it than this. */
export function figuresOf(answer: Answer): readonly Figure[] {
  if ('validUntil' in answer) {
    const { questions, accounts, precision, validUntil } = answer;
    return [
      { name: 'May be told', value: questions.join(', ') || 'nothing', note: precision },
      ...accounts.map(({ nickname, kind }) => ({
        name: nickname,
        value: kind.replace('-', ' '),
        note: null,
      })),
      { name: 'Until', value: windowInWords({ from: validUntil, through: validUntil }), note: null },
    ];
  }
  if ('accounts' in answer) {
    return answer.accounts.map(account => ({
      name: account.nickname,
      value: money(account.bookedMinor, account.currency),
      note:
        account.availableMinor === account.bookedMinor
          ? null
          : `${money(account.availableMinor, account.currency)} available`,
    }));
  }
  if ('moneyOut' in answer) {
    const { moneyOut, moneyIn, largestCategory, pendingCount, currency } = answer;
    return [
      {
        name: 'Money out',
        value: money(moneyOut.sumMinor, currency),
        note: counted(moneyOut.count, 'payment'),
      },
      { name: 'Money in', value: money(moneyIn.sumMinor, currency), note: counted(moneyIn.count, 'deposit') },
      ...(largestCategory === null
        ? []
        : [{ name: 'Most on', value: largestCategory.category, note: `${largestCategory.sharePercent} %` }]),
      ...(pendingCount === 0 ? [] : [{ name: 'Pending', value: count(pendingCount), note: null }]),
    ];
  }
  if ('spent' in answer) {
    const { spent, before, currency } = answer;
    return [
      { name: 'Spent', value: money(spent.sumMinor, currency), note: counted(spent.count, 'payment') },
      {
        name: windowInWords(before.window),
        value: money(before.spent.sumMinor, currency),
        note: counted(before.spent.count, 'payment'),
      },
    ];
  }
  if ('received' in answer) {
    const { received, currency } = answer;
    return [
      {
        name: 'Received',
        value: money(received.sumMinor, currency),
        note: counted(received.count, 'deposit'),
      },
    ];
  }
  return [{ name: 'Open alerts', value: count(answer.openCount), note: answer.mostUrgent }];
}

/** `calm` waits for the customer, `bad` went wrong. */
export type Tone = 'good' | 'calm' | 'bad';

export interface OutcomeWords {
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

/** What went to the bank, in a word for the gate. */
export function sentLabel(exchange: FacadeExchange): string {
  if (exchange.question !== null) return exchange.question.name;
  if (exchange.path.endsWith('/link')) return 'unlink';
  return exchange.method === 'DELETE' ? 'forget PIN' : 'PIN ••••';
}

/** What came back through the gate: a word or two to see, a sentence to hear. */
export function returnedLabel(
  crossing: Crossing,
  answerBytes: number,
): { readonly seen: string; readonly heard: string } {
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

/** A word in which a voice PIN may be said. */
const pinWord =
  /^(?:\d+|oh?|zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)(?:teen|ty)|twenty|forty|double|triple|hundred|my|pin|is|it's|the)$/i;

/** Whether typed words look like a PIN while one is asked for, so that they are shown as dots. */
export function looksLikePin(text: string): boolean {
  const words = text.split(/[\s,.-]+/).filter(word => word !== '');
  return words.length > 0 && words.every(word => pinWord.test(word));
}

export const pinDots = '••••';

/** A public transaction feed sends about this much for one transaction (Plaid `/transactions/sync`, its example). */
const feedBytesPerTransaction = 1_537;

/** What the transactions that stayed would weigh in such a feed. */
export const feedSize = (transactions: number): string => size(transactions * feedBytesPerTransaction);
