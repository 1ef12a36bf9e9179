/** What an OFX transaction was for: by the merchant's category code where the file has it, else by its type. */
import type { Direction } from '../database/schema.ts';
import type { LedgerCategory } from '../ledger/category.ts';

/** Ranges of merchant category codes (ISO 18245), both ends included; the first that fits counts. */
const byMerchantCode: readonly (readonly [first: number, last: number, LedgerCategory])[] = [
  [3000, 3999, 'travel'],
  [4011, 4011, 'transport'],
  [4111, 4131, 'transport'],
  [4411, 4411, 'travel'],
  [4511, 4511, 'travel'],
  [4722, 4722, 'travel'],
  [4784, 4784, 'transport'],
  [4812, 4899, 'utilities'],
  [4900, 4900, 'utilities'],
  [5411, 5499, 'groceries'],
  [5541, 5542, 'transport'],
  [5811, 5814, 'dining'],
  [5912, 5912, 'health'],
  [5968, 5968, 'subscriptions'],
  [5200, 5999, 'shopping'],
  [6010, 6011, 'cash'],
  [6300, 6399, 'insurance'],
  [6513, 6513, 'housing'],
  [7011, 7012, 'travel'],
  [7512, 7519, 'travel'],
  [7523, 7542, 'transport'],
  [7800, 7999, 'entertainment'],
  [8011, 8099, 'health'],
  [8211, 8299, 'education'],
];

/** OFX 2.3, section 11.4.4.3: transaction types. Blank: by direction alone. */
const byType: Readonly<Record<string, Readonly<Partial<Record<Direction, LedgerCategory>>>>> = {
  INT: { in: 'interest', out: 'fees' },
  FEE: { in: 'refund', out: 'fees' },
  SRVCHG: { in: 'refund', out: 'fees' },
  ATM: { out: 'cash' },
  CASH: { out: 'cash' },
  DIRECTDEP: { in: 'salary' },
  XFER: { in: 'transfer', out: 'transfer' },
};

/** On a credit card, money in is what the customer pays off, or a merchant gives back. */
const onCreditCard: typeof byType = {
  ...byType,
  PAYMENT: { in: 'transfer' },
  DIRECTDEBIT: { in: 'transfer' },
  CREDIT: { in: 'refund' },
};

export function ofxCategory(
  { type, merchantCode }: { type: string; merchantCode: string },
  direction: Direction,
  isCreditCard: boolean,
): LedgerCategory {
  const table = isCreditCard ? onCreditCard : byType;
  const typed = Object.hasOwn(table, type) ? table[type]?.[direction] : undefined;
  const code = /^\d{3,4}$/.test(merchantCode) ? Number(merchantCode) : undefined;
  if (code !== undefined && typed !== 'transfer') {
    const category = byMerchantCode.find(([first, last]) => code >= first && code <= last)?.[2];
    if (category !== undefined) return direction === 'out' ? category : 'refund';
  }
  return typed ?? (direction === 'out' ? 'other' : isCreditCard ? 'refund' : 'other-income');
}
