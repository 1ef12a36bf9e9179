import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listConsentEvents, loadConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { stopSharing } from '../../../src/bank/link/stop-sharing.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const dayMs = 86_400_000;
const consent = {
  questions: ['balance'],
  precision: { totals: 'exact', balances: 'exact' },
  validForMs: 90 * dayMs,
} as const;
const context = { conversation: 'conversation-0123456789ab' };

describe.each(engines)('a customer who stops sharing, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHousehold(database.kysely, 'checking-only');
  });

  async function link(on: string): Promise<{ linkId: string; accessToken: string }> {
    const options = { customerId, platform: on, now: now - dayMs, random: randomBytes };
    const linkId = await createLink(database.kysely, { ...options, consent });
    await createGrant(database.kysely, { link: { customerId, linkId }, context, now });
    const accessToken = await issueAccessToken(database.kysely, { ...options, ttlMs: 2 * dayMs });
    return { linkId, accessToken: accessToken ?? 'none' };
  }
  const stop = (accessToken: string | null) =>
    stopSharing({ accessToken }, { database: database.kysely, now });
  const left = async (linkId: string) => ({
    consent: (await loadConsent(database.kysely, { customerId, linkId }, now)) !== null,
    grants: await rowsOf('step_up_grant', linkId),
    tokens: await rowsOf('access_token', linkId),
  });
  const rowsOf = async (table: 'step_up_grant' | 'access_token', linkId: string): Promise<number> =>
    (await database.kysely.selectFrom(table).selectAll().where('link_id', '=', linkId).execute()).length;

  test('has a record of it, and nothing that could be used is left of that link, and all of the other', async () => {
    const [here, there] = [await link(platform), await link('another-platform')];
    expect(await stop(here.accessToken)).toBeNull();
    expect(await left(here.linkId)).toEqual({ consent: false, grants: 0, tokens: 0 });
    expect(await left(there.linkId)).toEqual({ consent: true, grants: 1, tokens: 1 });
    expect(await listConsentEvents(database.kysely, { customerId, linkId: here.linkId })).toMatchObject([
      { kind: 'given' },
      { kind: 'withdrawn', via: 'voice', at: now },
    ]);
  });

  test('may be locked out: no PIN is needed to take back, and the lock stays when it is linked again', async () => {
    const { linkId, accessToken } = await link(platform);
    await database.kysely.updateTable('link').set({ failed_step_ups: 3, locked_at: now }).execute();
    expect(await stop(accessToken)).toBeNull();
    expect(await link(platform)).toMatchObject({ linkId });
    expect(await database.kysely.selectFrom('link').selectAll().execute()).toMatchObject([
      { failed_step_ups: 3, locked_at: now, unlinked_at: null },
    ]);
  });

  test('ten times at once has done it once', async () => {
    const { linkId, accessToken } = await link(platform);
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => stop(accessToken)));
    expect(outcomes).toContain(null);
    expect(outcomes.filter(outcome => outcome !== null)).toEqual(
      outcomes.filter(outcome => outcome !== null).map(() => ({ refused: 'invalid_token' })),
    );
    expect(await listConsentEvents(database.kysely, { customerId, linkId })).toHaveLength(2);
  });

  test.each([null, '', 'nobodys'])('has to be known: a token %j ends nothing', async accessToken => {
    const { linkId } = await link(platform);
    expect(await stop(accessToken)).toEqual({ refused: 'invalid_token' });
    expect(await left(linkId)).toEqual({ consent: true, grants: 1, tokens: 1 });
  });
});
