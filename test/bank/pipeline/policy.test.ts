/** What holds of every answer, whatever the question. Who is answered at all: see `combinations.test.ts`. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { giveConsent, loadConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { questionPolicy } from '../../../src/bank/pipeline/question-policy.ts';
import type { Circumstances } from '../../../src/bank/pipeline/step.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import { consentClasses, type Question } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';
import { testRecordKeys as recordKeys } from '../record-keys.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const dayMs = 86_400_000;
const context = { conversation: 'conversation-0123456789ab' };
const income = { name: 'income', window: { from: '2026-03-01', through: '2026-03-18' } } as const;

test('which question takes a step-up, and which counts towards the day', () => {
  const aboutMoney = { stepUp: 'fresh', budget: 'answer' };
  const free = { stepUp: 'none', budget: 'none' };
  expect(questionPolicy).toEqual({
    balance: aboutMoney,
    funds: { stepUp: 'fresh', budget: 'funds' },
    activity: aboutMoney,
    spending: aboutMoney,
    income: aboutMoney,
    bill: aboutMoney,
    alerts: free,
    sharing: free,
    disclosures: free,
  });
});

describe.each(engines)('the policy on $name', ({ open }) => {
  let database: BankDatabase;
  let linkId: string;
  let accessToken: string | null;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });
  /** Everything that an answer takes. */
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHousehold(database.kysely);
    const options = { customerId, platform, now: now - dayMs, random: randomBytes };
    const consent = {
      questions: consentClasses,
      precision: { totals: 'exact', balances: 'exact' },
      validForMs: 2 * dayMs,
    } as const;
    linkId = await createLink(database.kysely, { ...options, consent });
    accessToken = await issueAccessToken(database.kysely, { ...options, ttlMs: 2 * dayMs });
    await createGrant(database.kysely, { link: { customerId, linkId }, context, now });
  });

  const ask = (question: Question, other: Partial<Circumstances> = {}) =>
    answerQuestion(
      { accessToken, context, question },
      {
        database: database.kysely,
        now,
        today: '2026-03-18',
        timeZone: 'UTC',
        random: randomBytes,
        recordKeys,
        ...other,
      },
    );

  test('an answer that cannot be recorded is not given, and nothing of it stays', async () => {
    const always = (size: number): Uint8Array => new Uint8Array(size);
    const later = { now: now + 1_000, random: always };
    expect(await ask(income, later)).toHaveProperty('answerId', '00000000-0000-4000-8000-000000000000');
    await database.kysely.updateTable('step_up_grant').set({ last_used_at: now }).execute();
    await expect(ask(income, later), 'the same id again').rejects.toThrow();
    expect(await database.kysely.selectFrom('disclosure').selectAll().execute()).toHaveLength(1);
    expect(await database.kysely.selectFrom('step_up_grant').select('last_used_at').execute()).toEqual([
      { last_used_at: now },
    ]);
  });

  test('an answer that a fault would widen throws instead of leaving', async () => {
    // Not a currency of the contract.
    await database.kysely.updateTable('account').set({ currency: 'usd' }).execute();
    await expect(ask({ name: 'balance' })).rejects.toThrow();
    expect(await database.kysely.selectFrom('disclosure').selectAll().execute()).toEqual([]);
  });

  test('a bank that forbids exact amounts rounds them, whatever was consented to before', async () => {
    const checking = { name: 'balance', account: 'checking' } as const;
    expect(await ask(checking, { exactAmounts: 'allowed' })).toMatchObject({
      precision: 'exact',
      accounts: [{ bookedMinor: 586_449 }],
    });
    expect(await ask(checking, { exactAmounts: 'forbidden' })).toMatchObject({
      precision: 'about',
      accounts: [{ bookedMinor: 586_000 }],
    });
  });

  test('of several consents the latest says how precisely', async () => {
    const link = { customerId, linkId };
    const given = await loadConsent(database.kysely, link, now);
    if (given === null) throw new Error('a consent has been given');
    const later = { ...given, precision: { totals: 'about', balances: 'fresh' } } as const;
    await giveConsent(database.kysely, link, later, { now: given.givenAt, via: 'page' });
    expect(await ask({ name: 'balance' })).toMatchObject({ precision: 'about' });
  });

  test('a category on one account is judged where the accounts are in different currencies, too', async () => {
    await database.kysely
      .updateTable('account')
      .set({ currency: 'EUR' })
      .where('kind', '=', 'savings')
      .execute();
    const question = {
      name: 'spending',
      account: 'checking',
      category: 'groceries',
      window: { from: '2026-03-01', through: '2026-03-17' },
    } as const;
    expect(await ask(question), 'exact').toMatchObject({ spent: { count: 2, sumMinor: 15_550 } });
    const link = { customerId, linkId };
    const given = await loadConsent(database.kysely, link, now);
    if (given === null) throw new Error('a consent has been given');
    const about = { ...given, precision: { totals: 'about', balances: 'fresh' } } as const;
    await giveConsent(database.kysely, link, about, { now: given.givenAt, via: 'page' });
    const told = await ask(question);
    // Two purchases are too few; with those of February they are enough.
    expect(told).toMatchObject({ question: { account: 'checking' }, spent: { count: 5 } });
    expect(await database.kysely.selectFrom('disclosure_state').selectAll().execute()).toHaveLength(1);
  });
});
