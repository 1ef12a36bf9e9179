/** "What's my balance?" */
import { isRefusal } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import type { Compute } from './compute.ts';
import { readEntrySums, totalOf, type EntrySum } from './figures.ts';

/**
 * Booked is the opening balance and every booked entry through today. Available is what can be spent: booked, with
 * a card's limit, less what is pending out. Pending money in is not there yet.
 */
export const computeBalance: Compute<'balance'> = async (question, asked) => {
  const { database, customerId, today } = asked;
  const accounts = await loadAccounts(asked, question.account);
  if (isRefusal(accounts)) return accounts;
  const accountIds = accounts.map(account => account.accountId);
  const sums = await readEntrySums(database, customerId, accountIds, { from: null, through: today });

  return {
    question,
    accounts: accounts.map(account => {
      const sum = (status: EntrySum['status'], direction: EntrySum['direction']): number =>
        totalOf(
          sums,
          entry =>
            entry.accountId === account.accountId && entry.status === status && entry.direction === direction,
        ).sumMinor;
      const bookedMinor = account.openingMinor + sum('booked', 'in') - sum('booked', 'out');
      return {
        kind: account.kind,
        nickname: account.nickname,
        currency: account.currency,
        bookedMinor,
        availableMinor: account.creditLimitMinor + bookedMinor - sum('pending', 'out'),
        asOfDay: null,
      };
    }),
  };
};
