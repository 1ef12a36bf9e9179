/** Her card statements: a pure function of seed and month. Each is paid in full on the day it is due. */
import { Temporal } from 'temporal-polyfill';
import { cardDay, summerTrip } from './card-day.ts';
import { signedMinor, type Movement } from './movement.ts';

/** The day of a month on which a statement closes. */
const closesOnDay = 10;
/** No less than the twenty-one days that a cardholder is given (Regulation Z, 12 CFR 1026.5(b)(2)(ii)). */
const dueAfterDays = 25;
const leastMinimumMinor = 2_500;
const minimumShare = 0.02;

export interface DemoStatement {
  readonly closedOn: Temporal.PlainDate;
  readonly dueOn: Temporal.PlainDate;
  /** What was bought since the statement before, less refunds. */
  readonly balanceMinor: number;
  readonly minimumMinor: number;
  /** What the summer trip has in it. */
  readonly tripMinor: number;
}

/** The statement that closes in a month. */
export function statementOf(seed: string, month: Temporal.PlainYearMonth): DemoStatement {
  const closedOn = month.toPlainDate({ day: closesOnDay });
  const since = closedOn.subtract({ months: 1 }).add({ days: 1 });
  const balanceMinor = Math.max(0, cardOwed(seed, since, closedOn));
  return {
    closedOn,
    dueOn: closedOn.add({ days: dueAfterDays }),
    balanceMinor,
    minimumMinor: Math.min(
      balanceMinor,
      Math.max(leastMinimumMinor, Math.round(balanceMinor * minimumShare)),
    ),
    tripMinor: sum(seed, since, closedOn, summerTrip),
  };
}

/** The statement that is due in a month: it closed in the one before. */
export const statementDueIn = (seed: string, month: Temporal.PlainYearMonth): DemoStatement =>
  statementOf(seed, month.subtract({ months: 1 }));

/** What she owes on the card at the end of a December: all since the statement of November, which is paid. */
export function cardOwedAtYearEnd(seed: string, year: number): number {
  const { closedOn } = statementOf(seed, Temporal.PlainYearMonth.from({ year, month: 11 }));
  return cardOwed(seed, closedOn.add({ days: 1 }), Temporal.PlainDate.from({ year, month: 12, day: 31 }));
}

const cardOwed = (seed: string, from: Temporal.PlainDate, through: Temporal.PlainDate): number =>
  sum(seed, from, through, cardDay);

/** What a kind of movements takes from the card in a range of days, both ends included. */
function sum(
  seed: string,
  from: Temporal.PlainDate,
  through: Temporal.PlainDate,
  movementsOf: (seed: string, date: Temporal.PlainDate) => Movement[],
): number {
  let owed = 0;
  for (let date = from; Temporal.PlainDate.compare(date, through) <= 0; date = date.add({ days: 1 })) {
    for (const movement of movementsOf(seed, date)) {
      if (movement.account === 'card') owed -= signedMinor(movement);
    }
  }
  return owed;
}
