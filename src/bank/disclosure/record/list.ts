/** The record as its customer reads it: what was told, and how often. */
import type { Kysely } from 'kysely';
import { question, questionName, type Question, type QuestionName } from '../../../facade/contract.ts';
import type { BankSchema } from '../../database/schema.ts';
import { readCanonical } from './canonical.ts';
import { loadHead } from './head.ts';

/** An answer that was told. */
export interface ToldAnswer {
  readonly sequence: number;
  readonly platform: string;
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  /** Null where this version of the program does not know the question any more. */
  readonly told: Question | null;
  /** Null where it is the same. */
  readonly asked: Question | null;
  /** As the record keeps it: `about`, `fresh`, ... */
  readonly precision: string | null;
}

/** @param before the sequence of the last one that was shown; null: from the newest */
export async function listTold(
  database: Kysely<BankSchema>,
  customerId: string,
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<ToldAnswer[]> {
  let rows = database
    .selectFrom('disclosure')
    .select(['sequence', 'platform', 'answered_at', 'asked', 'told', 'precision'])
    .where('customer_id', '=', customerId)
    .orderBy('sequence', 'desc')
    .limit(limit);
  if (before !== null) rows = rows.where('sequence', '<', before);
  return (await rows.execute()).map(row => ({
    sequence: row.sequence,
    platform: row.platform,
    at: row.answered_at,
    told: readQuestion(row.told),
    asked: row.asked === row.told ? null : readQuestion(row.asked),
    precision: row.precision,
  }));
}

function readQuestion(text: string): Question | null {
  const parsed = question.safeParse(readCanonical(text));
  return parsed.success ? parsed.data : null;
}

/** How many answers of a customer are on record: the end of the chain tells. */
export async function countAnswers(database: Kysely<BankSchema>, customerId: string): Promise<number> {
  return (await loadHead(database, customerId))?.sequence ?? 0;
}

/** How often a platform was told something, by kind of question, and when the last time. */
export interface ToldCount {
  readonly kind: QuestionName;
  readonly count: number;
  readonly lastAt: number;
}

/**
 * Counts what a platform was told since an instant, over all its links with the customer.
 *
 * @param since milliseconds since 1970 UTC
 */
export async function countTold(
  database: Kysely<BankSchema>,
  { customerId, platform, since }: { customerId: string; platform: string; since: number },
): Promise<ToldCount[]> {
  const rows = await database
    .selectFrom('disclosure')
    .select(({ fn }) => [
      'kind',
      fn.countAll<number>().as('count'),
      fn.max<number>('answered_at').as('lastAt'),
    ])
    .where('customer_id', '=', customerId)
    .where('platform', '=', platform)
    .where('answered_at', '>=', since)
    .groupBy('kind')
    .execute();
  return rows.flatMap(({ kind, ...row }) => {
    const known = questionName.safeParse(kind);
    return known.success ? [{ kind: known.data, ...row }] : [];
  });
}
