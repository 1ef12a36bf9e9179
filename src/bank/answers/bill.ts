/** "When is my credit card bill due?" */
import { Temporal } from 'temporal-polyfill';
import type { CardStatementTable } from '../database/schema.ts';
import { isRefusal } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import type { Asked, Compute } from './compute.ts';
import { readEntrySums, totalOf } from './figures.ts';

/**
 * The last statement of each card, and whether what was paid since covers it.
 *
 * A customer whose balances are sealed hears no amount: a statement's balance is one more balance, on a day that the
 * seal has not weighed.
 */
export const computeBill: Compute<'bill'> = async (question, asked) => {
  const cards = await loadAccounts(asked, 'credit-card');
  if (isRefusal(cards)) return { question, cards: [] };
  const statements = await loadLastStatements(
    asked,
    cards.map(({ accountId }) => accountId),
  );
  const paidSince: number[] = [];
  // One after the other: they share the connection of the answer's transaction.
  for (const statement of statements) paidSince.push(await loadPaidSince(asked, statement));
  const areAmountsTold = asked.consent.precision.balances !== 'sealed';

  return {
    question,
    cards: cards.map(({ accountId, nickname, currency }) => {
      const place = statements.findIndex(({ account_id }) => account_id === accountId);
      const statement = statements[place];
      if (statement === undefined) return { nickname, currency, statement: null };
      const { due_on: dueOn, balance_minor: balanceMinor, minimum_minor: minimumMinor } = statement;
      return {
        nickname,
        currency,
        statement: {
          dueOn,
          paid: (paidSince[place] ?? 0) >= balanceMinor,
          amounts: areAmountsTold ? { balanceMinor, minimumMinor } : null,
        },
      };
    }),
  };
};

/** At most one for each account. */
const loadLastStatements = (
  { database, customerId, today }: Asked,
  accountIds: readonly string[],
): Promise<CardStatementTable[]> =>
  database
    .selectFrom('card_statement as statement')
    .selectAll()
    .where('customer_id', '=', customerId)
    .where('account_id', 'in', accountIds)
    .where('closed_on', '=', row =>
      row
        .selectFrom('card_statement as latest')
        .select(({ fn }) => fn.max('latest.closed_on').as('closed_on'))
        .whereRef('latest.customer_id', '=', 'statement.customer_id')
        .whereRef('latest.account_id', '=', 'statement.account_id')
        .where('latest.closed_on', '<=', today),
    )
    .execute();

/** What came onto the card after the statement; what was taken back to a shop is no payment. */
async function loadPaidSince(
  { database, customerId, today }: Asked,
  { account_id, closed_on }: CardStatementTable,
): Promise<number> {
  if (closed_on >= today) return 0;
  const from = Temporal.PlainDate.from(closed_on).add({ days: 1 }).toString();
  const sums = await readEntrySums(database, customerId, [account_id], { from, through: today });
  return totalOf(
    sums,
    ({ status, direction, category }) => status === 'booked' && direction === 'in' && category !== 'refund',
  ).sumMinor;
}
