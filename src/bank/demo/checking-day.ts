/** What comes and goes on the checking account on a day, but for cards and moves: a pure function of seed and day. */
import { Temporal } from 'temporal-polyfill';
import { counterparties, merchants, type Counterparty } from './household.ts';
import type { Movement } from './movement.ts';
import { seededRandom } from './seeded-random.ts';

const salaryMinor = 204_000;
const rentMinor = 164_000;
/** Electricity by month, January first: heating and cooling. */
const electricityMinor = [
  13_800, 12_900, 10_400, 7_600, 6_600, 8_800, 12_200, 12_600, 8_700, 6_900, 8_800, 12_400,
];

export function checkingDay(seed: string, date: Temporal.PlainDate): Movement[] {
  return [...pay(date), ...bills(seed, date), ...byChance(seed, date)];
}

/** The 15th and the last day of the month; on a weekend the Friday before. */
function pay(date: Temporal.PlainDate): Movement[] {
  const paydays = [date.with({ day: 15 }), date.with({ day: date.daysInMonth })].map(lastWorkday);
  return paydays.some(payday => payday.equals(date))
    ? [arrival(date, 'salary', 'salary', salaryMinor, counterparties.employer)]
    : [];
}

const lastWorkday = (date: Temporal.PlainDate): Temporal.PlainDate =>
  date.subtract({ days: Math.max(0, date.dayOfWeek - 5) });

function bills(seed: string, date: Temporal.PlainDate): Movement[] {
  const random = seededRandom(seed, date.toString(), 'bills');
  const { day, month } = date;
  if (day === 1) return [payment(date, 'rent', 'housing', rentMinor, counterparties.landlord)];
  if (day === 5) return [payment(date, 'insurance', 'insurance', 11_840, counterparties.insurer)];
  if (day === 7) return [payment(date, 'piano lessons', 'education', 14_000, counterparties.teacher)];
  if (day === 8) {
    const amount = (electricityMinor[month - 1] ?? 0) + random.between(-900, 900);
    return [payment(date, 'electricity', 'utilities', amount, counterparties.electricity)];
  }
  if (day === 12) return [payment(date, 'internet', 'utilities', 5_999, counterparties.internet)];
  if (day === 19 && month % 3 === 1) {
    return [payment(date, 'water', 'utilities', random.between(5_400, 8_100), counterparties.water)];
  }
  if (day === 22) return [payment(date, 'phone', 'utilities', 4_200, counterparties.phone)];
  if (day === 25) return [payment(date, 'donation', 'other', 2_500, counterparties.charity)];
  if (day === 28) {
    const pass = { byCard: true, merchant: merchants.transport[1] };
    return [{ ...payment(date, 'transit pass', 'transport', 8_100), ...pass }];
  }
  return [];
}

function byChance(seed: string, date: Temporal.PlainDate): Movement[] {
  const random = seededRandom(seed, date.toString(), 'chance');
  const movements: Movement[] = [];
  if (date.dayOfWeek === 6 && random.chance(0.4)) {
    movements.push(payment(date, 'cash', 'cash', random.between(2, 5) * 2_000));
    if (random.chance(0.3)) movements.push(payment(date, 'cash machine fee', 'fees', 300));
  }
  if (random.chance(0.025)) {
    const sold = random.between(3, 16) * 500;
    movements.push(arrival(date, 'sold something', 'other-income', sold, counterparties.neighbor));
  }
  const taxDay = seededRandom(seed, String(date.year), 'tax').between(10, 24);
  if (date.month === 3 && date.day === taxDay) {
    movements.push(
      arrival(date, 'tax refund', 'benefit', random.between(42_000, 61_000), counterparties.treasury),
    );
  }
  return movements;
}

const payment = (
  date: Temporal.PlainDate,
  purpose: string,
  category: Movement['category'],
  amountMinor: number,
  from?: Counterparty,
): Movement => ({
  account: 'checking',
  day: date.toString(),
  purpose,
  direction: 'out',
  category,
  amountMinor,
  ...(from && { from }),
});

const arrival = (...args: Parameters<typeof payment>): Movement => ({ ...payment(...args), direction: 'in' });
