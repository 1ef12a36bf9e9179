/** An answer to each question, as an example for whoever implements the contract. */
import type { Answer, AnswerOf, ConversationContext, LinkEvent, QuestionName } from './contract.ts';

const head = { answerId: '8f14e45f-ceea-467f-a0e6-1b2c3d4e5f60', asOf: '2026-03-18T10:30:00-04:00' };
const thisMonth = { from: '2026-03-01', through: '2026-03-18' };

export const exampleContext: ConversationContext = {
  conversation: 'YW4gb3BhcXVlIGNvbnZlcnNhdGlvbg',
  device: 'YW4gb3BhcXVlIGRldmljZSBuYW1l',
  user: 'YW4gb3BhcXVlIHVzZXIncyBuYW1l',
};

export const exampleLinkEvent: LinkEvent = {
  kind: 'disabled',
  user: 'YW4gb3BhcXVlIHVzZXIncyBuYW1l',
  at: '2026-03-18T14:30:00Z',
  eventId: 'YW4gb3BhcXVlIGV2ZW50J3MgbmFtZQ',
};

export const exampleAnswers: { readonly [Name in QuestionName]: AnswerOf<Name> } & Record<
  QuestionName,
  Answer
> = {
  balance: {
    ...head,
    question: { name: 'balance', account: 'checking' },
    precision: 'about',
    accounts: [
      {
        kind: 'checking',
        nickname: 'everyday account',
        currency: 'USD',
        bookedMinor: 186_000,
        availableMinor: 183_000,
        asOfDay: null,
      },
    ],
  },
  funds: {
    ...head,
    question: { name: 'funds', account: 'checking', atLeastMinor: 20_000, currency: 'USD' },
    precision: 'about',
    account: { kind: 'checking', nickname: 'everyday account' },
    fundsAvailable: true,
    asOfDay: null,
  },
  activity: {
    ...head,
    question: { name: 'activity', window: thisMonth },
    precision: 'about',
    currency: 'USD',
    moneyOut: { count: 31, sumMinor: 84_000 },
    moneyIn: { count: 2, sumMinor: 250_000 },
    largestCategory: { category: 'groceries', sharePercent: 37 },
    pendingCount: 2,
  },
  spending: {
    ...head,
    question: { name: 'spending', category: 'groceries', window: thisMonth },
    precision: 'about',
    currency: 'USD',
    spent: { count: 9, sumMinor: 31_000 },
    before: { window: { from: '2026-02-01', through: '2026-02-18' }, spent: { count: 11, sumMinor: 35_000 } },
  },
  income: {
    ...head,
    question: { name: 'income', window: thisMonth },
    precision: 'about',
    currency: 'USD',
    received: { count: 1, sumMinor: 250_000 },
  },
  bill: {
    ...head,
    question: { name: 'bill' },
    precision: 'about',
    cards: [
      {
        nickname: 'travel card',
        currency: 'USD',
        statement: {
          dueOn: '2026-04-04',
          paid: false,
          amounts: { balanceMinor: 124_000, minimumMinor: 2_500 },
        },
      },
    ],
  },
  alerts: { ...head, question: { name: 'alerts' }, openCount: 2, mostUrgent: 'high' },
  sharing: {
    ...head,
    question: { name: 'sharing' },
    questions: ['balance', 'spending'],
    accounts: [
      { kind: 'checking', nickname: 'everyday account' },
      { kind: 'savings', nickname: 'rainy day' },
    ],
    precision: { totals: 'about', balances: 'fresh' },
    validUntil: '2026-06-16',
  },
  disclosures: {
    ...head,
    question: { name: 'disclosures' },
    told: [
      { kind: 'balance', count: 4 },
      { kind: 'spending', count: 2 },
    ],
    lastOn: '2026-03-17',
  },
};
