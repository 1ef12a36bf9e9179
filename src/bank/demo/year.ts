/**
 * One year of the household: what happens by day, and the moves between her accounts that follow from it. Every year
 * begins with the same balances, because the last days of December bring them back; so a year is a pure function of
 * the seed, nothing drifts away, and a later day never changes an earlier one.
 */
import { Temporal } from 'temporal-polyfill';
import { cardDay } from './card-day.ts';
import { cardOwedAtYearEnd, statementDueIn, type DemoStatement } from './card-statement.ts';
import { checkingDay } from './checking-day.ts';
import { counterparties, newYearMinor } from './household.ts';
import { signedMinor, transfer, type Movement } from './movement.ts';

/** Three per cent a year, paid monthly on what was there when the month began. */
const monthlyInterest = 0.03 / 12;
/** She moves to savings what is left at the end of a month, in steps of 25 dollars. */
const stepMinor = 2_500;
const fallTuitionMinor = 120_000;

/** All movements of a year, in the order of their days. */
export function demoYear(seed: string, year: number): Movement[] {
  const movements: Movement[] = [];
  const balance: { checking: number; savings: number } = { ...newYearMinor };
  const add = (...added: Movement[]): void => {
    for (const movement of added) {
      movements.push(movement);
      if (movement.account !== 'card') balance[movement.account] += signedMinor(movement);
    }
  };

  for (let month = 1; month <= 12; month += 1) {
    const first = Temporal.PlainDate.from({ year, month, day: 1 });
    const last = first.with({ day: first.daysInMonth });
    const interest = Math.round(balance.savings * monthlyInterest);
    if (month === 8) add(...fallTuition(first.with({ day: 20 })));
    add(...monthByDay(seed, first));
    add(paidInterest(last, interest));
    if (month < 12) add(...sweep(last, balance.checking - newYearMinor.checking));
    else add(...closeYear(last, balance));
  }
  return movements.sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0));
}

/** What she owes on the card on New Year's Day. */
export function cardAtNewYear(seed: string, year: number): number {
  return -cardOwedAtYearEnd(seed, year - 1);
}

function monthByDay(seed: string, first: Temporal.PlainDate): Movement[] {
  const movements: Movement[] = [];
  const statement = statementDueIn(seed, first.toPlainYearMonth());
  for (let day = 1; day <= first.daysInMonth; day += 1) {
    const date = first.with({ day });
    movements.push(...checkingDay(seed, date), ...cardDay(seed, date));
    if (date.equals(statement.dueOn)) movements.push(...payCard(statement));
  }
  return movements;
}

/** In full, the summer trip from her savings. */
function payCard({ dueOn, balanceMinor, tripMinor }: DemoStatement): Movement[] {
  if (balanceMinor === 0) return [];
  return [
    ...(tripMinor > 0 ? toSpend(dueOn, 'summer trip', stepUpTo(tripMinor)) : []),
    ...transfer(dueOn.toString(), 'card payment', ['checking', 'card'], balanceMinor),
  ];
}

const stepUpTo = (minor: number): number => Math.ceil(minor / stepMinor) * stepMinor;

const toSpend = (date: Temporal.PlainDate, purpose: string, minor: number): Movement[] =>
  transfer(date.toString(), `from savings for ${purpose}`, ['savings', 'checking'], minor);

const fallTuition = (date: Temporal.PlainDate): Movement[] => [
  ...toSpend(date, 'fall term', fallTuitionMinor),
  {
    account: 'checking',
    day: date.toString(),
    purpose: 'fall term',
    direction: 'out',
    category: 'education',
    amountMinor: fallTuitionMinor,
    from: counterparties.college,
  },
];

const paidInterest = (date: Temporal.PlainDate, amountMinor: number): Movement => ({
  account: 'savings',
  day: date.toString(),
  purpose: 'interest',
  direction: 'in',
  category: 'interest',
  amountMinor,
});

/** Moves what is above the month's beginning to savings, or takes back what is missing. */
function sweep(date: Temporal.PlainDate, surplusMinor: number): Movement[] {
  const moved = Math.floor(surplusMinor / stepMinor) * stepMinor;
  if (moved === 0) return [];
  return moved > 0
    ? transfer(date.toString(), 'to savings', ['checking', 'savings'], moved)
    : toSpend(date, 'the month', -moved);
}

/** What the year has left over pays for the spring term, and both accounts are back at where they began. */
function closeYear(last: Temporal.PlainDate, balance: { checking: number; savings: number }): Movement[] {
  const savingsOver = balance.savings - newYearMinor.savings;
  const over = balance.checking - newYearMinor.checking + savingsOver;
  const day = last.with({ day: 28 }).toString();
  const settled = {
    account: 'checking',
    day,
    purpose: 'end of the year',
    amountMinor: Math.abs(over),
  } as const;
  const moved = savingsOver > 0 ? (['savings', 'checking'] as const) : (['checking', 'savings'] as const);
  return [
    ...transfer(day, 'end of the year move', moved, Math.abs(savingsOver)),
    over >= 0
      ? { ...settled, direction: 'out', category: 'education', from: counterparties.college }
      : { ...settled, direction: 'in', category: 'other-income', from: counterparties.family },
  ];
}
