/** A question that is not answered: whatever the reason, the platform gets the same bytes at the same time. */
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createBank } from '../../../src/bank/bank.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import type { TransactionTable } from '../../../src/bank/database/schema.ts';
import { usualBudget, type AnswerBudget } from '../../../src/bank/disclosure/budget.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { createLink } from '../../../src/bank/link/create-link.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import { consentClasses, paths, type ConsentPrecision, type Question } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear, customerId, insertHousehold, platform } from '../household.ts';

const now = Date.parse('2026-03-18T14:30:00Z');
const dayMs = 86_400_000;
const context = { conversation: 'conversation-0123456789ab' };

const sparse: Question = {
  name: 'spending',
  category: 'education',
  window: { from: '2026-03-15', through: '2026-03-15' },
};

/** Entries of which no window is safe: few of them are too few, and of more than that one outweighs the others. */
const sparseEntries = Array.from({ length: 112 }, (_, at): TransactionTable => ({
  customer_id: customerId,
  account_id: 'a-checking',
  transaction_id: `sparse-${at}`,
  status: 'booked',
  day: Temporal.PlainDate.from('2026-03-15')
    .subtract({ days: 3 * at })
    .toString(),
  direction: 'out',
  category: 'education',
  amount_minor: at % 4 === 0 ? 100 * 3 ** (28 - at / 4) : 1,
  merchant: null,
  counterparty: null,
  counterparty_account: null,
  description: null,
}));

interface Refused {
  readonly question: Question;
  /** All classes but this one. */
  readonly withheld?: Question['name'];
  readonly balances?: ConsentPrecision['balances'];
  readonly budget?: AnswerBudget;
  /** More than the household has. */
  readonly entries?: readonly TransactionTable[];
}

const reasons: Readonly<Record<string, Refused>> = {
  'the consent leaves it out': { question: { name: 'balance' }, withheld: 'balance' },
  'no window of it is safe': { question: sparse, entries: sparseEntries },
  'no balance is sealed yet': { question: { name: 'balance', account: 'credit-card' }, balances: 'sealed' },
  'there is nothing to compare with yet': {
    question: { name: 'funds', account: 'credit-card', atLeastMinor: 18_000, currency: 'USD' },
    balances: 'sealed',
  },
  'the day is used up': { question: { name: 'balance' }, budget: { answersPerDay: 0, fundsPerDay: 6 } },
  'the day is used up for yes or no': {
    question: { name: 'funds', atLeastMinor: 18_000, currency: 'USD' },
    budget: { answersPerDay: 60, fundsPerDay: 0 },
  },
};

describe.each(engines)('one refusal, on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  /** What a platform gets, byte for byte, and for how long the bank has waited before. */
  async function refuse({
    question,
    withheld,
    balances = 'fresh',
    budget = usualBudget,
    entries = [],
  }: Refused) {
    await clear(database.kysely);
    await insertHousehold(database.kysely);
    await ingest(database.kysely, entries);
    const options = { customerId, platform, now: now - dayMs, random: randomBytes };
    const questions = consentClasses.filter(name => name !== withheld);
    const consent = { questions, precision: { totals: 'about', balances }, validForMs: 2 * dayMs } as const;
    const linkId = await createLink(database.kysely, { ...options, consent });
    const token = await issueAccessToken(database.kysely, { ...options, ttlMs: 2 * dayMs });
    await createGrant(database.kysely, { link: { customerId, linkId }, context, now });

    const pauses: number[] = [];
    // Each look at this clock is 30 ms after the one before.
    let clockMs = 0;
    const bank = await createBank({
      database: database.kysely,
      pinPepper: Buffer.from('pepper'),
      timeZone: 'America/New_York',
      now: () => now,
      random: randomBytes,
      log: () => undefined,
      budget,
      monotonicMs: () => (clockMs += 30),
      pause: ms => Promise.resolve(pauses.push(ms)),
    }).listen({ host: '127.0.0.1', port: 0 });
    try {
      const reply = await post(`${bank.url}${paths.answers}/${question.name}`, token ?? '', {
        context,
        question,
      });
      return { ...reply, pauses };
    } finally {
      await bank.close();
    }
  }

  test('is the same in status, headers, bytes and time, whatever the reason', async () => {
    const replies = new Map<string, Awaited<ReturnType<typeof refuse>>>();
    for (const [reason, refused] of Object.entries(reasons)) {
      replies.set(reason, await refuse(refused));
    }
    const expected = replies.get('the consent leaves it out');
    expect(expected).toMatchObject({ status: 403, pauses: [70] });
    expect(JSON.parse(expected?.body ?? '')).toMatchObject({ code: 'not_disclosed' });
    expect(Object.fromEntries(replies)).toEqual(
      Object.fromEntries(Object.keys(reasons).map(reason => [reason, expected])),
    );
  });

  test('is what it is because of the reason alone: without it there is an answer', async () => {
    const answered = async (refused: Refused): Promise<number> => (await refuse(refused)).status;
    expect(await answered({ question: { name: 'balance' } })).toBe(200);
    expect(await answered({ question: { name: 'funds', atLeastMinor: 18_000, currency: 'USD' } })).toBe(200);
  });
});

/** With `node:http`, which gives the headers as they came. */
function post(
  url: string,
  token: string,
  body: object,
): Promise<{ status: number; headers: readonly string[]; body: string }> {
  return new Promise((resolve, reject) => {
    request(
      url,
      {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          'content-type': 'application/json',
          connection: 'close',
        },
      },
      response => {
        let text = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => (text += chunk));
        response.on('end', () => {
          const { statusCode = 0, rawHeaders } = response;
          // The date is the server's clock, and nothing of the reason.
          const headers = rawHeaders.map((value, at) => (rawHeaders[at - 1] === 'Date' ? '' : value));
          resolve({ status: statusCode, headers, body: text });
        });
      },
    )
      .on('error', reject)
      .end(JSON.stringify(body));
  });
}
