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
  /**
   * @param answersPerDay the bank's limit for a customer; null: none
   * @param earlier what was told in the scenarios above this one, by id
   */
  readonly ask: (
    household: Household,
    answersPerDay: number | null,
    earlier: ReadonlyMap<string, Told>,
  ) => Promise<Told>;
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
  {
    id: 'about-no-balances',
    title: 'about, without balances',
    askedBy: 'people',
    isRounded: true,
    // Fresh balances play no part in what totals are told, so those need not be decided again.
    ask: (_household, _answersPerDay, earlier) => {
      const withBalances = earlier.get('about-fresh');
      if (withBalances === undefined) throw new Error('fresh balances have to be told first');
      return Promise.resolve(withBalances.withoutBalances());
    },
  },
  about('sealed', 'about-sealed', 'about, with sealed balances'),
];
