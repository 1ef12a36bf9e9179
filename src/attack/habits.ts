/** What is asked of a customer, when: people's habits, and platforms that ask for themselves. */
import { accountKinds, spendingCategories, type DateWindow, type QuestionOf } from '../facade/contract.ts';
import { dateOf, mondayOf, monthStart, type Day } from '../bank/disclosure/day.ts';
import type { TotalsQuestion } from '../bank/disclosure/index.ts';
import { seededRandom, type SeededRandom } from '../bank/demo/seeded-random.ts';
import { minutesPerDay, type Household, type Minute } from './household.ts';

type AskedQuestion = QuestionOf<'balance'> | TotalsQuestion;

export interface Asked {
  readonly at: Minute;
  readonly question: AskedQuestion;
}

export const habits = ['daily balance', 'weekly activity', 'spending by category', 'scraper'] as const;
export type Habit = (typeof habits)[number];

/** Every hundredth customer is scraped; the others are people, of one habit as many as of another. */
export function habitOf({ index }: Pick<Household, 'index'>): Habit {
  if (index % 100 === 3) return 'scraper';
  return people[index % people.length] ?? 'daily balance';
}

const people = ['daily balance', 'weekly activity', 'spending by category'] as const;

/**
 * Everything that is asked of a customer in the period, in order.
 *
 * @param answersPerDay what the bank answers a customer in a day at the most; null: no limit
 */
export function askedByHabit(household: Household, answersPerDay: number | null): Asked[] {
  const ask = byHabit[habitOf(household)];
  return daysOf(household).flatMap(day => ask(day, household, answersPerDay ?? Infinity));
}

type AskInADay = (day: Day, household: Household, answersPerDay: number) => Asked[];

const byHabit: Readonly<Record<Habit, AskInADay>> = {
  'daily balance': day => [{ at: clock(day, 8, 10), question: { name: 'balance' } }],

  'weekly activity': (day, household) => {
    const monday = mondayOf(day);
    if (day === monday) {
      return [ask(day, 9, { name: 'activity', window: days(monday - 7, monday - 1) })];
    }
    const isThursday = day === monday + 3;
    return isThursday && chanceOf(household, day).chance(0.5)
      ? [ask(day, 18, { name: 'activity', window: days(monday, day) })]
      : [];
  },

  'spending by category': (day, household) => {
    const random = chanceOf(household, day);
    if (!random.chance(0.4)) return [];
    const category = random.pick(spendingCategories);
    const window = random.pick([
      days(monthStart(day), day),
      days(monthStart(day, -1), monthStart(day) - 1),
      days(mondayOf(day), day),
      days(day - 6, day),
    ]);
    return [
      ask(
        day,
        19,
        random.chance(0.2) ? { name: 'spending', window } : { name: 'spending', category, window },
      ),
    ];
  },

  // It knows the limit and uses it up: in each quarter of the day the balances, and as much of everything else as there
  // is left, in an order that is another one each day. One platform asks for the days up to this one, the other for
  // those that are over.
  scraper: (day, household, answersPerDay) => {
    const platforms = [slidingWindows(day), slidingWindows(day - 1)];
    const questions = shuffled(platforms.flatMap(everything), chanceOf(household, day));
    const perQuarter = Math.floor(
      Math.min(answersPerDay, questions.length + quarters.length) / quarters.length,
    );
    return quarters.flatMap((hour, quarter) => [
      ask(day, hour, { name: 'balance' }),
      ...questions
        .slice(quarter * (perQuarter - 1), (quarter + 1) * (perQuarter - 1))
        .map(question => ask(day, hour, question)),
    ]);
  },
};

/** The hours of the four fresh snapshots of a day. */
const quarters = [0, 6, 12, 18] as const;

/** The balance of every account, asked for every so many hours. */
export function balancePolls(household: Household, everyHours: number): Asked[] {
  return daysOf(household).flatMap(day =>
    Array.from({ length: 24 / everyHours }, (_, poll) => ask(day, poll * everyHours, { name: 'balance' })),
  );
}

/** What an app's start page would show, each morning: seven and thirty days, by category too, and the balances. */
export function slidingPolls(household: Household): Asked[] {
  return daysOf(household).flatMap(day => [
    ask(day, 7, { name: 'balance' }),
    ...[days(day - 6, day), days(day - 29, day)].flatMap((window): Asked[] => [
      ask(day, 7, { name: 'activity', window }),
      ...spendingCategories.map(category => ask(day, 7, { name: 'spending', category, window })),
    ]),
  ]);
}

/** Seven days, thirty days, and the month so far. */
const slidingWindows = (day: Day): DateWindow[] => [
  days(day - 6, day),
  days(day - 29, day),
  days(monthStart(day), day),
];

/** Every question about totals that there is of a window. */
function everything(windows: readonly DateWindow[]): TotalsQuestion[] {
  const scopes = [{}, ...accountKinds.map(account => ({ account }))];
  return windows.flatMap(window =>
    scopes.flatMap((scope): TotalsQuestion[] => [
      { name: 'activity', ...scope, window },
      { name: 'spending', ...scope, window },
      { name: 'income', ...scope, window },
      ...spendingCategories.map((category): TotalsQuestion => ({
        name: 'spending',
        ...scope,
        category,
        window,
      })),
    ]),
  );
}

const daysOf = ({ period }: Household): Day[] =>
  Array.from({ length: period.until - period.from }, (_, index) => period.from + index);

const clock = (day: Day, hour: number, minute: number): Minute => day * minutesPerDay + hour * 60 + minute;
const ask = (day: Day, hour: number, question: AskedQuestion): Asked => ({
  at: clock(day, hour, 5),
  question,
});
const days = (from: Day, through: Day): DateWindow => ({ from: dateOf(from), through: dateOf(through) });
const chanceOf = ({ seed }: Household, day: Day): SeededRandom => seededRandom(seed, 'habit', dateOf(day));

/** In another order (Fisher and Yates), so that no kind of question is always the first to be asked. */
function shuffled<Item>(items: readonly Item[], random: SeededRandom): Item[] {
  const result = [...items];
  for (let last = result.length - 1; last > 0; last -= 1) {
    const other = random.between(0, last);
    // Both are inside the array.
    [result[last], result[other]] = [result[other] as Item, result[last] as Item];
  }
  return result;
}
