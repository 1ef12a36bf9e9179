/** What a stack looks up of the one customer whose money it is about. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../bank/database/schema.ts';
import { StackError } from './stack-error.ts';

/** As many customers are named to somebody who named one that does not exist. */
const namedCustomers = 5;

/** @throws StackError with who there is instead */
export async function findCustomer(
  database: Kysely<BankSchema>,
  id: string,
): Promise<{ readonly id: string; readonly name: string }> {
  const found = await database
    .selectFrom('customer')
    .where('customer_id', '=', id)
    .select('name')
    .executeTakeFirst();
  if (found !== undefined) return { id, name: found.name };
  const rows = await database
    .selectFrom('customer')
    .select('customer_id as id')
    .orderBy('customer_id')
    .limit(namedCustomers)
    .execute();
  const { count } = await database
    .selectFrom('customer')
    .select(all => all.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  const more = Number(count) - rows.length;
  const names = rows.map(row => row.id).join(', ');
  throw new StackError(
    'unknown_customer',
    `There is no customer "${id}" at the bank. There is: ${names}${more > 0 ? ` and ${more} more` : ''}. Name one with --customer; "npm run bank -- customers" lists all.`,
  );
}

export async function countTransactionsOf(database: Kysely<BankSchema>, customerId: string): Promise<number> {
  const { count } = await database
    .selectFrom('ledger_transaction')
    .where('customer_id', '=', customerId)
    .select(all => all.fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}
