/** What a customer is told at the bank when step-ups are refused: before a link locks, and when it has. */
import type { Kysely } from 'kysely';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema, NoticeKind } from '../database/schema.ts';

/** A notice to a customer. */
export interface Notice {
  /** Milliseconds since 1970 UTC. */
  readonly at: number;
  readonly kind: NoticeKind;
  readonly linkId: string;
  readonly platform: string;
}

/** Appends a notice; one of the same kind at the same instant says nothing more. */
export async function appendNotice(
  transaction: Kysely<BankSchema>,
  { customerId, linkId }: LinkKey,
  { at, kind }: Pick<Notice, 'at' | 'kind'>,
): Promise<void> {
  await transaction
    .insertInto('customer_notice')
    .values({ customer_id: customerId, link_id: linkId, at, kind })
    .onConflict(conflict => conflict.doNothing())
    .execute();
}

/** The latest notices of a customer, latest first. */
export async function listNotices(
  database: Kysely<BankSchema>,
  customerId: string,
  { limit = 20 }: { readonly limit?: number } = {},
): Promise<Notice[]> {
  return await notices(database)
    .where('customer_notice.customer_id', '=', customerId)
    .orderBy('at', 'desc')
    .orderBy('kind')
    .limit(limit)
    .execute();
}

/** The latest notice of every customer who has one, for the bank's own staff. */
export async function lastNotices(database: Kysely<BankSchema>): Promise<ReadonlyMap<string, Notice>> {
  const rows = await notices(database)
    .select('customer_notice.customer_id as customerId')
    .orderBy('at')
    .orderBy('kind', 'desc')
    .execute();
  return new Map(rows.map(({ customerId, ...notice }) => [customerId, notice]));
}

const notices = (database: Kysely<BankSchema>) =>
  database
    .selectFrom('customer_notice')
    .innerJoin('link', join =>
      join
        .onRef('link.customer_id', '=', 'customer_notice.customer_id')
        .onRef('link.link_id', '=', 'customer_notice.link_id'),
    )
    .select(['at', 'kind', 'link.link_id as linkId', 'platform']);
