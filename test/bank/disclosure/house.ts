/** A household of the attack's, at a bank: with links, a consent and a step-up on each platform. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { demoHousehold } from '../../../src/attack/demo-households.ts';
import type { Household } from '../../../src/attack/household.ts';
import type { BankSchema } from '../../../src/bank/database/schema.ts';
import { dateOf } from '../../../src/bank/disclosure/day.ts';
import type { LedgerEntry } from '../../../src/bank/ledger/entry.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import type { Circumstances, Refusal } from '../../../src/bank/pipeline/step.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import {
  consentClasses,
  type Answer,
  type ConsentPrecision,
  type Question,
} from '../../../src/facade/contract.ts';
import { testRecordKeys as recordKeys } from '../record-keys.ts';
import type { Entry } from './teller.ts';

const timeZone = 'America/New_York';
export const household: Household = demoHousehold('at-the-bank', 0, 90);
export const today = '2026-11-23';
/** Half past ten in the morning at the bank. */
const now = Temporal.PlainDateTime.from(`${today}T10:30`).toZonedDateTime(timeZone).epochMilliseconds;

const context = { conversation: 'conversation-0123456789ab' };
const yearMs = 365 * 86_400_000;

/** A booked row of the ledger; the customer's id is to be put in. */
export function rowOf(entry: Entry, id: string): LedgerEntry {
  return {
    customer_id: '',
    account_id: entry.accountId,
    transaction_id: id,
    status: 'booked',
    day: dateOf(entry.day),
    direction: entry.direction,
    category: entry.category,
    amount_minor: entry.amountMinor,
    merchant: 'Merchant',
    counterparty: null,
    counterparty_account: null,
    description: null,
  };
}

/** Inserts a customer with a household's accounts, and what is booked on them; nothing by default. */
export async function insertHouse(
  database: Kysely<BankSchema>,
  customerId: string,
  entries: readonly Entry[] = [],
  { accounts, currency }: Pick<Household, 'accounts' | 'currency'> = household,
): Promise<void> {
  await database
    .insertInto('customer')
    .values({ customer_id: customerId, name: customerId, birth_date: null })
    .execute();
  await database
    .insertInto('account')
    .values(
      accounts.map(({ accountId, kind, openingMinor, creditLimitMinor }) => ({
        customer_id: customerId,
        account_id: accountId,
        kind,
        nickname: `My ${kind}`,
        currency,
        account_number: null,
        opening_minor: openingMinor,
        credit_limit_minor: creditLimitMinor,
      })),
    )
    .execute();
  await ingest(
    database,
    entries.map((entry, index) => ({ ...rowOf(entry, `t-${index}`), customer_id: customerId })),
  );
}

/** Asks as a customer who has linked a platform and stepped up on it. */
export type Ask = (question: Question, circumstances?: Partial<Circumstances>) => Promise<Answer | Refusal>;

/** Links a customer to a platform, with everything shared. */
export async function linkHouse(
  database: Kysely<BankSchema>,
  customerId: string,
  platform: string,
  precision: ConsentPrecision = { totals: 'about', balances: 'sealed' },
): Promise<Ask> {
  const options = { customerId, platform, now: now - yearMs / 2, random: randomBytes };
  const consent = { questions: consentClasses, precision, validForMs: yearMs };
  const linkId = await createLink(database, { ...options, consent });
  const accessToken = await issueAccessToken(database, { ...options, ttlMs: yearMs });
  await createGrant(database, { link: { customerId, linkId }, context, now });
  return (question, circumstances) =>
    answerQuestion(
      { accessToken, context, question },
      {
        database,
        now,
        today,
        timeZone,
        random: randomBytes,
        recordKeys,
        budget: { answersPerDay: 10_000, fundsPerDay: 10_000 },
        ...circumstances,
      },
    );
}
