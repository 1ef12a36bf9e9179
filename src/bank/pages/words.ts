/**
 * What the pages call things, in the words of the person who reads them. What is agreed to and what is later shown or
 * put into a receipt is worded here once.
 */
import type { AccountKind, BalancePrecision, ConsentClass, Precision } from '../../facade/contract.ts';
import type { NoticeKind } from '../database/schema.ts';

/** A class of questions: what the customer switches on. */
export const questionWords: Readonly<
  Record<ConsentClass, { readonly name: string; readonly about: string; readonly example: string }>
> = {
  balance: {
    name: 'Balances',
    about: 'How much is in each account, and how much can be spent.',
    example: 'What’s my balance?',
  },
  funds: {
    name: 'Is there enough?',
    about:
      'Whether an account holds at least a round amount, like $200: yes or no, and never how much. A few times a day.',
    example: 'Do I have two hundred dollars?',
  },
  activity: {
    name: 'Activity',
    about:
      'How much went in and out, how often, and the largest kind of spending. No single purchase, no shop.',
    example: 'Any activity this week?',
  },
  spending: {
    name: 'Spending',
    about: 'How much you spent in all or on a kind of thing, like groceries, and how that compares.',
    example: 'How much did I spend on groceries last month?',
  },
  income: {
    name: 'Income',
    about: 'How much came in from others. Not from whom.',
    example: 'Have I been paid?',
  },
  bill: {
    name: 'Card bill',
    about:
      'When the bill of your credit card is due, how much it is, the least you have to pay, and whether you have. No single purchase.',
    example: 'When is my credit card bill due?',
  },
  alerts: {
    name: 'Fraud alerts',
    about: 'How many are open and how urgent. This one is answered without your voice PIN.',
    example: 'Do I have any fraud alerts?',
  },
};

/** One way of saying amounts, for the person who chooses it. */
export interface PrecisionWords {
  readonly name: string;
  /** In a list of what was chosen. */
  readonly short: string;
  /** What it means, and what it lets others find out. */
  readonly about: string;
  readonly example: string;
}

export const totalsWords: Readonly<Record<Precision, PrecisionWords>> = {
  about: {
    name: 'About',
    short: 'rounded',
    about: 'Rounded, and of days that give no single purchase away.',
    example: 'You spent about $320 on groceries.',
  },
  exact: {
    name: 'To the cent',
    short: 'to the cent',
    about: 'Whoever keeps the answers can then work out single purchases.',
    example: 'You spent $318.06 on groceries.',
  },
};

export const balancesWords: Readonly<Record<BalancePrecision, PrecisionWords>> = {
  fresh: {
    name: 'Fresh',
    short: 'rounded, four times a day',
    about:
      'Rounded, and new four times a day. Two balances show roughly what a large payment in between was.',
    example: 'You have about $2,420 in checking.',
  },
  sealed: {
    name: 'Sealed',
    short: 'rounded, as of an earlier day',
    about:
      'Rounded, and new only when at least five payments have been booked since the last one told, so nobody can tell one from another.',
    example: 'As of Tuesday, you have about $2,420 in checking.',
  },
  exact: {
    name: 'To the cent',
    short: 'to the cent',
    about: 'As it is right now. Whoever keeps the answers can then work out single purchases.',
    example: 'You have $2,418.06 in checking.',
  },
};

export const accountKindWords: Readonly<Record<AccountKind, string>> = {
  checking: 'Checking',
  savings: 'Savings',
  'credit-card': 'Credit card',
};

/** How long a consent may last, in days. */
export const validityDays = [30, 90, 180, 365] as const;

export const validityWords: Readonly<Record<(typeof validityDays)[number], string>> = {
  30: 'One month',
  90: 'Three months',
  180: 'Half a year',
  365: 'One year',
};

/** How a consent came or went. */
export const viaWords = {
  page: 'on this page',
  voice: 'by voice',
  'platform-event': 'by the assistant’s own settings',
  seed: 'by the bank',
} as const;

/** What went wrong with voice PINs. */
export const noticeWords: Readonly<Record<NoticeKind, (assistant: string) => string>> = {
  'two-wrong': assistant => `Two wrong PINs in a row were said to ${assistant}.`,
  locked: assistant => `${assistant} was locked after three wrong PINs in a row.`,
  'day-used-up': assistant =>
    `The tenth wrong PIN of the day, said to ${assistant}. No assistant took one after it.`,
};

/** A list as it is read: `balances, spending and income`. */
export function inWords(items: readonly string[]): string {
  return new Intl.ListFormat('en', { type: 'conjunction' }).format(items);
}
