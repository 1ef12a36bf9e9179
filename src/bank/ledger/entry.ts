/** Entries of the ledger as they come in. */
import type { TransactionTable } from '../database/schema.ts';

/** One transaction of one account: what its source says, before the bank has decided whether it is new. */
export type LedgerEntry = Readonly<TransactionTable>;

/** Which transaction: the source's own id is unique within an account. */
export type EntryKey = Pick<LedgerEntry, 'customer_id' | 'account_id' | 'transaction_id'>;

/** The key as text; ids may hold any character, so they are quoted. */
export const keyOf = (entry: EntryKey): string =>
  JSON.stringify([entry.customer_id, entry.account_id, entry.transaction_id]);

/** What about an entry may never change once it is booked: a figure that was told would become wrong. */
const fixed = ['day', 'direction', 'amount_minor'] as const;
export type FixedField = (typeof fixed)[number];

/** In which of them two entries with the same id differ. */
export const differences = (before: LedgerEntry, now: LedgerEntry): readonly FixedField[] =>
  fixed.filter(field => before[field] !== now[field]);
