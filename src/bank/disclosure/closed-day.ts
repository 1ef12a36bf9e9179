/** Which days are closed: over, and with nothing on them that waits to be booked. */
import { sql, type Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import type { BankSchema } from '../database/schema.ts';

/** What is pending for longer holds no day open: a reservation that is never booked would do so for good. */
const maxPendingDays = 7;

/**
 * The last closed day of each account, yesterday at the latest.
 *
 * What is pending is mostly booked into the day on which it was bought. A figure of that day that was told before would
 * never hold it, and a figure that was told later would, so that the two would differ by this one purchase.
 *
 * @param today the bank's day, `YYYY-MM-DD`
 */
export async function readClosedDays(
  database: Kysely<BankSchema>,
  customerId: string,
  accountIds: readonly string[],
  today: string,
): Promise<(accountId: string) => string> {
  const now = Temporal.PlainDate.from(today);
  const rows = await database
    .selectFrom('ledger_transaction')
    // The status is written out, not bound: only so do both engines see that the partial index fits.
    .where('status', '=', sql.lit('pending'))
    .where('customer_id', '=', customerId)
    .where('account_id', 'in', accountIds)
    .where('day', '>=', now.subtract({ days: maxPendingDays }).toString())
    .where('day', '<', today)
    .groupBy('account_id')
    .select(({ fn }) => ['account_id', fn.min('day').as('day')])
    .execute();
  const pendingSince = new Map(rows.map(row => [row.account_id, row.day]));
  return accountId =>
    Temporal.PlainDate.from(pendingSince.get(accountId) ?? today)
      .subtract({ days: 1 })
      .toString();
}
