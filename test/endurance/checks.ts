/** What has to hold after a round, whatever went wrong in it. */
import { sql, type Kysely } from 'kysely';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { deadlineMs, type Turn } from './caller.ts';
import type { Truth } from './customers.ts';
import { batchMinor, entriesPerBatch } from './growth.ts';

/** How far the growing ledger had come when a turn began, and how far it can have come when it was over. */
export interface Growth {
  readonly acknowledged: number;
  readonly tried: number;
}

export interface HeardTurn extends Turn {
  readonly customerId: string;
  readonly growth: Growth | null;
}

/** What is wrong with the turns, in words; nothing where all is well. */
export function turnProblems(turns: readonly HeardTurn[], truth: Truth): string[] {
  const problems: string[] = [];
  for (const turn of turns) {
    if (turn.speech === null || turn.ms > deadlineMs) {
      problems.push(`a turn was not answered within ${deadlineMs} ms: ${turn.ms.toFixed(0)} ms`);
    }
    if (turn.amountMinor !== null && !isTrue(turn, truth)) {
      problems.push(`a wrong number was spoken (${turn.asked ?? 'nothing asked'}): ${turn.speech ?? ''}`);
    }
  }
  return problems;
}

/** Questions that were not told an amount, in words: where nothing breaks, every one is. */
export function untoldProblems(turns: readonly HeardTurn[]): string[] {
  const asked = turns.filter(turn => turn.asked !== null && !turn.isAskedBack);
  const untold = asked.filter(({ amountMinor }) => amountMinor === null);
  const [first] = untold;
  if (asked.length === 0) return ['nobody asked anything'];
  return first === undefined
    ? []
    : [
        `${untold.length} of ${asked.length} questions were not told an amount, as one of ${first.asked ?? 'nothing'}: ${first.speech ?? 'silence'}`,
      ];
}

/** Whether what was spoken was so at some time between the question and the answer. */
function isTrue({ asked, amountMinor, growth }: HeardTurn, truth: Truth): boolean {
  if (asked === null || amountMinor === null) return false;
  const more = (asked === 'checking' ? -1 : 1) * (amountMinor - truth[asked]);
  if (more === 0 && (growth === null || growth.acknowledged === 0)) return true;
  if (growth === null || asked === 'income') return more === 0;
  const batches = more / batchMinor;
  return Number.isInteger(batches) && growth.acknowledged <= batches && batches <= growth.tried;
}

interface Sum {
  readonly of: string;
  readonly count: number;
  readonly minor: number;
}

/** What is wrong with the ledger: entries that no rollup counts, or one counts twice; a batch that is there in part. */
export async function ledgerProblems(
  database: Kysely<BankSchema>,
  growing: { readonly customerId: string; readonly acknowledged: ReadonlySet<number> },
): Promise<string[]> {
  const problems: string[] = [];
  const groups = sql`customer_id || ' ' || account_id || ' ' || direction || ' ' || category`;
  const { rows: entries } = await sql<Sum>`
    select ${groups} as of, count(*) as count, sum(amount_minor) as minor
    from ledger_transaction where status = 'booked'
    group by customer_id, account_id, direction, category`.execute(database);
  for (const table of ['rollup_day', 'rollup_month'] as const) {
    const { rows } = await sql<Sum>`
      select ${groups} as of, sum(entry_count) as count, sum(sum_minor) as minor
      from ${sql.table(table)}
      group by customer_id, account_id, direction, category`.execute(database);
    const written = (sums: readonly Sum[]): string =>
      sums
        .map(({ of, count, minor }) => `${of} ${count} ${minor}`)
        .toSorted()
        .join('\n');
    if (written(rows) !== written(entries)) problems.push(`${table} is not the sum of the ledger`);
  }

  const grown = await database
    .selectFrom('ledger_transaction')
    .where('customer_id', '=', growing.customerId)
    .where('transaction_id', 'like', 'growth-%')
    .select('transaction_id')
    .execute();
  const counts = new Map<number, number>();
  for (const { transaction_id } of grown) {
    const batch = Number(transaction_id.split('-')[1]);
    counts.set(batch, (counts.get(batch) ?? 0) + 1);
  }
  for (const [batch, count] of counts) {
    if (count !== entriesPerBatch) problems.push(`batch ${batch} is there in part: ${count} entries`);
  }
  for (const batch of growing.acknowledged) {
    if (!counts.has(batch)) problems.push(`batch ${batch} was acknowledged and is lost`);
  }
  return problems;
}

/** What is wrong with the record and the links: an answer that was heard and is not on record; a link that was locked. */
export async function recordProblems(
  database: Kysely<BankSchema>,
  turns: readonly HeardTurn[],
): Promise<string[]> {
  const problems: string[] = [];
  const recorded = await database
    .selectFrom('disclosure')
    .groupBy('customer_id')
    .select(({ fn }) => ['customer_id', fn.countAll<number>().as('count')])
    .execute();
  const onRecord = new Map(recorded.map(({ customer_id, count }) => [customer_id, count]));
  for (const [customerId, heard] of Map.groupBy(turns, turn => turn.customerId)) {
    const told = heard.filter(({ amountMinor }) => amountMinor !== null).length;
    if (told > (onRecord.get(customerId) ?? 0)) {
      problems.push(
        `${customerId} heard ${told} answers, of which ${onRecord.get(customerId) ?? 0} are on record`,
      );
    }
  }
  const locked = await database
    .selectFrom('link')
    .where(link => link.or([link('locked_at', 'is not', null), link('failed_step_ups', '>', 0)]))
    .select('customer_id')
    .execute();
  for (const { customer_id } of locked)
    problems.push(`${customer_id} said the right PIN and it counts as wrong`);
  return problems;
}
