/** What an entry of the ledger was for, as the bank sorts it. */
import { spendingCategories, type SpendingCategory } from '../../facade/contract.ts';

/** Money in from others. `refund` takes back spending and is no income. */
const incomeCategories = ['salary', 'interest', 'benefit', 'other-income'] as const;

/** `transfer` moves money between the customer's own accounts (a card payment too): neither spending nor income. */
export const ledgerCategories = [...spendingCategories, ...incomeCategories, 'refund', 'transfer'] as const;
export type LedgerCategory = (typeof ledgerCategories)[number];

const spending: ReadonlySet<string> = new Set(spendingCategories);

/** Whether an entry counts as spending. */
export function isSpending(category: LedgerCategory): category is SpendingCategory {
  return spending.has(category);
}
