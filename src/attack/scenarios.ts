/** The rows of the comparison: how a bank answers, and what it is asked. */
import { answerAbout } from './about.ts';
import type { BalancesTold } from './about-balances.ts';
import { answerAsAsked } from './as-asked.ts';
import { askedByHabit, balancePolls, slidingPolls } from './habits.ts';
import type { Household } from './household.ts';
import type { Told } from './told.ts';

export interface Scenario {
  /** In `dist/attack.json`, and in the names of bars. */
  readonly id: string;
  readonly title: string;
  /** `platform`: of every customer the same, by a program; `people`: by the customer's own habit. */
  readonly askedBy: 'platform' | 'people';
  /** What the bank rounds. */
  readonly isRounded: boolean;
  /** @param answersPerDay the bank's limit for a customer; null: none */
  readonly ask: (household: Household, answersPerDay: number | null) => Promise<Told>;
}

const naive = (hours: number, title: string): Scenario => ({
  id: `naive-balance-${hours}h`,
  title,
  askedBy: 'platform',
  isRounded: false,
  ask: household => Promise.resolve(answerAsAsked(household, balancePolls(household, hours))),
});

const about = (balances: BalancesTold, id: string, title: string): Scenario => ({
  id,
  title,
  askedBy: 'people',
  isRounded: true,
  ask: (household, answersPerDay) => answerAbout(household, askedByHabit(household, answersPerDay), balances),
});

export const scenarios: readonly Scenario[] = [
  naive(24, 'naive: balances every day'),
  naive(6, 'naive: balances every 6 hours'),
  naive(1, 'naive: balances every hour'),
  {
    id: 'naive-windows',
    title: 'naive: sliding windows and balances every day',
    askedBy: 'platform',
    isRounded: false,
    ask: household => Promise.resolve(answerAsAsked(household, slidingPolls(household))),
  },
  {
    id: 'exact',
    title: 'exact',
    askedBy: 'people',
    isRounded: false,
    ask: (household, answersPerDay) =>
      Promise.resolve(answerAsAsked(household, askedByHabit(household, answersPerDay))),
  },
  about('fresh', 'about-fresh', 'about, with fresh balances'),
  about('none', 'about-no-balances', 'about, without balances'),
  about('sealed', 'about-sealed', 'about, with sealed balances'),
];
