/** Fifty questions at once over two platforms: one customer, one balance. */
import { randomBytes } from 'node:crypto';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BankDatabase } from '../../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../../src/bank/link/access-token.ts';
import { createLink } from '../../../../src/bank/link/create-link.ts';
import { ingest } from '../../../../src/bank/ledger/ingest.ts';
import { answerQuestion } from '../../../../src/bank/pipeline/answer-question.ts';
import { createGrant } from '../../../../src/bank/step-up/grants.ts';
import type { AnswerOf, BalancePrecision } from '../../../../src/facade/contract.ts';
import { engines } from '../../engines.ts';
import { clear, customerId, insertHousehold } from '../../household.ts';
import { testRecordKeys as recordKeys } from '../../record-keys.ts';

const timeZone = 'America/New_York';
const context = { conversation: 'conversation-0123456789ab' };
const platforms = ['alexa', 'other'];
const dayMs = 86_400_000;
const evening = Temporal.Instant.from('2026-03-17T23:59:00-04:00').epochMilliseconds;

describe.each(engines)('one customer asks everywhere at once, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHousehold(database.kysely);
  });
  afterAll(async () => {
    await database.close();
  });

  /** Tokens of links on two platforms, each stepped up. */
  const link = async (balances: BalancePrecision): Promise<(string | null)[]> => {
    const tokens: (string | null)[] = [];
    for (const platform of platforms) {
      const of = { customerId, platform, now: evening - dayMs, random: randomBytes };
      const precision = { totals: 'about', balances } as const;
      const consent = { questions: ['balance'], precision, validForMs: 9 * dayMs } as const;
      const linkId = await createLink(database.kysely, { ...of, consent });
      tokens.push(await issueAccessToken(database.kysely, { ...of, ttlMs: 9 * dayMs }));
      await createGrant(database.kysely, { link: { customerId, linkId }, context, now: evening });
    }
    return tokens;
  };
  const ask = async (accessToken: string | null, now: number): Promise<AnswerOf<'balance'>> => {
    const zoned = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
    const answer = await answerQuestion(
      { accessToken, context, question: { name: 'balance' } },
      {
        database: database.kysely,
        now,
        today: zoned.toPlainDate().toString(),
        timeZone,
        random: randomBytes,
        recordKeys,
      },
    );
    if (!('accounts' in answer) || !('precision' in answer)) throw new Error('there is a balance');
    return answer as AnswerOf<'balance'>;
  };
  const book = async (id: string, day: string): Promise<void> => {
    await ingest(database.kysely, [
      {
        customer_id: customerId,
        account_id: 'a-checking',
        transaction_id: id,
        status: 'booked',
        day,
        direction: 'out',
        category: 'other',
        amount_minor: 40_000,
        merchant: null,
        counterparty: null,
        counterparty_account: null,
        description: null,
      },
    ]);
  };
  const fifty = Array.from({ length: 50 }, (_, index) => index);

  test('and hears one fresh figure, while payments are booked', async () => {
    const tokens = await link('fresh');
    const [answers] = await Promise.all([
      Promise.all(fifty.map(index => ask(tokens[index % 2] ?? null, evening + index))),
      Promise.all(fifty.slice(0, 10).map(index => book(`new-${index}`, '2026-03-17'))),
    ]);
    expect(new Set(answers.map(({ accounts }) => JSON.stringify(accounts))).size).toBe(1);
    expect(new Set(answers.map(({ asOf }) => asOf))).toEqual(new Set(['2026-03-17T18:00:00-04:00']));
    expect(await ask(tokens[0] ?? null, evening + 120_000)).not.toMatchObject({
      accounts: answers[0]?.accounts,
    });
  });

  test('and hears of one new sealed figure, although a day ends meanwhile', async () => {
    const tokens = await link('sealed');
    await database.kysely
      .insertInto('balance_seal')
      .values({
        customer_id: customerId,
        account_id: 'a-checking',
        day: '2026-03-14',
        booked_minor: 1_000,
        available_minor: 1_000,
      })
      .execute();
    // Five payments through yesterday, and four more today: enough for a seal of either day, not for one of both.
    for (const index of fifty.slice(0, 5)) await book(`earlier-${index}`, '2026-03-15');
    for (const index of fifty.slice(0, 3)) await book(`today-${index}`, '2026-03-17');
    const answers = await Promise.all(
      fifty.map(index => ask(tokens[index % 2] ?? null, evening + (index % 3 === 0 ? 120_000 : 0))),
    );
    const told = new Set(
      answers.map(({ accounts }) => accounts.find(({ kind }) => kind === 'checking')?.asOfDay),
    );
    const seals = await database.kysely
      .selectFrom('balance_seal')
      .select('day')
      .where('account_id', '=', 'a-checking')
      .orderBy('day')
      .execute();
    const [first, second, ...others] = seals.map(({ day }) => day);
    expect([first, others]).toEqual(['2026-03-14', []]);
    expect(['2026-03-16', '2026-03-17']).toContain(second);
    // Who asks at a moment before the new one hears the one before.
    expect([...told].every(day => day === first || day === second)).toBe(true);
  });
});
