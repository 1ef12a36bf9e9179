/** "When is my credit card bill due?" */
import { Temporal } from 'temporal-polyfill';
import type { CardStatementTable } from '../database/schema.ts';
import type { FiguresOf } from '../pipeline/facts.ts';
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
  const told: Card[] = [];
  // One after the other: they share the connection of the answer's transaction.
  for (const { accountId, nickname, currency } of cards) {
    const statement = statements.find(({ account_id }) => account_id === accountId);
    told.push({ nickname, currency, statement: statement ? await tellStatement(asked, statement) : null });
  }
  return { question, cards: told };
};

type Card = FiguresOf<'bill'>['cards'][number];

async function tellStatement(asked: Asked, statement: CardStatementTable): Promise<Card['statement']> {
  const { due_on: dueOn, balance_minor: balanceMinor, minimum_minor: minimumMinor } = statement;
  return {
    dueOn,
    paid: (await loadPaidSince(asked, statement)) >= balanceMinor,
    amounts: asked.consent.precision.balances === 'sealed' ? null : { balanceMinor, minimumMinor },
  };
}

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
