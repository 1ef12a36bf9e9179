/** Reads what is booked on accounts. */
import type { Kysely } from 'kysely';
import type { ScopedAccount } from '../../answers/accounts.ts';
import { readEntrySums, totalOf, type EntrySum } from '../../answers/figures.ts';
import type { BankSchema } from '../../database/schema.ts';

export interface BookedAccount {
  /** The opening balance and every booked entry. */
  readonly bookedMinor: number;
  /** What is not booked yet and will go out. */
  readonly pendingOutMinor: number;
}

/**
 * Accounts as they stand at the end of a day.
 *
 * @param through `YYYY-MM-DD`
 */
export async function readBooked(
  database: Kysely<BankSchema>,
  customerId: string,
  accounts: readonly ScopedAccount[],
  through: string,
): Promise<(account: ScopedAccount) => BookedAccount> {
  const accountIds = accounts.map(({ accountId }) => accountId);
  const sums = await readEntrySums(database, customerId, accountIds, { from: null, through });
  return ({ accountId, openingMinor }) => {
    let [bookedMinor, pendingOutMinor] = [openingMinor, 0];
    for (const entry of sums) {
      if (entry.accountId !== accountId) continue;
      if (entry.status === 'booked') bookedMinor += signed(entry);
      else if (entry.direction === 'out') pendingOutMinor += entry.sumMinor;
    }
    return { bookedMinor, pendingOutMinor };
  };
}

const signed = ({ direction, sumMinor }: EntrySum): number => (direction === 'in' ? sumMinor : -sumMinor);

/**
 * How many entries are booked on an account on some days.
 *
 * @param days `YYYY-MM-DD`, both ends included
 */
export async function countBooked(
  database: Kysely<BankSchema>,
  customerId: string,
  accountId: string,
  days: { readonly from: string; readonly through: string },
): Promise<number> {
  const sums = await readEntrySums(database, customerId, [accountId], days);
  return totalOf(sums, ({ status }) => status === 'booked').count;
}
