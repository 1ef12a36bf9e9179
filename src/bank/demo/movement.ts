/** One entry of a demo account, before it is written to the ledger. */
import type { Direction } from '../database/schema.ts';
import type { LedgerCategory } from '../ledger/category.ts';
import type { Counterparty, DemoAccount } from './household.ts';

export interface Movement {
  readonly account: DemoAccount;
  /** `YYYY-MM-DD`. */
  readonly day: string;
  /** What for; with the day it names the entry, so it occurs once a day and account. */
  readonly purpose: string;
  readonly direction: Direction;
  readonly category: LedgerCategory;
  readonly amountMinor: number;
  /** Paid by card: it is pending for two days. */
  readonly byCard?: boolean;
  readonly merchant?: string;
  readonly from?: Counterparty;
}

/** What it does to the balance. */
export const signedMinor = ({
  direction,
  amountMinor,
}: Pick<Movement, 'direction' | 'amountMinor'>): number => (direction === 'in' ? amountMinor : -amountMinor);

/** Money from one of her accounts to another: both legs. */
export const transfer = (
  day: string,
  purpose: string,
  [from, to]: readonly [DemoAccount, DemoAccount],
  amountMinor: number,
): Movement[] => [
  { account: from, day, purpose, direction: 'out', category: 'transfer', amountMinor },
  { account: to, day, purpose, direction: 'in', category: 'transfer', amountMinor },
];
