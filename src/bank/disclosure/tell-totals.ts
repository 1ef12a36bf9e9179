/** Tells totals under `about`, and remembers what has been told. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { isSameWindow, type Day } from './day.ts';
import { closed } from './ladder.ts';
import { lockState, recallMoved, rememberMoved, saveState } from './memory.ts';
import { figureReader } from './read-figures.ts';
import {
  daysOf,
  decideTotals,
  seriesOf,
  type TotalsFigures,
  type TotalsQuestion,
  type TotalsScope,
} from './totals.ts';

/**
 * The figures of a question in the nearest window that is safe to tell. What a customer's links on all platforms have
 * told is remembered together, and decided on one question after the other.
 *
 * @param transaction the answer's own: what is remembered is undone where the answer is not given
 * @param closedUntil the first day whose books are still open
 * @returns Unrounded, with the question as it is answered; null where no window nearby is safe.
 */
export async function tellTotals(
  question: TotalsQuestion,
  scope: TotalsScope,
  {
    transaction,
    customerId,
    closedUntil,
  }: { readonly transaction: Kysely<BankSchema>; readonly customerId: string; readonly closedUntil: Day },
): Promise<TotalsFigures | null> {
  const before = await lockState(transaction, customerId);
  const series = seriesOf(question, scope);
  const asked = closed(daysOf(question.window), closedUntil);
  const recalled = await recallMoved(transaction, customerId, series, asked);
  const read = figureReader(transaction, customerId);
  const decided = await decideTotals(before, question, scope, { asked, recalled, closedUntil }, read);
  if (decided === null) return null;

  const { figures, window, state } = decided;
  if (state !== before) await saveState(transaction, customerId, state);
  if (recalled === null && !isSameWindow(window, asked)) {
    await rememberMoved(transaction, customerId, series, { asked, told: window });
  }
  return figures;
}
