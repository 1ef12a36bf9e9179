import { readBooked } from './booked.ts';
import type { TellBalances } from './told-balance.ts';

/**
 * Balances to the minor unit as they are now. Available is what can be spent: booked, with a card's limit, less what is
 * pending out. Pending money in is not there yet.
 *
 * Two of them tell what was booked between them, to the cent; the customer chose that, and the page said so.
 */
export const exactBalances: TellBalances = async (accounts, { database, customerId, today }) => {
  const bookedOn = await readBooked(database, customerId, accounts, today);
  return new Map(
    accounts.map(account => {
      const { bookedMinor, pendingOutMinor } = bookedOn(account);
      const availableMinor = account.creditLimitMinor + bookedMinor - pendingOutMinor;
      return [account.accountId, { bookedMinor, availableMinor, asOfDay: null }];
    }),
  );
};
