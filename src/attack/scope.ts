/** What a question is about: which accounts, and which days. */
import { comparisonWindow } from '../bank/answers/comparison-window.ts';
import type { Window } from '../bank/disclosure/day.ts';
import { daysOf } from '../bank/disclosure/index.ts';
import type { AccountKind, DateWindow } from '../facade/contract.ts';
import type { Household } from './household.ts';

/** The accounts of a kind, or all of them. */
export const accountsOf = ({ accounts }: Household, kind: AccountKind | undefined): string[] =>
  accounts.filter(account => kind === undefined || account.kind === kind).map(({ accountId }) => accountId);

/** By window: the calendar is slow, and all customers are asked about the same days. */
const compared = new Map<string, Window>();

/** The window that spending in a window is compared with. */
export function comparedWith(window: DateWindow): Window {
  const key = `${window.from} ${window.through}`;
  let before = compared.get(key);
  if (before === undefined) {
    before = daysOf(comparisonWindow(window));
    compared.set(key, before);
  }
  return before;
}
