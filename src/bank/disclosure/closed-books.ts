/** Up to which day totals may be told: the days whose books are closed. */
import { sql, type Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { dateOf, dayOf, type Day } from './day.ts';

/** What is pending for longer (a deposit for a rented car) holds up nothing. */
const longestPendingDays = 5;

/**
 * The first day whose books are still open: today, or the first of the last days of which something is still pending.
 * A total of a day that is not over, or not booked, would be another one when it is asked for again, and the difference
 * would be single entries.
 *
 * @param openDays days before today that are open in any case: for a bank that books later what was never pending
 * @param pendingDays the days of a customer's pending entries
 */
export function closedUntil(today: Day, openDays: number, pendingDays: Iterable<Day>): Day {
  let until = today - openDays;
  for (const day of pendingDays) {
    if (day >= today - longestPendingDays) until = Math.min(until, day);
  }
  return until;
}

/** The days of a customer's pending entries that can hold up anything. */
export async function readPendingDays(
  database: Kysely<BankSchema>,
  customerId: string,
  today: Day,
): Promise<Day[]> {
  const rows = await database
    .selectFrom('ledger_transaction')
    // The status is written out, not bound: only so do both engines see that the partial index fits.
    .where('status', '=', sql.lit('pending'))
    .where('customer_id', '=', customerId)
    .where('day', '>=', dateOf(today - longestPendingDays))
    .select('day')
    .distinct()
    .execute();
  return rows.map(({ day }) => dayOf(day));
}

/**
 * The first day whose books are still open for a customer.
 *
 * @param today `YYYY-MM-DD`
 * @param openDays see `closedUntil`
 */
export async function readClosedUntil(
  database: Kysely<BankSchema>,
  customerId: string,
  today: string,
  openDays: number,
): Promise<Day> {
  const day = dayOf(today);
  return closedUntil(day, openDays, await readPendingDays(database, customerId, day));
}
