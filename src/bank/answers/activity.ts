/** "What are my recent transactions?" */
import { spendingCategories } from '../../facade/contract.ts';
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadScope } from './accounts.ts';
import type { Compute } from './compute.ts';
import { readEntrySums, totalOf, type EntrySum } from './figures.ts';
import { isAvailable } from './window.ts';

/** What went out and came in; refunds came in. Moves between the customer's own accounts are neither. */
export const computeActivity: Compute<'activity'> = async (question, asked) => {
  const { database, customerId, today } = asked;
  const scope = await loadScope(asked, question.account);
  if (isRefusal(scope)) return scope;
  if (!isAvailable(question.window, today)) return refuse('window_unavailable');
  const sums = (await readEntrySums(database, customerId, scope.accountIds, question.window)).filter(
    sum => sum.category !== 'transfer',
  );

  const moneyOut = totalOf(sums, sum => sum.status === 'booked' && sum.direction === 'out');
  return {
    question,
    currency: scope.currency,
    moneyOut,
    moneyIn: totalOf(sums, sum => sum.status === 'booked' && sum.direction === 'in'),
    largestCategory: largestCategory(sums, moneyOut.sumMinor),
    pendingCount: totalOf(sums, sum => sum.status === 'pending').count,
  };
};

/** The category on which most was spent; of equal ones the first in the contract's order, so that it is always the same. */
function largestCategory(sums: readonly EntrySum[], moneyOutMinor: number) {
  const [largest] = spendingCategories
    .map(category => ({
      category,
      sumMinor: totalOf(
        sums,
        sum => sum.status === 'booked' && sum.direction === 'out' && sum.category === category,
      ).sumMinor,
    }))
    .toSorted((one, other) => other.sumMinor - one.sumMinor);
  if (largest === undefined || largest.sumMinor === 0) return null;
  return {
    category: largest.category,
    sharePercent: Math.round((100 * largest.sumMinor) / moneyOutMinor),
  };
}
