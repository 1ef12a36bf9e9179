/** The auditor's word on a sealed balance. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { MaySeal } from './balances/index.ts';
import { dayOf, type Window } from './day.ts';
import { allowWindow, type Allowed } from './decide.ts';
import type { ReadFigures } from './intervals.ts';
import { lockState, saveState } from './memory.ts';
import { figureReader } from './read-figures.ts';
import type { DisclosureState } from './state.ts';

/**
 * Two sealed balances of an account differ by what was booked in between: a total of a series of its own, which is
 * judged with all the others.
 *
 * @returns Null where it is not safe.
 */
export function allowSeal(
  state: DisclosureState,
  accountId: string,
  between: Window,
  read: ReadFigures,
): Promise<Allowed | null> {
  return allowWindow(state, { kind: 'balance', category: null, accountIds: [accountId] }, between, read);
}

/** The same for a customer in the database; what is allowed is remembered. */
export function sealAuditor(transaction: Kysely<BankSchema>, customerId: string): MaySeal {
  return async (accountId, fromDay, untilDay) => {
    const before = await lockState(transaction, customerId);
    const between = { from: dayOf(fromDay), until: dayOf(untilDay) };
    const allowed = await allowSeal(before, accountId, between, figureReader(transaction, customerId));
    if (allowed === null) return false;
    if (allowed.state !== before) await saveState(transaction, customerId, allowed.state);
    return true;
  };
}
