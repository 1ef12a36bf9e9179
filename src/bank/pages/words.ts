/**
 * What the pages call things, in the words of the person who reads them. What is agreed to and what is later shown or
 * put into a receipt is worded here once.
 */
import type { AccountKind, Precision, ConsentClass } from '../../facade/contract.ts';
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
  alerts: {
    name: 'Fraud alerts',
    about: 'How many are open and how urgent. This one is answered without your voice PIN.',
    example: 'Do I have any fraud alerts?',
  },
};

export const precisionWords: Readonly<
  Record<
    Precision,
    { readonly name: string; readonly short: string; readonly about: string; readonly example: string }
  >
> = {
  about: {
    name: 'About',
    short: 'rounded',
    about: 'The bank rounds every amount before it leaves.',
    example: 'About two thousand four hundred twenty dollars',
  },
  exact: {
    name: 'To the cent',
    short: 'to the cent',
    about: 'Whoever keeps exact answers can sometimes work out a single purchase from them.',
    example: 'Two thousand four hundred eighteen dollars and six cents',
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
