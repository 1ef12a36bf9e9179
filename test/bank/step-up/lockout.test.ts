/** Lockout without denial of service: a link locks by itself, a day is used up over all of them. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withdrawConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { listNotices } from '../../../src/bank/step-up/notices.ts';
import { unlockLink } from '../../../src/bank/step-up/unlock-link.ts';
import { engines } from '../engines.ts';
import { customerId } from '../household.ts';
import { beginSpoken, granted, refused, rightPin, start, wrongPin, type Spoken } from './spoken.ts';

describe.each(engines)('lockout on $name', ({ open }) => {
  let database: BankDatabase;
  let spoken: Spoken;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    spoken = await beginSpoken(database);
  });

  const failures = async () => {
    const links = await database.kysely.selectFrom('link').select(['platform', 'failed_step_ups']).execute();
    const days = await database.kysely
      .selectFrom('step_up_day')
      .select(['customer_id', 'day', 'failures'])
      .execute();
    return {
      links: Object.fromEntries(links.map(row => [row.platform, row.failed_step_ups])),
      days: Object.fromEntries(days.map(row => [`${row.customer_id} ${row.day}`, row.failures])),
    };
  };
  const wrongTimes = async (count: number, accessToken: string): Promise<void> => {
    for (let time = 0; time < count; time += 1) await spoken.say(wrongPin, accessToken);
  };

  test('a hundred wrong PINs at once use up three attempts of the link, and three of the day', async () => {
    const { accessToken } = await spoken.link('alexa');
    const outcomes = await Promise.all(Array.from({ length: 100 }, () => spoken.say(wrongPin, accessToken)));
    expect(new Set(outcomes.map(outcome => JSON.stringify(outcome)))).toEqual(
      new Set([JSON.stringify(refused)]),
    );
    expect(await failures()).toEqual({
      links: { alexa: 3 },
      // What came after the lock is nobody's failure: a locked link uses up nothing of its owner's day.
      days: { [`${customerId} 2026-03-18`]: 3, ' 2026-03-18': 97 },
    });
  });

  test('a hundred wrong PINs at once over five links use up exactly the ten of a day', async () => {
    const links = await Promise.all(['a', 'b', 'c', 'd', 'e'].map(name => spoken.link(name)));
    await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        spoken.say(wrongPin, links[index % links.length]?.accessToken ?? ''),
      ),
    );
    const { links: inARow, days } = await failures();
    expect(Object.values(inARow).reduce((sum, count) => sum + count, 0)).toBe(10);
    expect(Math.max(...Object.values(inARow))).toBeLessThanOrEqual(3);
    expect(days).toEqual({ [`${customerId} 2026-03-18`]: 10, ' 2026-03-18': 90 });
    for (const { accessToken } of links) expect(await spoken.say(rightPin, accessToken)).toEqual(refused);
  });

  test('a link that is locked does not lock its owner elsewhere', async () => {
    const [stolen, own] = [await spoken.link('stolen'), await spoken.link('own')];
    await spoken.say(rightPin, own.accessToken);
    await wrongTimes(50, stolen.accessToken);
    expect(await spoken.say(rightPin, stolen.accessToken)).toEqual(refused);
    expect(await spoken.isFresh(own.linkId)).toBe(true);
    expect(await spoken.say(rightPin, own.accessToken)).toEqual(granted);
  });

  test('the eleventh failure of a day is none: every step-up is refused until the next day', async () => {
    const links = [];
    for (const name of ['a', 'b', 'c']) {
      const link = await spoken.link(name);
      await wrongTimes(3, link.accessToken);
      links.push(link);
    }
    const last = await spoken.link('last');
    await spoken.say(wrongPin, last.accessToken);
    expect(await spoken.say(rightPin, last.accessToken)).toEqual(refused);
    expect((await failures()).links).toEqual({ a: 3, b: 3, c: 3, last: 1 });

    spoken.now += 86_400_000;
    spoken.today = '2026-03-19';
    expect(await spoken.say(rightPin, last.accessToken)).toEqual(granted);
    expect(await spoken.say(rightPin, links[0]?.accessToken ?? ''), 'a lock outlives the day').toEqual(
      refused,
    );
    // The day before is forgotten; the attempt on the locked link was nobody's.
    expect((await failures()).days).toEqual({
      [`${customerId} 2026-03-19`]: 0,
      ' 2026-03-18': 1,
      ' 2026-03-19': 1,
    });
  });

  test('a right PIN is no failure of the day, and forgives none', async () => {
    const { accessToken } = await spoken.link('alexa');
    for (const pin of [wrongPin, rightPin, rightPin, wrongPin, wrongPin, rightPin]) {
      await spoken.say(pin, accessToken);
    }
    expect(await failures()).toEqual({ links: { alexa: 0 }, days: { [`${customerId} 2026-03-18`]: 3 } });
  });

  test('only the bank frees a link, and the day with it', async () => {
    const [one, other] = [await spoken.link('one'), await spoken.link('other')];
    await wrongTimes(3, one.accessToken);
    await database.kysely.updateTable('step_up_day').set({ failures: 10 }).execute();
    spoken.now += 60_000;
    expect(await spoken.say(rightPin, (await spoken.link('one')).accessToken), 'linking again').toEqual(
      refused,
    );
    await spoken.choose('7302');
    expect(await spoken.say('7302', other.accessToken), 'another PIN').toEqual(refused);

    const { kysely } = database;
    expect(await unlockLink(kysely, { customerId, platform: 'other' })).toBe('unlocked');
    expect(await unlockLink(kysely, { customerId, platform: 'other' })).toBe('not-locked');
    expect(await spoken.say('7302', other.accessToken)).toEqual(granted);
    expect(await unlockLink(kysely, { customerId, platform: 'one' })).toBe('unlocked');
  });

  test('the customer is told at the bank before a link locks, when it has, and when the day is used up', async () => {
    const { linkId, accessToken } = await spoken.link('alexa');
    const notices = async () =>
      (await listNotices(database.kysely, customerId)).map(({ kind, at }) => [kind, at - start]);
    await wrongTimes(1, accessToken);
    expect(await notices()).toEqual([]);
    spoken.now += 1;
    await wrongTimes(1, accessToken);
    expect(await notices()).toEqual([['two-wrong', 1]]);
    spoken.now += 1;
    await wrongTimes(5, accessToken);
    expect(await notices()).toEqual([
      ['locked', 2],
      ['two-wrong', 1],
    ]);

    const other = await spoken.link('other');
    await database.kysely.updateTable('step_up_day').set({ failures: 9 }).execute();
    spoken.now += 1;
    await wrongTimes(2, other.accessToken);
    expect((await listNotices(database.kysely, customerId))[0]).toEqual({
      at: start + 3,
      kind: 'day-used-up',
      linkId: other.linkId,
      platform: 'other',
    });
    expect(await listNotices(database.kysely, customerId, { limit: 1 })).toHaveLength(1);
    expect(linkId).not.toBe(other.linkId);
  });

  test('whatever is missing, the refusal is one and the same, and leaves one and the same trace', async () => {
    const { kysely } = database;
    const unlinked = await spoken.link('unlinked');
    await kysely.updateTable('link').set({ unlinked_at: spoken.now }).execute();
    const withdrawn = await spoken.link('withdrawn');
    await withdrawConsent(kysely, { customerId, linkId: withdrawn.linkId }, { now: spoken.now, via: 'page' });
    const locked = await spoken.link('locked');
    await kysely
      .updateTable('link')
      .set({ locked_at: spoken.now, failed_step_ups: 3 })
      .where('platform', '=', 'locked')
      .execute();

    const strangers = [null, 'unknown', unlinked.accessToken, withdrawn.accessToken, locked.accessToken];
    for (const accessToken of strangers) {
      for (const said of [
        rightPin,
        { kind: 'pin-digits', digits: '48' },
        { kind: 'one-time-code', code: '123456' },
      ] as const) {
        expect(await spoken.say(said, accessToken)).toEqual(refused);
      }
    }
    expect((await failures()).days).toEqual({ ' 2026-03-18': 15 });
    expect(await listNotices(kysely, customerId)).toEqual([]);

    const { accessToken } = await spoken.link('alexa');
    await kysely.deleteFrom('voice_pin').execute();
    for (let time = 0; time < 4; time += 1) expect(await spoken.say(rightPin, accessToken)).toEqual(refused);
    expect((await failures()).days).toEqual({ ' 2026-03-18': 16, [`${customerId} 2026-03-18`]: 3 });
  });
});
