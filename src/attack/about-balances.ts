/** Balances under *about*: the rules of `bank/disclosure/balances`, over a ledger in memory. */
import { k } from '../bank/disclosure/audit.ts';
import { slotAt } from '../bank/disclosure/balances/index.ts';
import { allowSeal, type Day } from '../bank/disclosure/index.ts';
import { roundBalance } from '../bank/pipeline/round.ts';
import { Balance, entryOf } from './balance.ts';
import { transactionAt, type Account, type Household, type Minute } from './household.ts';
import type { LedgerInMemory } from './ledger-in-memory.ts';
import { boundsAfter } from './rounded.ts';
import type { Entry, Told } from './told.ts';

/** How balances are told; where they are not told at all, see `Told.withoutBalances`. */
export type BalancesTold = 'fresh' | 'sealed';

/** Tells the balances of some accounts at an instant; whether there was one to tell. */
type TellBalances = (accountIds: readonly string[], at: Minute) => Promise<boolean>;

type MakeTellBalances = (household: Household, ledger: LedgerInMemory, told: Told) => TellBalances;

const roundedBalance = boundsAfter(roundBalance);

/** Four times a day, taken when it is first asked for and kept until the next quarter of the day (`fresh.ts`). */
const fresh: MakeTellBalances = (household, _ledger, told) => {
  const accounts = household.accounts.map(account => ({
    ...account,
    balance: new Balance(household, account.accountId, ({ bookedAt }) => bookedAt),
  }));
  const slots = new Map<string, string>();
  return (accountIds, at) => {
    // A minute is of the bank's own clock, so no time zone may move it.
    const { name: slot } = slotAt(at * 60_000, 'UTC');
    for (const { balance, ...account } of accounts) {
      const { accountId, openingMinor } = account;
      if (!accountIds.includes(accountId) || slots.get(accountId) === slot) continue;
      slots.set(accountId, slot);
      const { entries, changeMinor } = balance.at(at);
      const trueMinor = openingMinor + changeMinor;
      told.balance(accountId, entries, trueMinor, roundedBalance(trueMinor, household.currency), account);
    }
    return Promise.resolve(true);
  };
};

/**
 * The balance at the close of the last day whose books are closed, when at least k entries were booked since the last
 * one and the auditor agrees (`sealed.ts`).
 */
const sealed: MakeTellBalances = (household, ledger, told) => {
  const sealedUntil = new Map<string, Day>();
  const { transactions } = household;
  const bookedBefore = (accountId: string, day: Day, at: Minute): number[] =>
    transactions.flatMap((transaction, index) =>
      transaction.accountId === accountId && transaction.day < day && transaction.bookedAt <= at
        ? [index]
        : [],
    );

  const seal = async (account: Account, until: Day, at: Minute): Promise<void> => {
    const { accountId, openingMinor } = account;
    const before = sealedUntil.get(accountId);
    if (before !== undefined && before >= until) return;
    const booked = bookedBefore(accountId, until, at);
    // An account that began with nothing is nothing but its entries.
    const first = account.beganEmpty ? booked.at(0) : undefined;
    const from = before ?? (first === undefined ? undefined : transactionAt(transactions, first).day);
    if (from !== undefined) {
      const since = booked.filter(index => transactionAt(transactions, index).day >= from);
      if (since.length < k) return;
      const allowed = await allowSeal(ledger.state, accountId, { from, until }, ledger.reader(at));
      if (allowed === null) return;
      ledger.keep(allowed.state, at);
    }
    sealedUntil.set(accountId, until);
    const entries = booked.map((index): Entry => entryOf(transactions, index));
    const trueMinor = entries.reduce(
      (sum, { index, sign }) => sum + sign * transactionAt(transactions, index).amountMinor,
      openingMinor,
    );
    told.balance(accountId, entries, trueMinor, roundedBalance(trueMinor, household.currency), account);
  };

  return async (accountIds, at) => {
    const until = ledger.closedUntil(at);
    for (const account of household.accounts) {
      if (accountIds.includes(account.accountId)) await seal(account, until, at);
    }
    return accountIds.some(accountId => sealedUntil.has(accountId));
  };
};

export const aboutBalances: Readonly<Record<BalancesTold, MakeTellBalances>> = {
  fresh,
  sealed,
};
