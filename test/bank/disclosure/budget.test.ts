/** What is left of a customer's day, over all platforms. */
import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { usualBudget, type AnswerBudget } from '../../../src/bank/disclosure/budget.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import { consentClasses, type Question } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold } from '../household.ts';
import { testRecordKeys } from '../record-keys.ts';

const noon = Date.parse('2026-03-18T16:00:00Z');
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const timeZone = 'America/New_York';
const context = { conversation: 'conversation-0123456789ab' };
const platforms = ['alexa', 'another'] as const;
type Platform = (typeof platforms)[number];

const window = { from: '2026-02-01', through: '2026-02-28' };
const balance = { name: 'balance' } as const;
const funds = { name: 'funds', atLeastMinor: 20_000, currency: 'USD' } as const;
const ofMoney: readonly Question[] = [
  balance,
  funds,
  { name: 'activity', window },
  { name: 'spending', window },
  { name: 'income', window },
  { name: 'bill' },
];
const free: readonly Question[] = [{ name: 'alerts' }, { name: 'sharing' }, { name: 'disclosures' }];

describe.each(engines)('the budget of a day on $name', ({ open }) => {
  let database: BankDatabase;
  const links = new Map<Platform, { linkId: string; accessToken: string }>();

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await clear(database.kysely);
    await database.close();
  });
  beforeEach(async () => {
    const { kysely } = database;
    await clear(kysely);
    await insertHousehold(kysely);
    for (const platform of platforms) {
      const options = { customerId, platform, now: noon - 90 * dayMs, random: randomBytes };
      const linkId = await createLink(kysely, {
        ...options,
        consent: {
          questions: consentClasses,
          precision: { totals: 'exact', balances: 'fresh' },
          validForMs: 180 * dayMs,
        },
      });
      const accessToken = await issueAccessToken(kysely, { ...options, ttlMs: 180 * dayMs });
      links.set(platform, { linkId, accessToken: accessToken ?? '' });
    }
  });

  /** The customer has just said her PIN on both platforms. */
  async function stepUp(now: number): Promise<void> {
    await database.kysely.deleteFrom('step_up_grant').execute();
    for (const { linkId } of links.values()) {
      await createGrant(database.kysely, { link: { customerId, linkId }, context, now });
    }
  }

  async function ask(
    question: Question,
    {
      now = noon,
      platform = 'alexa',
      budget = usualBudget,
    }: Partial<{
      now: number;
      platform: Platform;
      budget: AnswerBudget;
    }> = {},
  ): Promise<string> {
    const outcome = await answerQuestion(
      { accessToken: links.get(platform)?.accessToken ?? null, context, question },
      {
        database: database.kysely,
        now,
        today: dayAt(now),
        timeZone,
        random: randomBytes,
        recordKeys: testRecordKeys,
        budget,
      },
    );
    return isRefusal(outcome) ? outcome.refused : 'answered';
  }
  const count = (outcomes: readonly string[], wanted: string): number =>
    outcomes.filter(outcome => outcome === wanted).length;
  const answersOnRecord = async (): Promise<number> =>
    (await database.kysely.selectFrom('disclosure').select('answer_id').execute()).length;

  test('is no more than it is, of fifty questions at once over two platforms', async () => {
    await stepUp(noon);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, at) =>
        ask(balance, {
          platform: platforms[at % 2] ?? 'alexa',
          budget: { answersPerDay: 20, fundsPerDay: 6 },
        }),
      ),
    );
    expect([count(outcomes, 'answered'), count(outcomes, 'not_disclosed')]).toEqual([20, 30]);
    expect(await answersOnRecord()).toBe(20);
  });

  test('is smaller for yes or no, of fifty questions at once over two platforms', async () => {
    await stepUp(noon);
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, at) => ask(funds, { platform: platforms[at % 2] ?? 'alexa' })),
    );
    expect([count(outcomes, 'answered'), count(outcomes, 'not_disclosed')]).toEqual([6, 44]);
    // The others go on, and what was refused has used up nothing of theirs.
    const others = [];
    for (let at = 0; at < 55; at += 1) others.push(await ask(balance));
    expect([count(others, 'answered'), count(others, 'not_disclosed')]).toEqual([54, 1]);
  });

  test('begins anew at midnight of the bank, wherever else it is another day', async () => {
    const budget = { answersPerDay: 1, fundsPerDay: 1 };
    const midnight = Date.parse('2026-03-19T04:00:00Z');
    for (const [now, outcome] of [
      [midnight - 1_000, 'answered'],
      [midnight - 1, 'not_disclosed'],
      [midnight, 'answered'],
      [midnight + 1, 'not_disclosed'],
    ] as const) {
      await stepUp(now);
      expect(await ask(balance, { now, budget })).toBe(outcome);
    }
    expect(await database.kysely.selectFrom('answer_day').selectAll().execute()).toEqual([
      { customer_id: customerId, day: '2026-03-19', answers: 1, funds: 0 },
    ]);
  });

  test('is for what is about money: the rest is answered when it is used up', async () => {
    await stepUp(noon);
    const budget = { answersPerDay: 0, fundsPerDay: 0 };
    for (const question of ofMoney) expect(await ask(question, { budget })).toBe('not_disclosed');
    for (const question of free) expect(await ask(question, { budget })).toBe('answered');
  });

  test('is the customer’s: without a step-up nobody uses it up', async () => {
    await database.kysely.deleteFrom('step_up_grant').execute();
    for (let at = 0; at < 5; at += 1) {
      expect(await ask(balance)).toBe('insufficient_user_authentication');
    }
    expect(await database.kysely.selectFrom('answer_day').selectAll().execute()).toEqual([]);
  });

  test('counts what is refused for the data’s sake', async () => {
    await stepUp(noon);
    const budget = { answersPerDay: 2, fundsPerDay: 2 };
    const euros = { ...funds, currency: 'EUR' };
    expect(await ask(euros, { budget })).toBe('no_such_account');
    expect(await ask(euros, { budget })).toBe('no_such_account');
    expect(await ask(euros, { budget })).toBe('not_disclosed');
  });

  test('holds whatever is asked, when and where', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          budget: fc.record({ answersPerDay: fc.nat(6), fundsPerDay: fc.nat(3) }),
          asked: fc.array(
            fc.record({
              question: fc.constantFrom(...ofMoney, funds, ...free),
              platform: fc.constantFrom(...platforms),
              afterMs: fc.constantFrom(0, 0, 60_000, 5 * hourMs, 11 * hourMs),
            }),
            { maxLength: 25 },
          ),
        }),
        async ({ budget, asked }) => {
          await database.kysely.deleteFrom('answer_day').execute();
          let now = noon;
          const left = new Map<string, AnswerBudget>();
          for (const { question, platform, afterMs } of asked) {
            now += afterMs;
            await stepUp(now);
            const day = left.get(dayAt(now)) ?? budget;
            const isFree = free.includes(question);
            const isFunds = question.name === 'funds';
            const mayBe = isFree || (day.answersPerDay > 0 && (!isFunds || day.fundsPerDay > 0));
            expect(await ask(question, { now, platform, budget })).toBe(mayBe ? 'answered' : 'not_disclosed');
            if (!mayBe || isFree) continue;
            left.set(dayAt(now), {
              answersPerDay: day.answersPerDay - 1,
              fundsPerDay: day.fundsPerDay - (isFunds ? 1 : 0),
            });
          }
        },
      ),
      { numRuns: 15 },
    );
  });
});

/** The bank's calendar date of an instant, a second time: by `Intl`, not by `Temporal`. */
function dayAt(now: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(now);
}
