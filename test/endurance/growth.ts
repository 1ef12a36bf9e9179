/** The ledger that grows while its customer asks: batches whose sum is round, so that half a batch would be heard. */
import { Temporal } from 'temporal-polyfill';
import type { LedgerEntry } from '../../src/bank/ledger/entry.ts';

export const timeZone = 'America/New_York';
const entriesPerBatch = 40;
const amountMinor = 250;
/** What one batch adds to last month's groceries. */
export const batchMinor = entriesPerBatch * amountMinor;
export { entriesPerBatch };

/** The calendar month before this one at the bank, `YYYY-MM`. */
export const lastMonth = (): string =>
  Temporal.Now.plainDateISO(timeZone).toPlainYearMonth().subtract({ months: 1 }).toString();

/** One batch, by its number: groceries of last month. */
export function batchOf(customerId: string, batch: number): LedgerEntry[] {
  return Array.from({ length: entriesPerBatch }, (_, index): LedgerEntry => ({
    customer_id: customerId,
    account_id: 'checking',
    transaction_id: `growth-${batch}-${index}`,
    status: 'booked',
    day: `${lastMonth()}-${String(1 + (index % 28)).padStart(2, '0')}`,
    direction: 'out',
    category: 'groceries',
    amount_minor: amountMinor,
    merchant: 'Merchant that grows',
    counterparty: null,
    counterparty_account: null,
    description: 'x'.repeat(400),
  }));
}
