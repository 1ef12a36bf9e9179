/** "Have I been paid this month?" */
import { isRefusal, refuse } from '../pipeline/step.ts';
import { loadScope } from './accounts.ts';
import type { Compute } from './compute.ts';
import { readEntrySums, totalOf } from './figures.ts';
import { isAvailable } from './window.ts';

/** Money in from others: neither refunds, which take back spending, nor moves between the customer's own accounts. */
export const computeIncome: Compute<'income'> = async (question, asked) => {
  const { database, customerId, today } = asked;
  const scope = await loadScope(asked, question.account);
  if (isRefusal(scope)) return scope;
  if (!isAvailable(question.window, today)) return refuse('window_unavailable');
  const sums = await readEntrySums(database, customerId, scope.accountIds, question.window);

  return {
    question,
    currency: scope.currency,
    received: totalOf(
      sums,
      sum =>
        sum.status === 'booked' &&
        sum.direction === 'in' &&
        sum.category !== 'refund' &&
        sum.category !== 'transfer',
    ),
  };
};
