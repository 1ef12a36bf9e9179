import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { listConsentEvents, loadConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { takeLinkEvent } from '../../../src/bank/link/link-event.ts';
import { rememberUser } from '../../../src/bank/link/platform-user.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import type { LinkEvent } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const dayMs = 86_400_000;
const user = 'platform-user-0123456789ab';
const context = { conversation: 'conversation-0123456789ab' };
const consent = {
  questions: ['balance'],
  precision: { totals: 'exact', balances: 'exact' },
  validForMs: 90 * dayMs,
} as const;
const at = (ms: number): string => new Date(ms).toISOString();
const disabled: LinkEvent = { kind: 'disabled', user, at: at(now), eventId: 'event-of-switching-it-off' };

describe.each(engines)('an event of the platform, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHousehold(database.kysely, 'checking-only');
  });

  async function link({
    on = platform,
    madeAt = now - dayMs,
    as = user,
  }: { on?: string; madeAt?: number; as?: string | null } = {}) {
    const options = { customerId, platform: on, now: madeAt, random: randomBytes };
    const linkId = await createLink(database.kysely, { ...options, consent });
    const key = { customerId, linkId };
    await createGrant(database.kysely, { link: key, context, now });
    if (as !== null) await rememberUser(database.kysely, key, as);
    const accessToken = await issueAccessToken(database.kysely, { ...options, ttlMs: 9 * dayMs });
    return { key, accessToken };
  }
  const take = (
    event: LinkEvent,
    {
      accessToken = null,
      from = platform,
      atMs = now + 1_000,
    }: { accessToken?: string | null; from?: string; atMs?: number } = {},
  ) => takeLinkEvent({ accessToken, event }, { database: database.kysely, now: atMs, platform: from });
  const stateOf = async (linkId: string) => {
    const row = await database.kysely
      .selectFrom('link')
      .select(['unlinked_at', 'platform_user'])
      .where('link_id', '=', linkId)
      .executeTakeFirstOrThrow();
    const left = await Promise.all(
      (['access_token', 'step_up_grant'] as const).map(async table => {
        const rows = await database.kysely
          .selectFrom(table)
          .selectAll()
          .where('link_id', '=', linkId)
          .execute();
        return rows.length;
      }),
    );
    const isConsented = (await loadConsent(database.kysely, { customerId, linkId }, now)) !== null;
    return { ...row, left, isConsented };
  };
  const linked = { unlinked_at: null, platform_user: user, left: [1, 1], isConsented: true };
  const forgotten = { unlinked_at: now + 1_000, platform_user: null, left: [0, 0], isConsented: false };
  const erasures = () => database.kysely.selectFrom('erasure_event').selectAll().execute();

  test.each(['disabled', 'unlinked'] as const)('%s ends the link, and a row says so', async kind => {
    const { key } = await link();
    expect(await take({ ...disabled, kind })).toBeNull();
    expect(await stateOf(key.linkId)).toEqual(forgotten);
    expect(await listConsentEvents(database.kysely, key)).toMatchObject([
      { kind: 'given' },
      { kind: 'withdrawn', via: 'platform-event' },
    ]);
    expect(await erasures()).toEqual([
      {
        customer_id: customerId,
        link_id: key.linkId,
        event_id: disabled.eventId,
        kind,
        happened_at: now,
        erased_at: now + 1_000,
      },
    ]);
  });

  test('does once what it does, ten times at once and again an hour later', async () => {
    const { key } = await link();
    await Promise.all(Array.from({ length: 10 }, () => take(disabled)));
    await take(disabled, { atMs: now + 3_600_000 });
    expect(await stateOf(key.linkId)).toEqual(forgotten);
    expect(await listConsentEvents(database.kysely, key)).toHaveLength(2);
    expect(await erasures()).toHaveLength(1);
  });

  test('does not end a link that was made after it, in whatever order they come', async () => {
    const before = await link();
    const again = await link({ madeAt: now + 500 });
    expect(again.key).toEqual(before.key);
    await take(disabled);
    await take({ ...disabled, kind: 'unlinked' }, { accessToken: again.accessToken });
    expect(await stateOf(again.key.linkId)).toEqual(linked);
    expect(await erasures()).toEqual([]);

    await take({ ...disabled, at: at(now + 600), eventId: 'event-of-a-later-moment' });
    expect(await stateOf(again.key.linkId)).toEqual(forgotten);
    // What came late about the link before is no news.
    await take({ ...disabled, kind: 'linked' }, { accessToken: before.accessToken });
    expect(await stateOf(again.key.linkId)).toEqual(forgotten);
  });

  test('finds the link by its token where the user has not asked yet', async () => {
    const { key, accessToken } = await link({ as: null });
    await take(disabled);
    expect((await stateOf(key.linkId)).unlinked_at).toBeNull();
    await take(disabled, { accessToken });
    expect(await stateOf(key.linkId)).toEqual(forgotten);
  });

  test('linked: tells whose link it is, and changes nothing else', async () => {
    const { key, accessToken } = await link({ as: null });
    await take({ ...disabled, kind: 'linked' }, { accessToken });
    await take({ ...disabled, kind: 'linked' }, { accessToken: 'nobodys' });
    expect(await stateOf(key.linkId)).toEqual(linked);
    expect(await erasures()).toEqual([]);
  });

  test('reaches no link of another platform, nor of another user', async () => {
    const [here, there] = [await link(), await link({ on: 'another-platform' })];
    await take({ ...disabled, user: 'another-user-0123456789ab' });
    await take(disabled, { from: 'third-platform', accessToken: here.accessToken });
    expect([await stateOf(here.key.linkId), await stateOf(there.key.linkId)]).toEqual([linked, linked]);
    await take(disabled);
    expect([await stateOf(here.key.linkId), await stateOf(there.key.linkId)]).toEqual([forgotten, linked]);
  });

  test('about nobody is taken without a word', async () => {
    expect(await take(disabled)).toBeNull();
    expect(await erasures()).toEqual([]);
  });
});
