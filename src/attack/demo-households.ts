/** Households from the demo's generator: one of another seed for each customer, in the same year. */
import { Temporal } from 'temporal-polyfill';
import { dateOf, dayOf, type Day, type Window } from '../bank/disclosure/day.ts';
import { demoAccountsBefore } from '../bank/demo/ledger.ts';
import { seededRandom } from '../bank/demo/seeded-random.ts';
import { demoYear } from '../bank/demo/year.ts';
import { minutesPerDay, type Household, type Transaction } from './household.ts';

/** The day after the last one of the period. Fixed, so that a run today and one next year say the same. */
const periodEnd: Day = dayOf('2026-12-01');

/** How far a ledger reaches back before the period: a window that holds too little is moved back by up to a year. */
const historyDays = 430;

/** The bank books a purchase by card on the second day after it. */
const bookedAfterDays = 2;

/** Between seven in the morning and eleven at night: the generator knows days only. */
const wakingMinutes = [7 * 60, 23 * 60 - 1] as const;

/** The household of one customer: a pure function of the run's seed and the customer's number. */
export function demoHousehold(runSeed: string, index: number, days: number): Household {
  const seed = `${runSeed}-${index}`;
  const period: Window = { from: periodEnd - days, until: periodEnd };
  const first = period.from - historyDays;
  const start = dateFrom(first);
  const transactions: Transaction[] = [];
  for (let year = start.year; year <= dateFrom(period.until - 1).year; year += 1) {
    for (const movement of demoYear(seed, year)) {
      const day = dayOf(movement.day);
      if (day < first || day >= period.until) continue;
      const minute = minuteOf(seed, movement.day, movement.purpose, movement.account);
      const occurredAt = day * minutesPerDay + minute;
      transactions.push({
        accountId: movement.account,
        direction: movement.direction,
        category: movement.category,
        amountMinor: movement.amountMinor,
        day,
        occurredAt,
        bookedAt: occurredAt + (movement.byCard === true ? bookedAfterDays * minutesPerDay : 0),
      });
    }
  }
  const accounts = demoAccountsBefore(seed, start).map(account => ({
    accountId: account.account_id,
    kind: account.kind,
    openingMinor: account.opening_minor,
    creditLimitMinor: account.credit_limit_minor,
    beganEmpty: false,
  }));
  return { index, seed, currency: 'USD', accounts, transactions, period };
}

/** At which minute of its day something happens; made up, since no ledger here says. */
export function minuteOf(seed: string, ...transaction: readonly string[]): number {
  return seededRandom(seed, 'minute', ...transaction).between(...wakingMinutes);
}

const dateFrom = (day: Day): Temporal.PlainDate => Temporal.PlainDate.from(dateOf(day));
