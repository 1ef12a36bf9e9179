import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { loadConsent } from '../../../src/bank/consent/index.ts';
import { digestToken, issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink, type SeededConsent } from '../../../src/bank/link/create-link.ts';
import { randomUuid } from '../../../src/bank/link/random-uuid.ts';
import { authenticateLink } from '../../../src/bank/pipeline/authenticate-link.ts';
import { engines } from '../engines.ts';
import { clear, customerId, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const validForMs = 1_000;
const options = { customerId, platform, now, random: randomBytes };

test('a random UUID is one of version 4', () => {
  expect(randomUuid(size => new Uint8Array(size).fill(255))).toBe('ffffffff-ffff-4fff-bfff-ffffffffffff');
  expect(randomUuid(size => new Uint8Array(size))).toBe('00000000-0000-4000-8000-000000000000');
});

describe.each(engines)('links on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: 'Household', birth_date: null })
      .execute();
  });

  const create = (
    consent: SeededConsent | null = {
      questions: ['balance'],
      precision: { totals: 'about', balances: 'fresh' },
      validForMs,
    },
  ) => createLink(database.kysely, { ...options, consent });
  const authenticate = (accessToken: string | null, at = now) =>
    authenticateLink({ accessToken }, { database: database.kysely, now: at });

  test('a token names its link, and only its digest is kept', async () => {
    const linkId = await create();
    const token = (await issueAccessToken(database.kysely, { ...options, ttlMs: 60_000 })) ?? '';
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(await authenticate(token)).toEqual({ link: { customerId, linkId, platform } });

    const stored = await database.kysely.selectFrom('access_token').selectAll().execute();
    expect(stored).toEqual([
      {
        token_digest: digestToken(token),
        customer_id: customerId,
        link_id: linkId,
        expires_at: now + 60_000,
      },
    ]);
    expect(JSON.stringify(stored)).not.toContain(token);
  });

  test('a token is refused from the moment of its expiry; others were never issued', async () => {
    await create();
    const token = await issueAccessToken(database.kysely, { ...options, ttlMs: 60_000 });
    expect(await authenticate(token, now + 59_999)).toHaveProperty('link');
    for (const [presented, at] of [
      [token, now + 60_000],
      [`${token ?? ''}x`, now],
      [token?.toLowerCase() ?? null, now],
      [digestToken(token ?? ''), now],
      ['', now],
      [null, now],
    ] as const) {
      expect(await authenticate(presented, at)).toEqual({ refused: 'invalid_token' });
    }
  });

  test('nobody gets a token without a link, or after it was taken back', async () => {
    expect(await issueAccessToken(database.kysely, { ...options, ttlMs: 1 })).toBeNull();
    await create();
    expect(await issueAccessToken(database.kysely, { ...options, platform: 'other', ttlMs: 1 })).toBeNull();
    const token = await issueAccessToken(database.kysely, { ...options, ttlMs: 60_000 });
    await database.kysely.updateTable('link').set({ unlinked_at: now }).execute();
    expect(await authenticate(token)).toEqual({ refused: 'invalid_token' });
    expect(await issueAccessToken(database.kysely, { ...options, ttlMs: 1 })).toBeNull();
    expect(await database.kysely.selectFrom('access_token').selectAll().execute()).toHaveLength(1);
  });

  test('linking again takes up the link: earlier tokens end, the earlier consent is replaced or withdrawn', async () => {
    const first = await create({
      questions: ['balance', 'alerts'],
      precision: { totals: 'exact', balances: 'exact' },
      validForMs,
    });
    const token = await issueAccessToken(database.kysely, { ...options, ttlMs: 60_000 });
    await database.kysely.updateTable('link').set({ unlinked_at: now, failed_step_ups: 2 }).execute();

    const second = await create({
      questions: ['income'],
      precision: { totals: 'about', balances: 'fresh' },
      validForMs,
    });
    expect(second).toBe(first);
    expect(await authenticate(token)).toEqual({ refused: 'invalid_token' });
    expect(
      await database.kysely.selectFrom('link').select(['unlinked_at', 'failed_step_ups']).execute(),
    ).toEqual([{ unlinked_at: null, failed_step_ups: 2 }]);
    const inForce = () => loadConsent(database.kysely, { customerId, linkId: second }, now);
    expect(await inForce()).toMatchObject({
      questions: new Set(['income']),
      precision: { totals: 'about', balances: 'fresh' },
    });
    await create(null);
    expect(await inForce()).toBeNull();
  });

  test('two links made at once are one', async () => {
    const [one, other] = await Promise.all([create(), create()]);
    expect(one).toBe(other);
    expect(await database.kysely.selectFrom('link').selectAll().execute()).toHaveLength(1);
  });
});
