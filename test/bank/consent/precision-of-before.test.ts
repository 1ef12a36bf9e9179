/** Consents of when there was one precision for everything: each goes on as what was agreed to. */
import { sql, type Kysely } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listConsentEvents, loadConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import { engines } from '../engines.ts';

/** One precision for everything: two consents that were given, and one that was withdrawn. */
async function consentsOfBefore(database: Kysely<BankSchema>): Promise<void> {
  await database
    .insertInto('customer')
    .values({ customer_id: 'nora', name: 'Nora', birth_date: null })
    .execute();
  for (const link of ['about', 'exact', 'withdrawn']) {
    await sql`insert into link (customer_id, link_id, platform, created_at) values ('nora', ${link}, ${link}, 0)`.execute(
      database,
    );
    const precision = link === 'about' ? 'about' : 'exact';
    await sql`insert into consent_event
      (customer_id, link_id, sequence, kind, at, platform, questions, accounts, precision, valid_until, via)
      values ('nora', ${link}, 1, 'given', 0, ${link}, '["balance"]', '[]', ${precision}, 9, 'page')`.execute(
      database,
    );
  }
  await sql`insert into consent_event
    (customer_id, link_id, sequence, kind, at, platform, questions, accounts, precision, valid_until, via)
    values ('nora', 'withdrawn', 2, 'withdrawn', 1, 'withdrawn', '[]', '[]', null, null, 'page')`.execute(
    database,
  );
}

describe.each(engines)('a consent of before, on $name', ({ openUpdated }) => {
  let opened: BankDatabase;
  beforeAll(async () => {
    opened = await openUpdated('0005-platform-events', consentsOfBefore);
  });
  afterAll(() => opened.close());

  test('has a precision of totals and one of balances; a withdrawal has none', async () => {
    const { kysely: database } = opened;
    const precisionOf = async (linkId: string) =>
      (await loadConsent(database, { customerId: 'nora', linkId }, 5))?.precision;
    expect(await precisionOf('about')).toEqual({ totals: 'about', balances: 'fresh' });
    expect(await precisionOf('exact')).toEqual({ totals: 'exact', balances: 'exact' });
    expect(await precisionOf('withdrawn')).toBeUndefined();
    const events = await listConsentEvents(database, { customerId: 'nora', linkId: 'withdrawn' });
    expect(events.map(({ precision }) => precision)).toEqual([{ totals: 'exact', balances: 'exact' }, null]);
    const incomplete = sql`update consent_event set balances_precision = null where kind = 'given'`;
    await expect(incomplete.execute(database)).rejects.toThrow();
  });
});
