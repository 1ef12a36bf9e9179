/** Question x token x consent x step-up, every combination; the expected answer is one line, not the pipeline again. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { giveConsent, loadConsent, withdrawConsent } from '../../../src/bank/consent/index.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { questionPolicy } from '../../../src/bank/pipeline/question-policy.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import {
  consentClasses,
  questionNames,
  type Question,
  type QuestionName,
} from '../../../src/facade/contract.ts';
import { contractLedger } from '../../facade/contract.cases.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const dayMs = 86_400_000;
const window = { from: '2026-03-01', through: '2026-03-18' };
const context = { conversation: 'conversation-0123456789ab' };

const questions: Readonly<Record<QuestionName, Question>> = {
  balance: { name: 'balance' },
  activity: { name: 'activity', window },
  spending: { name: 'spending', window },
  income: { name: 'income', window },
  alerts: { name: 'alerts' },
  sharing: { name: 'sharing' },
};

const tokens = ['valid', 'absent', 'unknown', 'expired', 'unlinked'] as const;
const consents = ['given', 'absent', 'for another question', 'expired', 'withdrawn'] as const;
const stepUps = [
  'fresh',
  'absent',
  'idle too long',
  'too old',
  'of another conversation',
  'of another link',
] as const;

/** The policy in words: all of them, or the first thing that is missing. */
function expected(
  question: QuestionName,
  token: (typeof tokens)[number],
  consent: (typeof consents)[number],
  stepUp: (typeof stepUps)[number],
): string {
  if (token !== 'valid') return 'invalid_token';
  if (consent === 'for another question') return question === 'sharing' ? 'answered' : 'not_disclosed';
  if (consent !== 'given') return 'invalid_token';
  if (question !== 'alerts' && question !== 'sharing' && stepUp !== 'fresh')
    return 'insufficient_user_authentication';
  return 'answered';
}

test('which question takes a step-up', () => {
  expect(questionPolicy).toEqual({
    balance: { stepUp: 'fresh' },
    activity: { stepUp: 'fresh' },
    spending: { stepUp: 'fresh' },
    income: { stepUp: 'fresh' },
    alerts: { stepUp: 'none' },
    sharing: { stepUp: 'none' },
  });
});

describe.each(engines)('the policy on $name', ({ open }) => {
  let database: BankDatabase;
  let linkId: string;
  let otherLinkId: string;

  beforeAll(async () => {
    database = await open();
    await insertHousehold(database.kysely);
    const link = (on: string) =>
      createLink(database.kysely, {
        customerId,
        platform: on,
        consent: null,
        now: now - dayMs,
        random: randomBytes,
      });
    linkId = await link(platform);
    otherLinkId = await link('another-platform');
  });
  afterAll(async () => {
    await clear(database.kysely);
    await database.close();
  });

  async function giveToken(state: (typeof tokens)[number]): Promise<string | null> {
    await database.kysely.updateTable('link').set({ unlinked_at: null }).execute();
    if (state === 'absent') return null;
    if (state === 'unknown') return randomBytes(32).toString('base64url');
    const issued = await issueAccessToken(database.kysely, {
      customerId,
      platform,
      now: now - dayMs,
      random: randomBytes,
      ttlMs: state === 'expired' ? dayMs : 2 * dayMs,
    });
    if (state === 'unlinked') {
      await database.kysely.updateTable('link').set({ unlinked_at: now }).execute();
    }
    return issued;
  }

  async function arrangeConsent(question: QuestionName, state: (typeof consents)[number]): Promise<void> {
    await database.kysely.deleteFrom('consent_event').execute();
    if (state === 'absent') return;
    const classes = consentClasses.filter(name =>
      state === 'for another question' ? name !== question : name === question,
    );
    const link = { customerId, linkId };
    const choice = {
      questions: classes,
      accounts: contractLedger.accounts.map(({ kind, nickname }) => ({ accountId: `a-${kind}`, nickname })),
      precision: 'exact',
      validUntil: state === 'expired' ? now : now + dayMs,
    } as const;
    await giveConsent(database.kysely, link, choice, { now: now - dayMs, via: 'page' });
    if (state === 'withdrawn') {
      await withdrawConsent(database.kysely, link, { now: now - 1, via: 'page' });
    }
  }

  async function giveStepUp(state: (typeof stepUps)[number]): Promise<void> {
    await database.kysely.deleteFrom('step_up_grant').execute();
    if (state === 'absent') return;
    await createGrant(database.kysely, {
      link: { customerId, linkId: state === 'of another link' ? otherLinkId : linkId },
      context: state === 'of another conversation' ? { conversation: 'x'.repeat(22) } : context,
      now,
    });
    if (state === 'idle too long') {
      await database.kysely
        .updateTable('step_up_grant')
        .set({ last_used_at: now - 300_001 })
        .execute();
    }
    if (state === 'too old') {
      await database.kysely
        .updateTable('step_up_grant')
        .set({ granted_at: now - 900_001 })
        .execute();
    }
  }

  test.each(questionNames)('of %s', async name => {
    for (const token of tokens) {
      for (const consent of consents) {
        for (const stepUp of stepUps) {
          const accessToken = await giveToken(token);
          await arrangeConsent(name, consent);
          await giveStepUp(stepUp);
          await database.kysely.deleteFrom('disclosure').execute();

          const outcome = await answerQuestion(
            { accessToken, context, question: questions[name] },
            {
              database: database.kysely,
              now,
              today: '2026-03-18',
              timeZone: 'America/New_York',
              random: randomBytes,
            },
          );
          const came = isRefusal(outcome) ? outcome.refused : 'answered';
          expect(`${token} token, consent ${consent}, step-up ${stepUp}: ${came}`).toBe(
            `${token} token, consent ${consent}, step-up ${stepUp}: ${expected(name, token, consent, stepUp)}`,
          );
          const recorded = await database.kysely.selectFrom('disclosure').selectAll().execute();
          expect(recorded.map(row => [row.answer_id, row.question, row.precision])).toEqual(
            isRefusal(outcome) ? [] : [[outcome.answerId, JSON.stringify(questions[name]), 'exact']],
          );
        }
      }
    }
  });

  test('an answer that cannot be recorded is not given, and nothing of it stays', async () => {
    const accessToken = await giveToken('valid');
    await arrangeConsent('income', 'given');
    await giveStepUp('fresh');
    await database.kysely.deleteFrom('disclosure').execute();
    const ask = (random: (size: number) => Uint8Array) =>
      answerQuestion(
        { accessToken, context, question: questions.income },
        { database: database.kysely, now: now + 1_000, today: '2026-03-18', timeZone: 'UTC', random },
      );
    const always = (size: number): Uint8Array => new Uint8Array(size);
    expect(await ask(always)).toHaveProperty('answerId', '00000000-0000-4000-8000-000000000000');
    await database.kysely.updateTable('step_up_grant').set({ last_used_at: now }).execute();
    await expect(ask(always), 'the same id again').rejects.toThrow();
    expect(await database.kysely.selectFrom('disclosure').selectAll().execute()).toHaveLength(1);
    expect(await database.kysely.selectFrom('step_up_grant').select('last_used_at').execute()).toEqual([
      { last_used_at: now },
    ]);
  });

  test('an answer that a fault would widen throws instead of leaving', async () => {
    const accessToken = await giveToken('valid');
    await arrangeConsent('balance', 'given');
    await giveStepUp('fresh');
    await database.kysely.deleteFrom('disclosure').execute();
    // Not a currency of the contract.
    await database.kysely.updateTable('account').set({ currency: 'usd' }).execute();
    await expect(
      answerQuestion(
        { accessToken, context, question: questions.balance },
        { database: database.kysely, now, today: '2026-03-18', timeZone: 'UTC', random: randomBytes },
      ),
    ).rejects.toThrow();
    expect(await database.kysely.selectFrom('disclosure').selectAll().execute()).toEqual([]);
    await database.kysely.updateTable('account').set({ currency: 'USD' }).execute();
  });

  test('of several consents the latest says how precisely', async () => {
    const accessToken = await giveToken('valid');
    await arrangeConsent('income', 'given');
    await giveStepUp('fresh');
    const link = { customerId, linkId };
    const given = await loadConsent(database.kysely, link, now);
    if (given === null) throw new Error('a consent has been given');
    const later = { ...given, precision: 'about' } as const;
    await giveConsent(database.kysely, link, later, { now: given.givenAt, via: 'page' });
    const outcome = await answerQuestion(
      { accessToken, context, question: questions.income },
      { database: database.kysely, now, today: '2026-03-18', timeZone: 'UTC', random: randomBytes },
    );
    expect(outcome).toMatchObject({ precision: 'about', received: { sumMinor: 250_000 } });
  });
});
