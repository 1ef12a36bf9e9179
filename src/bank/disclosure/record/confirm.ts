/** Whether an answer that somebody has kept is what the bank has told. */
import type { Kysely } from 'kysely';
import type { Answer } from '../../../facade/contract.ts';
import type { BankSchema } from '../../database/schema.ts';
import type { Json } from './canonical.ts';
import { opensTo } from './commitment.ts';
import type { RecordKeys } from './keys.ts';

/** `not-committed`: of before there were commitments; that it was told is on record, its figures are not. */
export type Confirmation =
  | { readonly outcome: 'told' | 'told-otherwise' | 'not-committed'; readonly sequence: number }
  | { readonly outcome: 'not-on-record' };

/**
 * @param keys those under which it was told; a commitment is opened with the secret of its time
 * @param answer as it left the bank
 */
export async function confirmAnswer(
  database: Kysely<BankSchema>,
  keys: RecordKeys,
  customerId: string,
  answer: Answer,
): Promise<Confirmation> {
  const row = await database
    .selectFrom('disclosure')
    .select(['sequence', 'nonce', 'commitment'])
    .where('customer_id', '=', customerId)
    .where('answer_id', '=', answer.answerId)
    .executeTakeFirst();
  if (row === undefined) return { outcome: 'not-on-record' };
  const { sequence, nonce, commitment } = row;
  if (nonce === null || commitment === null) return { outcome: 'not-committed', sequence };
  const isTold = opensTo(keys, { nonce, commitment }, figuresOf(answer));
  return { outcome: isTold ? 'told' : 'told-otherwise', sequence };
}

/** What the pipeline had before it added an id, a time and a precision (`pipeline/compose-answer.ts`). */
function figuresOf(answer: Answer): Json {
  // What is shared says of precisions itself.
  const added = answer.question.name === 'sharing' ? ['answerId', 'asOf'] : ['answerId', 'asOf', 'precision'];
  return Object.fromEntries(Object.entries<Json>({ ...answer }).filter(([name]) => !added.includes(name)));
}
