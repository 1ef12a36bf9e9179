/** Two digits of the PIN, and codes that work once. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { draw } from '../../../src/bank/step-up/draw.ts';
import { issueOneTimeCode } from '../../../src/bank/step-up/factors/one-time-code.ts';
import type { StepUpChallenge, StepUpFactor } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { customerId } from '../household.ts';
import { beginSpoken, granted, pepper, refused, rightPin, type Spoken } from './spoken.ts';

/** The digits of a PIN that a challenge asks for. */
function digitsFor(challenge: StepUpChallenge, pin = rightPin): StepUpFactor {
  if (challenge.kind !== 'pin-digits') throw new Error(`asked for ${challenge.kind}`);
  return { kind: 'pin-digits', digits: challenge.positions.map(at => pin.charAt(at - 1)).join('') };
}
const other = (digits: StepUpFactor): StepUpFactor =>
  digits.kind === 'pin-digits'
    ? { kind: 'pin-digits', digits: digits.digits === '00' ? '11' : '00' }
    : digits;

test('numbers are drawn evenly, up to the limit and not to it', () => {
  const counts = new Map<number, number>();
  for (let time = 0; time < 12_000; time += 1) {
    const drawn = draw(randomBytes, 6);
    counts.set(drawn, (counts.get(drawn) ?? 0) + 1);
  }
  expect([...counts.keys()].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  // Twelve standard deviations: a draw that favours none stays within.
  for (const count of counts.values()) expect(Math.abs(count - 2_000)).toBeLessThan(500);
});

describe.each(engines)('on $name', ({ open }) => {
  let database: BankDatabase;
  let spoken: Spoken;
  let linkId: string;
  let accessToken: string;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  beforeEach(async () => {
    spoken = await beginSpoken(database);
    ({ linkId, accessToken } = await spoken.link('alexa'));
  });

  describe('two digits of the PIN', () => {
    beforeEach(() => {
      spoken.standing = 'pin-digits';
    });

    test('are asked for when the bank has set it so, and are refused when it has not', async () => {
      const challenge = await spoken.challengeOn(linkId);
      spoken.standing = 'voice-pin';
      expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'voice-pin' });
      expect(await spoken.say(digitsFor(challenge), accessToken)).toEqual(refused);
      expect(await spoken.say(rightPin, accessToken)).toEqual(granted);
    });

    test('stay the same until they are said rightly, whatever else is said', async () => {
      const challenge = await spoken.challengeOn(linkId);
      const right = digitsFor(challenge);
      for (const said of [other(right), rightPin, other(right)]) {
        const again = await Promise.all(Array.from({ length: 5 }, () => spoken.challengeOn(linkId)));
        expect(again).toEqual(Array.from({ length: 5 }, () => challenge));
        await database.kysely.updateTable('link').set({ failed_step_ups: 0 }).execute();
        expect(await spoken.say(said, accessToken)).toEqual(refused);
      }
      expect(await spoken.challengeOn(linkId)).toEqual(challenge);
      expect(await spoken.say(right, accessToken)).toEqual(granted);
    });

    test('are drawn anew after that, each pair of them in time', async () => {
      const seen = new Set<string>();
      for (let time = 0; time < 60; time += 1) {
        const challenge = await spoken.challengeOn(linkId);
        seen.add(JSON.stringify(challenge));
        expect(await spoken.say(digitsFor(challenge), accessToken)).toEqual(granted);
      }
      expect(seen.size).toBe(6);
    });

    test('that were not asked for are wrong', async () => {
      expect(await spoken.say({ kind: 'pin-digits', digits: '48' }, accessToken)).toEqual(refused);
      const challenge = await spoken.challengeOn(linkId);
      const right = digitsFor(challenge);
      await spoken.say(right, accessToken);
      expect(await spoken.say(right, accessToken), 'said again before others were asked for').toEqual(
        refused,
      );
    });

    test('are asked for on each link by itself', async () => {
      const second = await spoken.link('another');
      const [one, two] = [await spoken.challengeOn(linkId), await spoken.challengeOn(second.linkId)];
      expect(await spoken.say(digitsFor(two), second.accessToken)).toEqual(granted);
      expect(await spoken.challengeOn(linkId)).toEqual(one);
    });

    test('that are said twenty times at once are taken once', async () => {
      const right = digitsFor(await spoken.challengeOn(linkId));
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => spoken.say(right, accessToken)));
      expect(outcomes.filter(outcome => 'idleSeconds' in outcome)).toHaveLength(1);
    });

    test('lock the link when they are wrong three times', async () => {
      const right = digitsFor(await spoken.challengeOn(linkId));
      for (let time = 0; time < 3; time += 1) await spoken.say(other(right), accessToken);
      expect(await spoken.say(right, accessToken)).toEqual(refused);
      expect(await spoken.isFresh(linkId)).toBe(false);
    });

    test('of a new PIN are held against the new one alone', async () => {
      const challenge = await spoken.challengeOn(linkId);
      await spoken.choose('7302');
      expect(await spoken.challengeOn(linkId)).toEqual(challenge);
      expect(await spoken.say(digitsFor(challenge), accessToken)).toEqual(refused);
      expect(await spoken.say(digitsFor(challenge, '7302'), accessToken)).toEqual(granted);
    });

    test('are not to be had of a PIN that was chosen before: it is asked for whole', async () => {
      await database.kysely.deleteFrom('voice_pin_pair').execute();
      expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'voice-pin' });
      expect(await spoken.say(rightPin, accessToken)).toEqual(granted);
    });

    test('are stored so that the table alone tells nothing: no two tags are the same, whoever chose', async () => {
      const tags = async () =>
        (await database.kysely.selectFrom('voice_pin_pair').select('tag').execute()).map(({ tag }) => tag);
      const before = await tags();
      await spoken.choose(rightPin);
      const after = await tags();
      expect(new Set([...before, ...after]).size).toBe(12);
      for (const tag of after) expect(tag).toMatch(/^[\w-]{43}$/);
    });
  });

  describe('a one-time code', () => {
    const issue = async (): Promise<string> => {
      const issued = await issueOneTimeCode(database.kysely, {
        customerId,
        pepper,
        now: spoken.now,
        random: randomBytes,
      });
      expect(issued?.expiresAt).toBe(spoken.now + 300_000);
      return issued?.code ?? '';
    };
    const say = (code: string) => spoken.say({ kind: 'one-time-code', code }, accessToken);

    test('is six digits, none of them a zero that a platform would drop, and is asked for first', async () => {
      for (const standing of ['voice-pin', 'pin-digits'] as const) {
        spoken.standing = standing;
        expect(await issue()).toMatch(/^[1-9]\d{5}$/);
        expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'one-time-code' });
      }
    });

    test('works once, however often it is said at once', async () => {
      const code = await issue();
      const outcomes = await Promise.all(Array.from({ length: 20 }, () => say(code)));
      expect(outcomes.filter(outcome => 'idleSeconds' in outcome)).toHaveLength(1);
      // Those that came too late are failures, which may lock the link again and end its step-up.
      expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'voice-pin' });
    });

    test('works for five minutes by the bank, and not before it was made', async () => {
      const code = await issue();
      const made = spoken.now;
      for (const at of [made + 300_000, made - 1]) {
        spoken.now = at;
        expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'voice-pin' });
        expect(await say(code)).toEqual(refused);
      }
      spoken.now = made + 299_999;
      expect(await say(code)).toEqual(granted);
    });

    test('takes the place of the one before', async () => {
      const [first, second] = [await issue(), await issue()];
      if (first !== second) expect(await say(first)).toEqual(refused);
      expect(await say(second)).toEqual(granted);
    });

    test('is counted by the same lock, and does not get past it', async () => {
      const code = await issue();
      const wrong = code === '111111' ? '222222' : '111111';
      for (let time = 0; time < 3; time += 1) expect(await say(wrong)).toEqual(refused);
      expect(await say(code)).toEqual(refused);
    });

    test('is somebody’s own, and nobody’s who does not exist', async () => {
      const options = { pepper, now: spoken.now, random: randomBytes };
      expect(await issueOneTimeCode(database.kysely, { ...options, customerId: 'nobody' })).toBeNull();
      await database.kysely
        .insertInto('customer')
        .values({ customer_id: 'neighbour', name: 'Neighbour', birth_date: null })
        .execute();
      const theirs = await issueOneTimeCode(database.kysely, { ...options, customerId: 'neighbour' });
      expect(await say(theirs?.code ?? '')).toEqual(refused);
      expect(await spoken.challengeOn(linkId)).toEqual({ kind: 'voice-pin' });
    });

    test('is stored as a tag', async () => {
      const code = await issue();
      const stored = await database.kysely.selectFrom('one_time_code').selectAll().executeTakeFirstOrThrow();
      expect(stored.tag).toMatch(/^[\w-]{43}$/);
      expect(Buffer.from(stored.tag, 'base64url').toString('latin1')).not.toContain(code);
    });
  });
});
