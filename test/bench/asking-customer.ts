/** A customer of a bank on SQLite, who has asked for a great many totals. */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import { Temporal } from 'temporal-polyfill';
import { demoHousehold } from '../../src/attack/demo-households.ts';
import { openDatabase } from '../../src/bank/database/database.ts';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { seededRandom } from '../../src/bank/demo/seeded-random.ts';
import { dateOf, mondayOf, monthStart, type Day } from '../../src/bank/disclosure/day.ts';
import { recordKeys } from '../../src/bank/disclosure/record/index.ts';
import { tellTotals } from '../../src/bank/disclosure/tell-totals.ts';
import type { TotalsQuestion } from '../../src/bank/disclosure/totals.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { answerQuestion } from '../../src/bank/pipeline/answer-question.ts';
import { isRefusal } from '../../src/bank/pipeline/step.ts';
import { createGrant } from '../../src/bank/step-up/grants.ts';
import { consentClasses, type DateWindow, type SpendingCategory } from '../../src/facade/contract.ts';
import { insertHouse } from '../bank/disclosure/house.ts';

/** The days on which the customer asks. */
const days = 400;
const household = demoHousehold('bench', 0, days);
const { accounts, currency, period, transactions } = household;
const lastDay = period.until - 1;
const customerId = 'bench';
const timeZone = 'America/New_York';
const context = { conversation: 'conversation-of-the-bench' };
const keys = recordKeys(Buffer.from('the secret of a bank that is made for a benchmark'));

/** How often the household's transactions are in the ledger, and how many days each time is before the one before. */
export interface Copies {
  readonly count: number;
  readonly daysApart: number;
}

export interface AskingCustomer {
  readonly transactionCount: number;
  /** Decides on one more question, and undoes that: each is asked of the same history. In microseconds. */
  readonly decide: (index: number) => Promise<number>;
  /** Has one more question answered, from the access token to the committed record. In microseconds. */
  readonly answer: (index: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

/** A customer who has asked so often, in a database of its own. */
export async function openCustomer(file: string, copies: Copies, asked: number): Promise<AskingCustomer> {
  const database = await openDatabase({ kind: 'sqlite', file });
  const { kysely } = database;
  await fill(kysely, copies);
  const everywhere = accounts.map(({ accountId }) => accountId);
  const decide = (index: number, day: Day, isKept: boolean): Promise<number> => {
    const question = questionOn(day, index);
    const accountIds = question.account === undefined ? everywhere : ['card'];
    let tookUs = 0;
    return kysely
      .transaction()
      .execute(async transaction => {
        const startedAt = performance.now();
        await tellTotals(question, { accountIds, currency }, { transaction, customerId, closedUntil: day });
        tookUs = (performance.now() - startedAt) * 1_000;
        if (!isKept) throw new Undone();
      })
      .catch((error: unknown) => {
        if (!(error instanceof Undone)) throw error;
      })
      .then(() => tookUs);
  };
  for (let index = 0; index < asked; index += 1) {
    await decide(index, period.from + Math.floor((index * (days - 1)) / asked), true);
  }

  const ask = await link(kysely, lastDay);
  return {
    transactionCount: transactions.length * copies.count,
    decide: index => decide(asked + index, lastDay, false),
    answer: async index => {
      const startedAt = performance.now();
      await ask(questionOn(lastDay, asked + index));
      return (performance.now() - startedAt) * 1_000;
    },
    close: () => database.close(),
  };
}

class Undone extends Error {}

/** What a customer asks on a day: mostly about months and weeks, as people do. */
function questionOn(day: Day, index: number): TotalsQuestion {
  const draw = (name: string): number => seededRandom('bench', name, String(index)).between(0, 99);
  const through = (from: Day, last: Day): DateWindow => ({ from: dateOf(from), through: dateOf(last) });
  const window = pick<DateWindow>(draw('window'), [
    [30, through(monthStart(day), day)],
    [20, through(monthStart(day, -1), monthStart(day) - 1)],
    [15, through(mondayOf(day), day)],
    [10, through(mondayOf(day) - 7, mondayOf(day) - 1)],
    [10, through(day - 6, day)],
    [5, through(day - 1, day - 1)],
    [10, through(day - 29, day)],
  ]);
  const category = pick<SpendingCategory>(draw('category'), [
    [35, 'groceries'],
    [30, 'dining'],
    [15, 'transport'],
    [10, 'shopping'],
    [10, 'utilities'],
  ]);
  const question = pick<TotalsQuestion>(draw('question'), [
    [40, { name: 'activity', window }],
    [30, { name: 'spending', window }],
    [22, { name: 'spending', category, window }],
    [8, { name: 'income', window }],
  ]);
  const isOfCard = draw('account') < 8 && !('category' in question);
  return isOfCard ? { ...question, account: 'credit-card' } : question;
}

/** The one of some values on whose share of a hundred a number falls. */
function pick<Value>(drawn: number, shares: readonly (readonly [share: number, value: Value])[]): Value {
  let left = drawn;
  for (const [share, value] of shares) {
    if (left < share) return value;
    left -= share;
  }
  throw new Error('the shares are not a hundred');
}

/** Inserts the customer, with the household's transactions as often as that. */
function fill(database: Kysely<BankSchema>, { count, daysApart }: Copies): Promise<void> {
  const entries = transactions.flatMap(transaction =>
    Array.from({ length: count }, (_, copy) => ({ ...transaction, day: transaction.day - copy * daysApart })),
  );
  return insertHouse(database, customerId, entries, household);
}

/** Links the customer, and lets her ask at noon of a day. */
async function link(
  database: Kysely<BankSchema>,
  day: Day,
): Promise<(question: TotalsQuestion) => Promise<void>> {
  const today = dateOf(day);
  const now = Temporal.PlainDateTime.from(`${today}T12:00`).toZonedDateTime(timeZone).epochMilliseconds;
  const of = { customerId, platform: 'alexa', now, random: randomBytes };
  const precision = { totals: 'about', balances: 'fresh' } as const;
  const consent = { questions: consentClasses, precision, validForMs: 86_400_000 } as const;
  const linkId = await createLink(database, { ...of, consent });
  const accessToken = await issueAccessToken(database, { ...of, ttlMs: 86_400_000 });
  await createGrant(database, { link: { customerId, linkId }, context, now });
  const budget = { answersPerDay: 1_000_000, fundsPerDay: 1_000_000 };
  return async question => {
    const answer = await answerQuestion(
      { accessToken, context, question },
      { database, now, today, timeZone, random: randomBytes, recordKeys: keys, budget },
    );
    if (isRefusal(answer) && answer.refused !== 'not_disclosed') throw new Error(answer.refused);
  };
}
