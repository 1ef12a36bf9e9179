import type { ScopedAccount } from '../../answers/accounts.ts';
import { k } from '../audit.ts';
import { readClosedUntil } from '../closed-books.ts';
import { dateOf, dayOf } from '../day.ts';
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
 * Rounded balances as of the close of the last day whose books are closed, told in such a way that no two of them show a
 * single payment: between any two that were ever told of an account, on whatever platform, at least `k` entries were
 * booked. Until then the one before is told again as it was, whatever the ledger says by now.
 *
 * What two of them differ by is a total like any other, so the auditor is asked as well.
 *
 * An entry that is booked late, into a day that was closed, does not count as one that was booked since, and is in the
 * balance from the next seal on.
 */
export const sealedBalances: TellBalances = async (accounts, circumstances) => {
  const { database, customerId, today, booksOpenDays } = circumstances;
  const accountIds = accounts.map(({ accountId }) => accountId);
  // Who seals next sees what is sealed here, so that of two at once there are `k` entries between them as well.
  await lockState(database, customerId);
  const day = dateOf((await readClosedUntil(database, customerId, today, booksOpenDays)) - 1);
  const seals = await readSeals(accountIds, circumstances);

  const told = new Map<string, ToldBalance>();
  for (const account of accounts) {
    const { accountId } = account;
    const ofAccount = seals.filter(seal => seal.accountId === accountId);
    const last = ofAccount.findLast(({ asOfDay }) => asOfDay < today);
    const isNew =
      (last === undefined || last.asOfDay < day) && (await maySealOn(day, account, ofAccount, circumstances));
    const seal = isNew ? await sealOn(day, account, circumstances) : last;
    if (seal === undefined) continue;
    const { bookedMinor, availableMinor, asOfDay } = seal;
    told.set(accountId, { bookedMinor, availableMinor, asOfDay });
  }
  return told;
};

/** Whether there may be a seal on a day beside those that there are; none is of that day. */
async function maySealOn(
  day: string,
  account: ScopedAccount,
  seals: readonly Seal[],
  circumstances: BalanceCircumstances,
): Promise<boolean> {
  const { database, customerId, maySeal } = circumstances;
  const earlier = seals.findLast(({ asOfDay }) => asOfDay < day);
  // There is a later one only where the bank's clock was set back.
  const later = seals.find(({ asOfDay }) => asOfDay > day);

  const spans = [
    earlier === undefined
      ? await sinceNothing(account, day, circumstances)
      : [{ from: dayAfter(earlier.asOfDay), through: day }],
    later === undefined ? [] : [{ from: dayAfter(day), through: later.asOfDay }],
  ].flat();
  for (const span of spans) {
    if ((await countBooked(database, customerId, account.accountId, span)) < k) return false;
  }
  for (const { from, through } of spans) {
    if (!(await maySeal(account.accountId, from, dayAfter(through)))) return false;
  }
  return true;
}

/**
 * The days that the first seal of an account tells of. An account that began with nothing is nothing but its entries, so
 * its balance is their total, and is weighed as one. Of any other the beginning is not known, and one balance tells of no
 * entry.
 */
async function sinceNothing(
  { accountId, openingMinor }: ScopedAccount,
  day: string,
  { database, customerId }: BalanceCircumstances,
): Promise<readonly { readonly from: string; readonly through: string }[]> {
  if (openingMinor !== 0) return [];
  const first = await database
    .selectFrom('rollup_day')
    .select('day')
    .where('customer_id', '=', customerId)
    .where('account_id', '=', accountId)
    .where('day', '<=', day)
    .orderBy('day')
    .limit(1)
    .executeTakeFirst();
  return first === undefined ? [] : [{ from: first.day, through: day }];
}

/** Oldest first. */
async function readSeals(
  accountIds: readonly string[],
  { database, customerId }: BalanceCircumstances,
): Promise<readonly Seal[]> {
  const rows = await database
    .selectFrom('balance_seal')
    .select(['account_id', 'day', 'booked_minor', 'available_minor'])
    .where('customer_id', '=', customerId)
    .where('account_id', 'in', accountIds)
    .orderBy('day')
    .execute();
  return rows.map(row => ({
    accountId: row.account_id,
    asOfDay: row.day,
    bookedMinor: row.booked_minor,
    availableMinor: row.available_minor,
  }));
}

/** Keeps the balance at the close of a day as it is told from now on. */
async function sealOn(
  day: string,
  account: ScopedAccount,
  { database, customerId }: BalanceCircumstances,
): Promise<Seal> {
  const bookedOn = await readBooked(database, customerId, [account], day);
  const { bookedMinor, availableMinor } = roundedBalance(bookedOn(account).bookedMinor, account);
  const { accountId } = account;
  await database
    .insertInto('balance_seal')
    .values({
      customer_id: customerId,
      account_id: accountId,
      day,
      booked_minor: bookedMinor,
      available_minor: availableMinor,
    })
    .execute();
  return { accountId, asOfDay: day, bookedMinor, availableMinor };
}

const dayAfter = (day: string): string => dateOf(dayOf(day) + 1);
