import type { ScopedAccount } from '../../answers/accounts.ts';
import { readBooked } from './booked.ts';
import { slotAt } from './slot.ts';
import {
  roundedBalance,
  type BalanceCircumstances,
  type TellBalances,
  type ToldBalances,
} from './told-balance.ts';

/**
 * Rounded balances, four times a day: within one quarter of the bank's day an account has one balance, whoever asks on
 * whatever platform, and whatever is booked meanwhile. It is taken when it is first asked for, and kept as it was told.
 *
 * So asking all day long gives four figures an account and no more. Two of them still show roughly what a large payment
 * in between was; whoever does not want that has them sealed.
 */
export const freshBalances: TellBalances = async (accounts, circumstances) => {
  const { name: slot } = slotAt(circumstances.now, circumstances.timeZone);
  const kept = await readSnapshots(circumstances, slot);
  const missing = accounts.filter(({ accountId }) => !kept.has(accountId));
  if (missing.length === 0) return kept;
  await takeSnapshots(missing, circumstances, slot);
  // Somebody else may have been first: what was told then is told here.
  return readSnapshots(circumstances, slot);
};

async function readSnapshots(
  { database, customerId }: BalanceCircumstances,
  slot: string,
): Promise<ToldBalances> {
  const rows = await database
    .selectFrom('balance_snapshot')
    .select(['account_id', 'booked_minor', 'available_minor'])
    .where('customer_id', '=', customerId)
    .where('slot', '=', slot)
    .execute();
  return new Map(
    rows.map(row => [
      row.account_id,
      { bookedMinor: row.booked_minor, availableMinor: row.available_minor, asOfDay: null },
    ]),
  );
}

async function takeSnapshots(
  accounts: readonly ScopedAccount[],
  { database, customerId, today }: BalanceCircumstances,
  slot: string,
): Promise<void> {
  const bookedOn = await readBooked(database, customerId, accounts, today);
  const snapshots = accounts.map(account => {
    const { bookedMinor, availableMinor } = roundedBalance(bookedOn(account).bookedMinor, account);
    return {
      customer_id: customerId,
      account_id: account.accountId,
      slot,
      booked_minor: bookedMinor,
      available_minor: availableMinor,
    };
  });
  await database
    .insertInto('balance_snapshot')
    .values(snapshots)
    .onConflict(conflict => conflict.doNothing())
    .execute();
  // Those of earlier slots are never told again.
  await database
    .deleteFrom('balance_snapshot')
    .where('customer_id', '=', customerId)
    .where('slot', '<', slot)
    .execute();
}
