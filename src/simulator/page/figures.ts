/** A question and its answer, as the bank's column shows them. */
import type { Answer, AnswerOf, ConsentPrecision, Question } from '../../facade/contract.ts';
import { accountInWords, count, counted, dayInWords, money, windowInWords } from './words.ts';

/** What was asked, after the question's name. */
export function questionInWords(question: Question): string {
  if (question.name === 'alerts') return 'open fraud alerts';
  if (question.name === 'bill') return 'every credit card';
  if (question.name === 'sharing') return 'what may be told here';
  if (question.name === 'disclosures') return 'what was told here this month';
  if (question.name === 'funds') {
    const { account, atLeastMinor, currency } = question;
    const from = account === undefined ? 'to pay from' : accountInWords(account);
    return `${from} · at least ${money(atLeastMinor, currency)}`;
  }
  const parts: string[] = [];
  if (question.name === 'spending') parts.push(question.category ?? 'every category');
  parts.push(accountInWords(question.account));
  if ('window' in question) parts.push(windowInWords(question.window));
  return parts.join(' · ');
}

function noteOn({ bookedMinor, availableMinor, currency, asOfDay }: AnswerOf<'balance'>['accounts'][number]) {
  const notes = [
    ...(availableMinor === bookedMinor ? [] : [`${money(availableMinor, currency)} available`]),
    ...(asOfDay === null ? [] : [`as of ${dayInWords(asOfDay)}`]),
  ];
  return notes.length === 0 ? null : notes.join(', ');
}

const precisionInWords = ({ totals, balances }: ConsentPrecision): string =>
  `totals ${totals}, balances ${balances}`;

/** One aggregate of an answer. */
interface Figure {
  readonly name: string;
  readonly value: string;
  readonly note: string | null;
}

/** The whole answer, as a short table: there is nothing more in it than this. */
export function figuresOf(answer: Answer): readonly Figure[] {
  if ('validUntil' in answer) {
    const { questions, accounts, precision, validUntil } = answer;
    return [
      { name: 'May be told', value: questions.join(', ') || 'nothing', note: precisionInWords(precision) },
      ...accounts.map(({ nickname, kind }) => ({
        name: nickname,
        value: accountInWords(kind),
        note: null,
      })),
      { name: 'Until', value: dayInWords(validUntil), note: null },
    ];
  }
  if ('lastOn' in answer) {
    const { told, lastOn } = answer;
    if (lastOn === null) return [{ name: 'Told', value: 'nothing this month', note: null }];
    return [
      ...told.map(({ kind, count: times }) => ({ name: kind, value: count(times), note: null })),
      { name: 'The last one', value: dayInWords(lastOn), note: null },
    ];
  }
  if ('accounts' in answer) {
    return answer.accounts.map(account => ({
      name: account.nickname,
      value: money(account.bookedMinor, account.currency),
      note: noteOn(account),
    }));
  }
  if ('fundsAvailable' in answer) {
    const { question, account, fundsAvailable } = answer;
    const atLeast = money(question.atLeastMinor, question.currency);
    return [{ name: account.nickname, value: fundsAvailable ? 'yes' : 'no', note: `at least ${atLeast}` }];
  }
  if ('moneyOut' in answer) {
    const { moneyOut, moneyIn, largestCategory, pendingCount, currency } = answer;
    return [
      {
        name: 'Money out',
        value: money(moneyOut.sumMinor, currency),
        note: counted(moneyOut.count, 'payment'),
      },
      ...(moneyIn === null
        ? []
        : [
            {
              name: 'Money in',
              value: money(moneyIn.sumMinor, currency),
              note: counted(moneyIn.count, 'deposit'),
            },
          ]),
      ...(largestCategory === null
        ? []
        : [
            {
              name: 'Most on',
              value: largestCategory.category,
              note: largestCategory.sharePercent === null ? null : `${largestCategory.sharePercent} %`,
            },
          ]),
      ...(pendingCount === null || pendingCount === 0
        ? []
        : [{ name: 'Pending', value: count(pendingCount), note: null }]),
    ];
  }
  if ('spent' in answer) {
    const { spent, before, currency } = answer;
    return [
      { name: 'Spent', value: money(spent.sumMinor, currency), note: counted(spent.count, 'payment') },
      ...(before === null
        ? []
        : [
            {
              name: windowInWords(before.window),
              value: money(before.spent.sumMinor, currency),
              note: counted(before.spent.count, 'payment'),
            },
          ]),
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
  if ('cards' in answer) return answer.cards.flatMap(billOf);
  return [
    {
      name: 'Open alerts',
      value: count(answer.openCount),
      note: answer.mostUrgent && `most urgent: ${answer.mostUrgent}`,
    },
  ];
}

/** When it is due, how much it is, and the least of it. */
function billOf({ nickname, currency, statement }: AnswerOf<'bill'>['cards'][number]): Figure[] {
  if (statement === null) return [{ name: nickname, value: 'no statement', note: null }];
  const { dueOn, paid, amounts } = statement;
  const due = {
    name: nickname,
    value: dayInWords(dueOn),
    note: paid ? 'paid' : 'due',
  };
  if (amounts === null) return [due];
  return [
    due,
    { name: 'Statement', value: money(amounts.balanceMinor, currency), note: null },
    { name: 'Minimum', value: money(amounts.minimumMinor, currency), note: null },
  ];
}
