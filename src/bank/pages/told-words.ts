/** An answer that was told, in the words of the page. */
import { Temporal } from 'temporal-polyfill';
import {
  balancePrecision,
  precision,
  type DateWindow,
  type Question,
  type QuestionOf,
  type SpendingCategory,
} from '../../facade/contract.ts';
import { precisionKind } from '../consent/index.ts';
import type { ToldAnswer } from '../disclosure/record/index.ts';
import { minorDigits } from '../pipeline/round.ts';
import { balancesWords, totalsWords } from './words.ts';

/** One line of the list, and what is said below it where something else was asked. */
export interface ToldLine {
  /** `Spending on groceries, checking` */
  readonly what: string;
  /** `November 1 – 22`; null where the answer is of no days. */
  readonly days: string | null;
  /** `rounded`; null where no amount was told. */
  readonly how: string | null;
  /** Whole sentences. */
  readonly adjusted: string | null;
}

/** @param today `YYYY-MM-DD`: a year is said where it is another one */
export function toldInWords({ told, asked, precision: code }: ToldAnswer, today: string): ToldLine {
  if (told === null)
    return { what: 'An answer that this page cannot show any more', days: null, how: null, adjusted: null };
  return {
    what: what(told),
    days: 'window' in told ? windowInWords(told.window, today) : null,
    how: howPrecise(told, code),
    adjusted: asked === null ? null : whyAdjusted(asked, told, today),
  };
}

function what(question: Question): string {
  const where = 'account' in question && question.account !== undefined ? inAccount[question.account] : '';
  switch (question.name) {
    case 'balance':
      return where === '' ? 'Balances' : `Balance${where}`;
    case 'funds':
      return `Whether there is at least ${amount(question)}${where}`;
    case 'activity':
      return `Activity${where}`;
    case 'spending':
      return `Spending${question.category === undefined ? '' : ` on ${categoryWords[question.category]}`}${where}`;
    case 'income':
      return `Income${where}`;
    case 'bill':
      return 'Card bill';
    case 'alerts':
      return 'Fraud alerts';
    case 'sharing':
      return 'What it may say';
    case 'disclosures':
      return 'What it was told this month, in numbers';
  }
}

const inAccount = {
  checking: ' in checking',
  savings: ' in savings',
  'credit-card': ' on the credit card',
} as const;

const categoryWords: Readonly<Record<SpendingCategory, string>> = {
  groceries: 'groceries',
  dining: 'dining out',
  transport: 'transportation',
  shopping: 'shopping',
  entertainment: 'entertainment',
  housing: 'housing',
  utilities: 'utilities',
  health: 'health care',
  travel: 'travel',
  insurance: 'insurance',
  subscriptions: 'subscriptions',
  education: 'education',
  cash: 'cash withdrawals',
  fees: 'bank fees',
  other: 'other things',
};

function howPrecise(question: Question, code: string | null): string | null {
  const ofBalances = precisionKind(question.name) === 'balances';
  const known = (ofBalances ? balancePrecision : precision).safeParse(code);
  if (!known.success) return null;
  const words: Readonly<Record<string, { readonly short: string }>> = ofBalances
    ? balancesWords
    : totalsWords;
  return words[known.data]?.short ?? null;
}

/** What was asked, what was done instead, and why. */
function whyAdjusted(asked: Question, told: Question, today: string): string {
  if (asked.name === 'funds' && told.name === 'funds') {
    return `Asked for ${amount(asked)}. Compared with one of a few fixed amounts, so that the balance cannot be worked out.`;
  }
  const question: string[] = [];
  const instead: string[] = [];
  if ('window' in asked && 'window' in told && !isSameWindow(asked.window, told.window)) {
    const { from, through } = asked.window;
    question.push(
      from === told.window.from
        ? ` through ${through === today ? 'today' : dayInWords(through, today)}`
        : ` about ${windowInWords(asked.window, today)}`,
    );
    instead.push('moved');
  }
  const account = accountOf(asked);
  if (account !== undefined && accountOf(told) === undefined) {
    question.push(`${inAccount[account]} alone`);
    instead.push('told over all accounts');
  }
  return `Asked${question.join(',')}. ${capitalize(instead.join(' and '))}, so that no single purchase can be worked out.`;
}

const capitalize = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const accountOf = (question: Question) => ('account' in question ? question.account : undefined);

const isSameWindow = (one: DateWindow, other: DateWindow): boolean =>
  one.from === other.from && one.through === other.through;

/** In whole units where it is one. */
function amount({ atLeastMinor, currency }: QuestionOf<'funds'>): string {
  const inUnits = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  });
  return inUnits.format(atLeastMinor / 10 ** minorDigits(currency));
}

const day = new Intl.DateTimeFormat('en', { month: 'long', day: 'numeric', timeZone: 'UTC' });
const dayOfYear = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' });
const month = new Intl.DateTimeFormat('en', { month: 'long', timeZone: 'UTC' });
const monthOfYear = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' });

const utc = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const isSameYear = (...dates: readonly string[]): boolean =>
  new Set(dates.map(date => date.slice(0, 4))).size === 1;

const dayInWords = (date: string, today: string): string =>
  (isSameYear(date, today) ? day : dayOfYear).format(utc(date));

/** A whole month and a single day by their names, anything else from day to day. */
function windowInWords({ from, through }: DateWindow, today: string): string {
  const first = Temporal.PlainDate.from(from);
  const isWholeMonth =
    first.day === 1 && first.with({ day: first.daysInMonth }).equals(Temporal.PlainDate.from(through));
  const inThisYear = isSameYear(from, through, today);
  if (isWholeMonth) return (inThisYear ? month : monthOfYear).format(utc(from));
  if (from === through) return dayInWords(from, today);
  return (inThisYear ? day : dayOfYear).formatRange(utc(from), utc(through));
}
