import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { choosePin } from '../../../src/bank/step-up/choose-pin.ts';
import { endStepUp } from '../../../src/bank/step-up/end-step-up.ts';
import { useGrant } from '../../../src/bank/step-up/grants.ts';
import { hashPin } from '../../../src/bank/step-up/hash-pin.ts';
import { stepUp } from '../../../src/bank/step-up/step-up.ts';
import { unlockLink } from '../../../src/bank/step-up/unlock-link.ts';
import { engines } from '../engines.ts';
import { clear, customerId, platform } from '../household.ts';
import { heard } from './spoken.ts';

const pepper = Buffer.from('pepper');
/** The usual one is tested in hash-pin.test.ts; here thousands are checked. */
const cost = { memory: 8, passes: 1, parallelism: 1 };
const right = '4821';
const wrong = '4822';
const consent = {
  questions: ['balance'],
  precision: { totals: 'exact', balances: 'exact' },
  validForMs: 30 * 86_400_000,
} as const;
const granted = { idleSeconds: 300, absoluteSeconds: 900 };
const refused = { refused: 'step_up_refused' };
const context = { conversation: 'conversation-0123456789ab', device: 'device-0123456789abcdefg' };
const start = Date.parse('2026-03-18T14:30:00Z');

describe.each(engines)('step-up on $name', ({ open }) => {
  let database: BankDatabase;
  let pinHash: string;
  let now: number;
  let linkId: string;
  let accessToken: string;

  beforeAll(async () => {
    database = await open();
    pinHash = await hashPin(right, { pepper, random: randomBytes, cost });
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    now = start;
    await clear(database.kysely);
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: 'Household', birth_date: null })
      .execute();
    await database.kysely
      .insertInto('voice_pin')
      .values({ customer_id: customerId, pin_hash: pinHash, set_at: now })
      .execute();
    ({ linkId, accessToken } = await link(platform));
  });

  async function link(name: string): Promise<{ linkId: string; accessToken: string }> {
    const options = { customerId, platform: name, now, random: randomBytes };
    const id = await createLink(database.kysely, { ...options, consent });
    const token = await issueAccessToken(database.kysely, { ...options, ttlMs: 86_400_000 });
    return { linkId: id, accessToken: token ?? 'none' };
  }

  const say = async (
    pin: string,
    token = accessToken,
    where: { conversation: string; device?: string } = context,
  ) =>
    heard(
      await stepUp(
        { accessToken: token, request: { context: where, factor: { kind: 'voice-pin', pin } } },
        { database: database.kysely, now, today: '2026-03-18', pepper },
      ),
    );
  const isFresh = (
    where: { conversation: string; device?: string; speaker?: string } = context,
    id = linkId,
  ) => useGrant(database.kysely, { link: { customerId, linkId: id }, context: where, now });
  const counter = () =>
    database.kysely
      .selectFrom('link')
      .where('link_id', '=', linkId)
      .select(['failed_step_ups', 'locked_at'])
      .executeTakeFirstOrThrow();

  test('a hundred wrong PINs at once use up three attempts, and the right one fails after them', async () => {
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => say(wrong)));
    expect(outcomes).toEqual(Array.from({ length: 100 }, () => refused));
    expect(await counter()).toEqual({ failed_step_ups: 3, locked_at: now });
    expect(await say(right)).toEqual(refused);
    expect(await isFresh()).toBe(false);
  });

  test('a right PIN sets the counter back', async () => {
    for (const pin of [wrong, wrong, right, wrong, wrong]) await say(pin);
    expect(await counter()).toEqual({ failed_step_ups: 2, locked_at: null });
    expect(await say(right)).toEqual(granted);
    expect(await counter()).toEqual({ failed_step_ups: 0, locked_at: null });
  });

  test('the lock belongs to the link: it ends its step-ups, and leaves another link alone', async () => {
    const other = await link('another-platform');
    await say(right);
    await say(right, other.accessToken);
    for (const pin of [wrong, wrong, wrong]) await say(pin, accessToken, { conversation: 'x'.repeat(22) });
    expect(await isFresh()).toBe(false);
    expect(await isFresh(context, other.linkId)).toBe(true);
    expect(await say(right)).toEqual(refused);
    expect(await say(right, other.accessToken)).toEqual(granted);
  });

  test('linking again, or a new token, opens no lock; the bank does', async () => {
    for (const pin of [wrong, wrong, wrong]) await say(pin);
    ({ accessToken } = await link(platform));
    expect(await say(right)).toEqual(refused);

    expect(await unlockLink(database.kysely, { customerId, platform })).toBe('unlocked');
    expect(await unlockLink(database.kysely, { customerId, platform })).toBe('not-locked');
    expect(await unlockLink(database.kysely, { customerId, platform: 'never' })).toBe('not-linked');
    expect(await say(right)).toEqual(granted);
  });

  test('a bank that died while the third PIN was checked comes back locked', async () => {
    await database.kysely.updateTable('link').set({ failed_step_ups: 3 }).execute();
    expect(await say(right)).toEqual(refused);
    expect(await unlockLink(database.kysely, { customerId, platform })).toBe('unlocked');
    expect(await say(right)).toEqual(granted);
  });

  test('the log is told which refusal it was, and nobody else', async () => {
    const by = async (pin: string): Promise<unknown> => {
      const outcome = await stepUp(
        { accessToken, request: { context, factor: { kind: 'voice-pin', pin } } },
        { database: database.kysely, now, today: '2026-03-18', pepper },
      );
      return 'by' in outcome ? outcome.by : null;
    };
    const told = [
      await by(wrong),
      await by(right),
      await by(wrong),
      await by(wrong),
      await by(wrong),
      await by(right),
    ];
    expect(told).toEqual(['checkFactor', null, 'checkFactor', 'checkFactor', 'lockLink', 'reserveAttempt']);
  });

  test('a customer without a PIN is refused like one who says a wrong one', async () => {
    await database.kysely.deleteFrom('voice_pin').execute();
    for (const pin of [right, right, right, right]) expect(await say(pin)).toEqual(refused);
    expect(await counter()).toEqual({ failed_step_ups: 3, locked_at: now });
  });

  test('a token that is not in force takes no attempt', async () => {
    expect(await say(wrong, 'unknown')).toEqual(refused);
    expect(await counter()).toEqual({ failed_step_ups: 0, locked_at: null });
  });

  test('a grant is for one link, conversation, device and speaker, and an absent one is not any', async () => {
    await say(right);
    expect(await isFresh()).toBe(true);
    expect(await isFresh({ ...context, conversation: 'y'.repeat(22) })).toBe(false);
    expect(await isFresh({ ...context, device: 'z'.repeat(22) })).toBe(false);
    expect(await isFresh({ conversation: context.conversation })).toBe(false);
    expect(await isFresh({ ...context, speaker: 's'.repeat(22) })).toBe(false);

    await say(right, accessToken, { conversation: context.conversation });
    expect(await isFresh({ conversation: context.conversation })).toBe(true);
    expect(await isFresh(), 'the later one takes its place').toBe(false);
  });

  test('a grant dies by the clock: idle, in all, and never before it was made', async () => {
    const minute = 60_000;
    await say(right);
    for (const [at, fresh] of [
      [5, true],
      [10, true],
      [15, true],
      [15 + 1 / minute, false],
    ] as const) {
      now = start + at * minute;
      expect(await isFresh()).toBe(fresh);
    }

    now = start;
    await say(right);
    now = start + 5 * minute + 1;
    expect(await isFresh()).toBe(false);
    now = start - 1;
    expect(await isFresh()).toBe(false);
  });

  test('grants that are past their time are removed by the next one', async () => {
    await say(right, accessToken, { conversation: 'a'.repeat(22) });
    now += 15 * 60_000 + 1;
    await say(right, accessToken, { conversation: 'b'.repeat(22) });
    expect(await database.kysely.selectFrom('step_up_grant').select('conversation').execute()).toEqual([
      { conversation: 'b'.repeat(22) },
    ]);
  });

  test('a step-up that is ended is ended for every device and speaker of the conversation', async () => {
    await say(right);
    expect(
      await endStepUp({ accessToken, conversation: 'c'.repeat(22) }, { database: database.kysely, now }),
    ).toBeNull();
    expect(await isFresh()).toBe(true);
    const { conversation } = context;
    expect(await endStepUp({ accessToken, conversation }, { database: database.kysely, now })).toBeNull();
    expect(await isFresh()).toBe(false);
    expect(await endStepUp({ accessToken: null, conversation }, { database: database.kysely, now })).toEqual({
      refused: 'invalid_token',
    });
  });

  test('a change of PIN ends every step-up; the old PIN is refused, the new one accepted', async () => {
    await say(right);
    const choose = (pin: string, of = customerId) =>
      choosePin(database.kysely, { customerId: of, pin, pepper, now, random: randomBytes, cost });
    expect(await choose('1234')).toEqual({ ok: false, reason: 'run' });
    expect(await choose('7301', 'nobody')).toEqual({ ok: false, reason: 'unknown-customer' });
    expect(await isFresh(), 'nothing has changed yet').toBe(true);

    expect(await choose('7301')).toEqual({ ok: true });
    expect(await isFresh()).toBe(false);
    expect(await say(right)).toEqual(refused);
    expect(await say('7301')).toEqual(granted);
  });

  test('a PIN that is changed while the old one is checked makes no grant', async () => {
    const newHash = await hashPin('7301', { pepper, random: randomBytes, cost });
    const slowHash = await hashPin(right, { pepper, random: randomBytes });
    await database.kysely.updateTable('voice_pin').set({ pin_hash: slowHash }).execute();
    const pending = say(right);
    // The attempt is counted just before the hash is read and checked, which takes tens of milliseconds.
    while ((await counter()).failed_step_ups === 0);
    await database.kysely.updateTable('voice_pin').set({ pin_hash: newHash }).execute();
    const outcome = await pending;
    expect(outcome).toEqual(refused);
    expect(await isFresh()).toBe(false);
  });
});
