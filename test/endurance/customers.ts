/** Customers who may be asked about to the cent, with what is true of them, reckoned apart from the bank. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { dateOf, dayOf } from '../../src/bank/disclosure/day.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { choosePin } from '../../src/bank/step-up/choose-pin.ts';
import { consentClasses } from '../../src/facade/contract.ts';
import { household, insertHouse } from '../bank/disclosure/house.ts';
import { lastMonth, timeZone } from './growth.ts';

export const pin = '4821';

export interface Customer {
  readonly customerId: string;
  readonly accessToken: string;
}

/** What is true of every customer before anything is added, in minor units. */
export interface Truth {
  /** Spent on groceries last month. */
  readonly groceries: number;
  /** Received last month. */
  readonly income: number;
  /** Booked on the checking account, and available there. */
  readonly checking: number;
}

const entriesUntilToday = () => {
  const shift = dayOf(Temporal.Now.plainDateISO(timeZone).toString()) - household.period.until;
  return household.transactions.map(entry => ({ ...entry, day: entry.day + shift }));
};

/** Reckoned from the entries themselves. */
export function truthOf(): Truth {
  const entries = entriesUntilToday();
  const sum = (belongs: (entry: (typeof entries)[number]) => boolean): number =>
    entries.filter(belongs).reduce((total, { amountMinor }) => total + amountMinor, 0);
  const isLastMonth = ({ day }: { readonly day: number }): boolean => dateOf(day).startsWith(lastMonth());
  const opening = household.accounts.find(({ accountId }) => accountId === 'checking')?.openingMinor ?? 0;
  return {
    groceries: sum(
      entry => isLastMonth(entry) && entry.category === 'groceries' && entry.direction === 'out',
    ),
    income: sum(
      entry =>
        isLastMonth(entry) &&
        entry.direction === 'in' &&
        entry.category !== 'refund' &&
        entry.category !== 'transfer',
    ),
    checking:
      opening +
      sum(entry => entry.accountId === 'checking' && entry.direction === 'in') -
      sum(entry => entry.accountId === 'checking' && entry.direction === 'out'),
  };
}

/** Inserts so many customers, all with the same ledger, linked to Alexa with a PIN. */
export async function insertCustomers(
  database: Kysely<BankSchema>,
  pepper: Uint8Array,
  count: number,
): Promise<Customer[]> {
  const customers: Customer[] = [];
  const entries = entriesUntilToday();
  const dayMs = 86_400_000;
  for (let index = 0; index < count; index += 1) {
    const customerId = `asking-${index}`;
    await insertHouse(database, customerId, entries);
    const who = { customerId, platform: 'alexa', now: Date.now(), random: randomBytes };
    const precision = { totals: 'exact', balances: 'exact' } as const;
    await createLink(database, {
      ...who,
      consent: { questions: consentClasses, precision, validForMs: dayMs },
    });
    const chosen = await choosePin(database, { ...who, pin, pepper });
    if (!chosen.ok) throw new Error(`the PIN is refused: ${chosen.reason}`);
    const accessToken = await issueAccessToken(database, { ...who, ttlMs: dayMs });
    if (accessToken === null) throw new Error('there is no link');
    customers.push({ customerId, accessToken });
  }
  return customers;
}
