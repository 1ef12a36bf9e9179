/** "How much did I spend on groceries last month?" */
import { isSpending } from '../ledger/category.ts';
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadScope } from './accounts.ts';
import { comparisonWindow } from './comparison-window.ts';
import type { Compute } from './compute.ts';
import { readEntrySums, totalOf } from './figures.ts';
import { isAvailable } from './window.ts';

/** What was spent in a category, or in all of them, and in the window that one would compare it with. */
export const computeSpending: Compute<'spending'> = async (question, asked) => {
  const { database, customerId, today } = asked;
  const scope = await loadScope(asked, question.account);
  if (isRefusal(scope)) return scope;
  if (!isAvailable(question.window, today)) return refuse('window_unavailable');
  const before = comparisonWindow(question.window);
  const [sums, sumsBefore] = [
    await readEntrySums(database, customerId, scope.accountIds, question.window),
    await readEntrySums(database, customerId, scope.accountIds, before),
  ];

  const spent = (of: typeof sums) =>
    totalOf(
      of,
      sum =>
        sum.status === 'booked' &&
        sum.direction === 'out' &&
        (question.category === undefined ? isSpending(sum.category) : sum.category === question.category),
    );
  return {
    question,
    currency: scope.currency,
    spent: spent(sums),
    before: { window: before, spent: spent(sumsBefore) },
  };
};
