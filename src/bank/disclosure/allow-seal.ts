/** The auditor's word on a sealed balance. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { MaySeal } from './balances/index.ts';
import { dayOf } from './day.ts';
import { allowWindow } from './decide.ts';
import { lockState, saveState } from './memory.ts';
import { figureReader } from './read-figures.ts';
import type { Series } from './series.ts';

/**
 * Two sealed balances of an account differ by what was booked in between: a total of a series of its own, which is
 * judged with all the others, and remembered when it is allowed.
 */
export function sealAuditor(transaction: Kysely<BankSchema>, customerId: string): MaySeal {
  return async (accountId, fromDay, untilDay) => {
    const before = await lockState(transaction, customerId);
    const series: Series = { kind: 'balance', category: null, accountIds: [accountId] };
    const window = { from: dayOf(fromDay), until: dayOf(untilDay) };
    const allowed = await allowWindow(before, series, window, figureReader(transaction, customerId));
    if (allowed === null) return false;
    if (allowed.state !== before) await saveState(transaction, customerId, allowed.state);
    return true;
  };
}
