/** What she pays by card on a day: a pure function of seed and day. */
import { Temporal } from 'temporal-polyfill';
import { merchants, subscriptions, type DemoAccount } from './household.ts';
import type { Movement } from './movement.ts';
import { seededRandom } from './seeded-random.ts';

/** A purchase that can be had by chance: how likely by weekday (Monday first), and for how much, in cents. */
interface Habit {
  readonly purpose: string;
  readonly account: DemoAccount;
  readonly category: Movement['category'];
  readonly merchants: readonly [string, ...string[]];
  readonly likelihood: readonly [number, number, number, number, number, number, number];
  readonly minor: readonly [least: number, most: number];
}

/** One line a habit; likelihoods from Monday to Sunday. */
const habits: readonly Habit[] = (
  [
    ['weekly shop', 'card', 'groceries', 'groceries', [0, 0, 0.1, 0, 0, 0.85, 0.1], [4_500, 11_800]],
    ['top-up shop', 'checking', 'groceries', 'groceries', [0.2, 0.1, 0.5, 0.2, 0.1, 0, 0], [900, 3_900]],
    ['coffee', 'checking', 'dining', 'coffee', [0.4, 0.4, 0.4, 0.4, 0.5, 0.2, 0.3], [350, 980]],
    ['dinner', 'card', 'dining', 'dining', [0.08, 0.08, 0.12, 0.12, 0.55, 0.5, 0.25], [1_600, 6_200]],
    ['ride', 'card', 'transport', 'transport', [0.05, 0.05, 0.08, 0.08, 0.2, 0.2, 0.05], [880, 3_400]],
    ['shopping', 'card', 'shopping', 'shopping', [0.05, 0.05, 0.07, 0.07, 0.08, 0.16, 0.12], [1_500, 11_500]],
    ['outing', 'card', 'entertainment', 'entertainment', [0, 0, 0.03, 0.05, 0.15, 0.3, 0.08], [1_200, 4_600]],
    ['health', 'card', 'health', 'health', [0.06, 0.04, 0.06, 0.04, 0.04, 0.05, 0], [640, 4_200]],
    ['weekend away', 'card', 'travel', 'travel', [0, 0, 0, 0, 0.06, 0, 0], [8_200, 19_500]],
  ] as const
).map(([purpose, account, category, place, likelihood, minor]) => ({
  purpose,
  account,
  category,
  merchants: merchants[place],
  likelihood,
  minor,
}));

const coffee = { purpose: 'late coffee', account: 'checking', category: 'dining' } as const;
const gifts: Habit = {
  purpose: 'gift',
  account: 'card',
  category: 'shopping',
  merchants: merchants.shopping,
  likelihood: [0.2, 0.2, 0.2, 0.2, 0.3, 0.5, 0.4],
  minor: [2_000, 9_000],
};

const refundAfterDays = 6;
const refundLikelihood = 0.18;

export function cardDay(seed: string, date: Temporal.PlainDate): Movement[] {
  const bought = [...purchases(seed, date), ...subscriptionsOf(date), ...summerTrip(seed, date)];
  const day = date.toString();
  if (bought.length === 0) {
    // There is something every day, so that there is always something pending.
    const random = seededRandom(seed, day, coffee.purpose);
    bought.push(
      byCard({
        ...coffee,
        day,
        amountMinor: random.between(350, 780),
        merchant: random.pick(merchants.coffee),
      }),
    );
  }
  return [...bought, ...refunds(seed, date)];
}

/** A week away in July: a flight, a hotel, a train, by card. */
export function summerTrip(seed: string, date: Temporal.PlainDate): Movement[] {
  if (date.month !== 7) return [];
  const random = seededRandom(seed, String(date.year), 'summer trip');
  const first = random.between(6, 16);
  const costs = [
    random.between(38_000, 52_000),
    random.between(56_000, 74_000),
    random.between(9_000, 14_000),
  ];
  return costs.flatMap((amountMinor, index) =>
    date.day === first + 3 * index
      ? [
          byCard({
            account: 'card',
            day: date.toString(),
            purpose: 'summer trip',
            category: 'travel',
            amountMinor,
            merchant: random.pick(merchants.travel),
          }),
        ]
      : [],
  );
}

function purchases(seed: string, date: Temporal.PlainDate): Movement[] {
  const day = date.toString();
  const giftSeason = (date.month === 11 && date.day > 24) || (date.month === 12 && date.day < 23);
  return [...habits, ...(giftSeason ? [gifts] : [])].flatMap(habit => {
    const random = seededRandom(seed, day, habit.purpose);
    if (!random.chance(habit.likelihood[date.dayOfWeek - 1] ?? 0)) return [];
    const { account, category, purpose } = habit;
    const amountMinor = random.between(...habit.minor);
    return [byCard({ account, category, purpose, day, amountMinor, merchant: random.pick(habit.merchants) })];
  });
}

const subscriptionsOf = (date: Temporal.PlainDate): Movement[] =>
  subscriptions
    .filter(({ day }) => day === date.day)
    .map(({ merchant, amountMinor }) =>
      byCard({
        account: 'card',
        category: 'subscriptions',
        purpose: `subscription ${merchant}`,
        day: date.toString(),
        amountMinor,
        merchant,
      }),
    );

/** Now and then she takes back what she bought. */
function refunds(seed: string, date: Temporal.PlainDate): Movement[] {
  const bought = purchases(seed, date.subtract({ days: refundAfterDays })).filter(
    ({ category }) => category === 'shopping',
  );
  return bought
    .filter(({ day, purpose }) => seededRandom(seed, day, purpose, 'refund').chance(refundLikelihood))
    .map(movement => ({
      ...movement,
      day: date.toString(),
      purpose: `refund of ${movement.purpose}`,
      direction: 'in',
      category: 'refund',
    }));
}

const byCard = (movement: Omit<Movement, 'direction' | 'byCard'>): Movement => ({
  ...movement,
  direction: 'out',
  byCard: true,
});
