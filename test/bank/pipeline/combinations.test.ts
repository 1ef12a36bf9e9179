/**
 * Question x consent x token x step-up, every combination, with the expected answer; absent means no. The states are
 * prepared once, a link for each; what is expected is one line, not the pipeline again.
 */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { unlink } from '../../../src/bank/authorization/grant.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import { digestToken } from '../../../src/bank/link/access-token.ts';
import { canonicalJson } from '../../../src/bank/disclosure/record/canonical.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import { settleRefused } from '../../../src/bank/step-up/attempts.ts';
import { choosePin } from '../../../src/bank/step-up/choose-pin.ts';
import { endStepUp } from '../../../src/bank/step-up/end-step-up.ts';
import { absoluteMs, idleMs } from '../../../src/bank/step-up/limits.ts';
import {
  consentClasses,
  questionNames,
  type ConsentClass,
  type Question,
  type QuestionName,
} from '../../../src/facade/contract.ts';
import { contractLedger } from '../../facade/contract.cases.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold } from '../household.ts';
import { testRecordKeys as recordKeys } from '../record-keys.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const today = '2026-03-18';
const dayMs = 86_400_000;
const window = { from: '2026-03-01', through: today };
const here = {
  conversation: 'conversation-0123456789ab',
  device: 'device-0123456789abcdefg',
  speaker: 'speaker-0123456789abcdef',
};
const elsewhere = 'x'.repeat(22);

const questions: Readonly<Record<QuestionName, Question>> = {
  balance: { name: 'balance' },
  funds: { name: 'funds', atLeastMinor: 20_000, currency: 'USD' },
  activity: { name: 'activity', window },
  spending: { name: 'spending', window },
  income: { name: 'income', window },
  bill: { name: 'bill' },
  alerts: { name: 'alerts' },
  sharing: { name: 'sharing' },
  disclosures: { name: 'disclosures' },
};

/** Here it is not the day that runs out. */
const budget = { answersPerDay: 100_000, fundsPerDay: 100_000 };

const tokens = ['valid', 'absent', 'unknown', 'expired', 'unlinked'] as const;
type Token = (typeof tokens)[number];

/** A consent to every class, one that is not in force, or one to all classes but one. */
const consents = ['given', 'absent', 'expired', 'withdrawn', ...consentClasses] as const;
type Consent = (typeof consents)[number];

type GrantRow = BankSchema['step_up_grant'];

/** The grant that a link has, as it differs from one that was made just now, here. Null: none, or none any more. */
const grants = {
  fresh: {},
  'as old as it may be': { granted_at: now - absoluteMs, last_used_at: now - idleMs },
  absent: null,
  'idle too long': { granted_at: now - idleMs - 1, last_used_at: now - idleMs - 1 },
  'too old': { granted_at: now - absoluteMs - 1 },
  'made in the future': { granted_at: now + 1 },
  'of another conversation': { conversation: elsewhere },
  'of another device': { device: elsewhere },
  'of no device': { device: null },
  'of another speaker': { speaker: elsewhere },
  'of no speaker': { speaker: null },
  'of another link': null,
  'ended by stop': null,
  'ended by a change of PIN': null,
  'ended by a lock': null,
  'ended by unlinking': null,
} as const satisfies Record<string, Partial<GrantRow> | null>;
type Grant = keyof typeof grants;
const grantNames = Object.keys(grants) as Grant[];

/** The policy in words: all of them, or the first thing that is missing. */
function expected(question: QuestionName, token: Token, consent: Consent, grant: Grant): string {
  if (token !== 'valid') return 'invalid_token';
  if (consent === 'absent' || consent === 'expired' || consent === 'withdrawn') return 'invalid_token';
  if (consent === question) return 'not_disclosed';
  if (['alerts', 'sharing', 'disclosures'].includes(question)) return 'answered';
  return grant === 'fresh' || grant === 'as old as it may be'
    ? 'answered'
    : 'insufficient_user_authentication';
}

const combinations = grantNames.flatMap(grant => consents.map(consent => ({ consent, grant })));
const linkOf = (of: { consent: Consent; grant: Grant; isLinked: boolean }): string =>
  `${of.consent}, ${of.grant}, ${of.isLinked ? 'linked' : 'unlinked'}`;
const tokenOf = (linkId: string, kind: 'valid' | 'expired'): string => `${kind} ${linkId}`;

/** The events of a consent, as they are on record. */
function eventsOf(consent: Consent, linkId: string): BankSchema['consent_event'][] {
  if (consent === 'absent') return [];
  const isOf = (name: ConsentClass): boolean => name !== consent;
  const given = {
    customer_id: customerId,
    link_id: linkId,
    sequence: 1,
    kind: 'given',
    at: now - dayMs,
    platform: linkId,
    questions: JSON.stringify(consentClasses.filter(isOf)),
    accounts: JSON.stringify(
      contractLedger.accounts.map(({ kind, nickname }) => ({ account_id: `a-${kind}`, nickname })),
    ),
    totals_precision: 'exact',
    balances_precision: 'exact',
    valid_until: consent === 'expired' ? now : now + 1,
    via: 'page',
  } as const;
  if (consent !== 'withdrawn') return [given];
  const nothing = {
    questions: '[]',
    accounts: '[]',
    totals_precision: null,
    balances_precision: null,
    valid_until: null,
  };
  return [given, { ...given, ...nothing, sequence: 2, kind: 'withdrawn', at: now - 1 }];
}

const grantOn = (linkId: string, changes: Partial<GrantRow> = {}): GrantRow => ({
  customer_id: customerId,
  link_id: linkId,
  ...here,
  granted_at: now,
  last_used_at: now,
  ...changes,
});

describe.each(engines)('every combination on $name', ({ open }) => {
  let database: BankDatabase;

  beforeAll(async () => {
    database = await open();
    const { kysely } = database;
    await insertHousehold(kysely);
    const links = combinations.flatMap(of =>
      [true, false].map(isLinked => ({ ...of, isLinked, linkId: linkOf({ ...of, isLinked }) })),
    );
    const linkIds = [...links.map(({ linkId }) => linkId), 'another link'];
    await kysely
      .insertInto('link')
      .values(
        linkIds.map(link_id => ({
          customer_id: customerId,
          link_id,
          platform: link_id,
          created_at: now - dayMs,
          unlinked_at: null,
          failed_step_ups: 0,
          locked_at: null,
        })),
      )
      .execute();
    await kysely
      .insertInto('consent_event')
      .values(links.flatMap(({ consent, linkId }) => eventsOf(consent, linkId)))
      .execute();
    const insertTokens = (of: readonly string[]) =>
      kysely
        .insertInto('access_token')
        .values(
          of.flatMap(link_id =>
            (['valid', 'expired'] as const).map(kind => ({
              token_digest: digestToken(tokenOf(link_id, kind)),
              customer_id: customerId,
              link_id,
              expires_at: kind === 'expired' ? now : now + 1,
            })),
          ),
        )
        .execute();
    await insertTokens(linkIds);

    const linkIdsWith = (grant: Grant): string[] =>
      links.filter(link => link.grant === grant).map(({ linkId }) => linkId);
    const keys = (of: readonly string[]) => of.map(linkId => ({ customerId, linkId }));
    const insertGrants = (rows: readonly GrantRow[]) =>
      kysely.insertInto('step_up_grant').values(rows).execute();

    // What ends every grant of the customer comes first.
    await insertGrants(linkIdsWith('ended by a change of PIN').map(linkId => grantOn(linkId)));
    const cost = { memory: 8, passes: 1, parallelism: 1 };
    const pepper = Buffer.from('pepper');
    await choosePin(kysely, { customerId, pin: '4821', pepper, now, random: randomBytes, cost });

    await insertGrants(
      (['ended by stop', 'ended by a lock', 'ended by unlinking'] as const).flatMap(grant =>
        linkIdsWith(grant).map(linkId => grantOn(linkId)),
      ),
    );
    for (const linkId of linkIdsWith('ended by stop')) {
      const accessToken = tokenOf(linkId, 'valid');
      await endStepUp({ accessToken, conversation: here.conversation }, { database: kysely, now });
    }
    for (const link of keys(linkIdsWith('ended by a lock'))) {
      await kysely
        .updateTable('link')
        .set({ failed_step_ups: 3 })
        .where('link_id', '=', link.linkId)
        .execute();
      await settleRefused(kysely, link, { inARow: 3, ofDay: 3 }, { now, today });
    }
    for (const link of keys(linkIdsWith('ended by unlinking'))) await unlink(kysely, link, now);
    expect(await kysely.selectFrom('step_up_grant').selectAll().execute()).toEqual([]);
    // Linked again, with a token of its own: the step-up of before does not come back.
    await kysely.updateTable('link').set({ unlinked_at: null }).execute();
    await insertTokens(linkIdsWith('ended by unlinking'));

    await insertGrants([
      grantOn('another link'),
      ...links.flatMap(({ grant, linkId }) => {
        const changes = grants[grant];
        return changes === null ? [] : [grantOn(linkId, changes)];
      }),
    ]);
    // Not by `unlink`, which takes the tokens away: here they still lie about.
    await kysely
      .updateTable('link')
      .set({ unlinked_at: now })
      .where('link_id', 'like', '%, unlinked')
      .execute();
  });
  afterAll(async () => {
    await clear(database.kysely);
    await database.close();
  });

  function tokenFor(token: Token, of: { consent: Consent; grant: Grant }): string | null {
    if (token === 'absent') return null;
    if (token === 'unknown') return randomBytes(32).toString('base64url');
    const linkId = linkOf({ ...of, isLinked: token !== 'unlinked' });
    return tokenOf(linkId, token === 'expired' ? 'expired' : 'valid');
  }

  test.each(questionNames)('of %s', async name => {
    const { kysely } = database;
    await kysely.deleteFrom('disclosure').execute();
    const cases = combinations.flatMap(of => tokens.map(token => ({ ...of, token })));
    const came = await Promise.all(
      cases.map(async of => {
        const outcome = await answerQuestion(
          { accessToken: tokenFor(of.token, of), context: here, question: questions[name] },
          {
            database: kysely,
            now,
            today,
            timeZone: 'America/New_York',
            random: randomBytes,
            recordKeys,
            budget,
          },
        );
        return { ...of, outcome };
      }),
    );
    const lines = (of: readonly { token: Token; consent: Consent; grant: Grant; came: string }[]) =>
      of.map(
        ({ token, consent, grant, came: is }) =>
          `token ${token}, consent ${consent}, step-up ${grant}: ${is}`,
      );
    expect(
      lines(came.map(of => ({ ...of, came: isRefusal(of.outcome) ? of.outcome.refused : 'answered' }))),
    ).toEqual(lines(cases.map(of => ({ ...of, came: expected(name, of.token, of.consent, of.grant) }))));

    // Each answer is on record, and nothing else.
    const recorded = await kysely.selectFrom('disclosure').select(['answer_id', 'told']).execute();
    const answered = came.flatMap(({ outcome }) => (isRefusal(outcome) ? [] : [outcome.answerId]));
    expect(recorded.map(row => row.answer_id).sort()).toEqual(answered.sort());
    expect(new Set(recorded.map(row => row.told))).toEqual(
      new Set(answered.length === 0 ? [] : [canonicalJson(questions[name])]),
    );
  });

  test('all of them were asked', () => {
    expect(combinations.length * tokens.length * questionNames.length).toBe(16 * 11 * 5 * 9);
  });
});
