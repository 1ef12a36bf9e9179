/** The figures of the pretend customer: three accounts at fixed amounts, whatever the day. */
import { comparisonWindow } from '../../bank/answers/comparison-window.ts';
import { moveToBand } from '../../bank/disclosure/bands.ts';
import {
  answerSchemas,
  type Answer,
  type Question,
  type QuestionName,
  type QuestionOf,
} from '../../facade/contract.ts';

export const pretendPin = '4821';
export const pretendCode = '730192';
export const pretendToken = 'token-of-the-pretend-customer';

/** The names and figures that may be in no session attribute, card or log. */
export const pretendSecrets = [
  pretendPin,
  pretendToken,
  pretendCode,
  'Everyday',
  'Rainy',
  'Visa',
  '2420',
  '2,420',
  '2380',
  '2,380',
  '8150',
  '8,150',
  '410',
  '5590',
  '5,590',
  '640',
  '4200',
  '4,200',
  '320',
  '1240',
  '1,240',
] as const;

const figures = {
  balance: {
    precision: 'about',
    accounts: [
      account('checking', 'Everyday Checking', 242_000, 238_000),
      account('savings', 'Rainy Day', 815_000, 815_000),
      account('credit-card', 'the Visa', -41_000, 559_000),
    ],
  },
  funds: {
    precision: 'about',
    asOfDay: null,
  },
  activity: {
    precision: 'about',
    currency: 'USD',
    moneyOut: { count: 12, sumMinor: 64_000 },
    moneyIn: { count: 1, sumMinor: 210_000 },
    largestCategory: { category: 'groceries', sharePercent: 38 },
    pendingCount: 2,
  },
  spending: { precision: 'about', currency: 'USD', spent: { count: 6, sumMinor: 32_000 } },
  income: { precision: 'about', currency: 'USD', received: { count: 2, sumMinor: 420_000 } },
  bill: {
    precision: 'about',
    cards: [
      {
        nickname: 'the Visa',
        currency: 'USD',
        statement: {
          dueOn: '2026-12-05',
          paid: false,
          amounts: { balanceMinor: 124_000, minimumMinor: 2_500 },
        },
      },
    ],
  },
  alerts: { openCount: 2, mostUrgent: 'high' },
  sharing: {
    questions: ['balance', 'spending'],
    accounts: [
      { kind: 'checking', nickname: 'Everyday Checking' },
      { kind: 'savings', nickname: 'Rainy Day' },
    ],
    precision: { totals: 'about', balances: 'fresh' },
    validUntil: '2027-02-21',
  },
  disclosures: {
    told: [
      { kind: 'balance', count: 4 },
      { kind: 'spending', count: 2 },
    ],
    lastOn: '2026-11-22',
  },
};

function account(kind: string, nickname: string, bookedMinor: number, availableMinor: number) {
  return { kind, nickname, currency: 'USD', bookedMinor, availableMinor, asOfDay: null };
}

/** What a transcript changes about the figures, by question. */
export type FigureChanges = Partial<Record<QuestionName, Readonly<Record<string, unknown>>>>;

/**
 * The bank's answer to a question.
 *
 * @throws ZodError when a change makes it no answer of the contract
 */
export function pretendAnswer(question: Question, changes: FigureChanges): Answer {
  const answer = {
    answerId: '0d8f6a52-6f0e-4d0e-9a3b-3d1c8f4f1b11',
    asOf: '2026-11-23T12:00:00-05:00',
    question,
    ...figures[question.name],
    ...(question.name === 'spending' ? { before: spentBefore(question) } : {}),
    ...(question.name === 'balance' && question.account ? { accounts: accountsOf(question.account) } : {}),
    ...(question.name === 'funds' ? fundsOf(question) : {}),
    ...changes[question.name],
  };
  return answerSchemas[question.name].parse(answer);
}

const accountsOf = (kind: string) => figures.balance.accounts.filter(each => each.kind === kind);

/** Compared as the reference bank does; a rounded balance is certain to the half of its step. */
function fundsOf(asked: QuestionOf<'funds'>) {
  const question = moveToBand(asked);
  const [account] = accountsOf(asked.account ?? 'checking');
  if (account === undefined) throw new Error('the customer has one of each kind');
  return {
    question,
    account: { kind: account.kind, nickname: account.nickname },
    fundsAvailable: account.availableMinor - 500 >= question.atLeastMinor,
  };
}

/** The window before is the reference bank's choice. */
const spentBefore = ({ window }: QuestionOf<'spending'>) => ({
  window: comparisonWindow(window),
  spent: { count: 7, sumMinor: 36_000 },
});
