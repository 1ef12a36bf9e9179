import { Temporal } from 'temporal-polyfill';
import type { ScopedAccount } from '../../answers/accounts.ts';
import { k } from '../audit.ts';
import { lockState } from '../memory.ts';
import { countBooked, readBooked } from './booked.ts';
import {
  roundedBalance,
  type BalanceCircumstances,
  type TellBalances,
  type ToldBalance,
} from './told-balance.ts';

/** A balance as it was told: the booked one at the close of a day. It is never changed, and never forgotten. */
interface Seal extends ToldBalance {
  readonly accountId: string;
  readonly asOfDay: string;
}

/**
 * Rounded balances as of the close of a day, yesterday at the latest, told in such a way that no two of them show a
 * single payment: between any two that were ever told of an account, on whatever platform, at least `k` entries were
 * booked. Until then the one before is told again as it was, whatever the ledger says by now.
 *
 * What two of them differ by is a total like any other, so the auditor is asked as well.
 *
 * An entry that is booked late, into a day that is closed, does not count as one that was booked since, and is in the
 * balance from the next seal on.
 */
export const sealedBalances: TellBalances = async (accounts, circumstances) => {
  const { database, customerId, today } = circumstances;
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
  // Who seals next sees what is sealed here, so that of two at once there are `k` entries between them as well.
  await lockState(database, customerId);
  const before = await readSeals(accounts, circumstances);
  const due: ScopedAccount[] = [];
  for (const account of accounts) {
    const ofAccount = before.filter(({ accountId }) => accountId === account.accountId);
    if (await maySealOn(yesterday, account, ofAccount, circumstances)) due.push(account);
  }
  await addSeals(due, yesterday, circumstances);

  const seals = due.length === 0 ? before : await readSeals(accounts, circumstances);
  // In order of their days: of each account the last one that is over stays.
  return new Map(
    seals.filter(({ asOfDay }) => asOfDay <= yesterday).map(({ accountId, ...seal }) => [accountId, seal]),
  );
};

/** Whether there may be a seal on a day, with those that there are. */
async function maySealOn(
  day: string,
  account: ScopedAccount,
  seals: readonly Seal[],
  circumstances: BalanceCircumstances,
): Promise<boolean> {
  const { database, customerId, maySeal } = circumstances;
  if (seals.some(({ asOfDay }) => asOfDay === day)) return false;
  const earlier = seals.findLast(({ asOfDay }) => asOfDay < day);
  // There is one only where the bank's clock was set back.
  const later = seals.find(({ asOfDay }) => asOfDay > day);
  if (earlier === undefined && !(await hidesBeginning(account, day, circumstances))) return false;

  const spans = [
    ...(earlier === undefined ? [] : [{ from: dayAfter(earlier.asOfDay), through: day }]),
    ...(later === undefined ? [] : [{ from: dayAfter(day), through: later.asOfDay }]),
  ];
  for (const span of spans) {
    if ((await countBooked(database, customerId, account.accountId, span)) < k) return false;
  }
  for (const { from, through } of spans) {
    if (!(await maySeal(account.accountId, from, dayAfter(through)))) return false;
  }
  return true;
}

/**
 * Whether the first seal of an account tells none of its entries: an account that began with nothing is nothing but
 * its entries, so there have to be enough of them, or none.
 */
async function hidesBeginning(
  account: ScopedAccount,
  day: string,
  { database, customerId }: BalanceCircumstances,
): Promise<boolean> {
  if (account.openingMinor !== 0) return true;
  const { count } = (await readBooked(database, customerId, [account], day))(account);
  return count === 0 || count >= k;
}

async function readSeals(
  accounts: readonly ScopedAccount[],
  { database, customerId }: BalanceCircumstances,
): Promise<readonly Seal[]> {
  const rows = await database
    .selectFrom('balance_seal')
    .select(['account_id', 'day', 'booked_minor', 'available_minor'])
    .where('customer_id', '=', customerId)
    .where(
      'account_id',
      'in',
      accounts.map(({ accountId }) => accountId),
    )
    .orderBy('day')
    .execute();
  return rows.map(row => ({
    accountId: row.account_id,
    asOfDay: row.day,
    bookedMinor: row.booked_minor,
    availableMinor: row.available_minor,
  }));
}

async function addSeals(
  accounts: readonly ScopedAccount[],
  day: string,
  { database, customerId }: BalanceCircumstances,
): Promise<void> {
  if (accounts.length === 0) return;
  const bookedOn = await readBooked(database, customerId, accounts, day);
  const seals = accounts.map(account => {
    const { bookedMinor, availableMinor } = roundedBalance(bookedOn(account).bookedMinor, account);
    return {
      customer_id: customerId,
      account_id: account.accountId,
      day,
      booked_minor: bookedMinor,
      available_minor: availableMinor,
    };
  });
  await database
    .insertInto('balance_seal')
    .values(seals)
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

const dayAfter = (day: string): string => Temporal.PlainDate.from(day).add({ days: 1 }).toString();
