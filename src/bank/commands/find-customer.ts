import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { UsageError } from './command.ts';

/** @throws UsageError when there is no such customer. */
export async function findCustomer(database: Kysely<BankSchema>, customerId: string): Promise<void> {
  const found = await database
    .selectFrom('customer')
    .select('customer_id')
    .where('customer_id', '=', customerId)
    .executeTakeFirst();
  if (found === undefined) {
    throw new UsageError(
      `There is no customer "${customerId}". \`bank customers\` lists those that there are.`,
    );
  }
}
