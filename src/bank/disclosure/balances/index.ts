/** How balances are told, one line for each precision that a customer may choose. */
import type { BalancePrecision } from '../../../facade/contract.ts';
import { exactBalances } from './exact.ts';
import { freshBalances } from './fresh.ts';
import { sealedBalances } from './sealed.ts';
import type { TellBalances } from './told-balance.ts';

export { slotAt } from './slot.ts';
export type { MaySeal } from './told-balance.ts';

export const tellBalances: Readonly<Record<BalancePrecision, TellBalances>> = {
  fresh: freshBalances,
  sealed: sealedBalances,
  exact: exactBalances,
};
