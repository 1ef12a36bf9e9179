/** Yes or no, and what it tells: no more than the balance would, however often it is asked. */
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { computeBalance } from '../../../src/bank/answers/balance.ts';
import type { Asked } from '../../../src/bank/answers/compute.ts';
import { computeFunds } from '../../../src/bank/answers/funds.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { fundsBands, moveToBand } from '../../../src/bank/disclosure/bands.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import type { AccountKind, BalancePrecision, QuestionOf } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear } from '../household.ts';

const today = '2026-03-18';
const now = Date.parse('2026-03-18T14:30:00Z');

const funds = (atLeastMinor: number, more: Partial<QuestionOf<'funds'>> = {}): QuestionOf<'funds'> => ({
  name: 'funds',
  atLeastMinor,
  currency: 'USD',
  ...more,
});

describe('the amounts that are compared with', () => {
  test.each([
    ['USD', 2_000, 1_000_000],
    ['CZK', 20_000, 10_000_000],
    ['JPY', 2_000, 1_000_000],
    ['KWD', 20_000, 10_000_000],
  ])('of %s are from %i to %i', (currency, lowest, highest) => {
    const bands = fundsBands(currency);
    expect([bands[0], bands.at(-1)]).toEqual([lowest, highest]);
    expect(bands.toSorted((one, other) => one - other)).toEqual(bands);
  });

  test.each([
    [1, 2_000],
    [2_000, 2_000],
    [2_001, 5_000],
    [18_000, 20_000],
    [20_000, 20_000],
    [99_999_900, 1_000_000],
  ])('%i becomes %i', (asked, band) => {
    expect(moveToBand(funds(asked))).toEqual(funds(band));
    expect(moveToBand(funds(band))).toEqual(funds(band));
  });
});

describe.each(engines)('funds on $name', ({ open }) => {
  let database: BankDatabase;
  let customers = 0;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => clear(database.kysely));
  afterAll(async () => {
    await database.close();
  });

  interface Held {
    readonly kind: AccountKind;
    readonly balanceMinor: number;
    readonly currency?: string;
    readonly limitMinor?: number;
  }

  /** A customer who shares these accounts. */
  async function asking(accounts: readonly Held[], balances: BalancePrecision = 'fresh'): Promise<Asked> {
    const customerId = `customer-${(customers += 1)}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: customerId, birth_date: null })
      .execute();
    const named = accounts.map((account, index) => ({ ...account, accountId: `account-${index}` }));
    for (const { accountId, kind, balanceMinor, currency = 'USD', limitMinor = 0 } of named) {
      await database.kysely
        .insertInto('account')
        .values({
          customer_id: customerId,
          account_id: accountId,
          kind,
          nickname: accountId,
          currency,
          account_number: null,
          opening_minor: balanceMinor,
          credit_limit_minor: limitMinor,
        })
        .execute();
    }
    return {
      database: database.kysely,
      customerId,
      consent: {
        questions: new Set(['funds']),
        accounts: named.map(({ accountId }) => ({ accountId, nickname: accountId })),
        precision: { totals: 'about', balances },
        validUntil: now + 1,
      },
      now,
      today,
      timeZone: 'America/New_York',
      platform: 'alexa',
      booksOpenDays: 0,
      maySeal: () => Promise.resolve(true),
    };
  }

  const isEnough = async (question: QuestionOf<'funds'>, asked: Asked): Promise<boolean> => {
    const told = await computeFunds(question, asked);
    if (isRefusal(told)) throw new Error(told.refused);
    return told.fundsAvailable;
  };

  test.each(['fresh', 'sealed', 'exact'] as const)(
    'tell nothing of %s balances that the balance would not tell, and a yes is always true',
    async balances => {
      // Near a band, where one more would be told.
      const near = fc
        .tuple(fc.constantFrom(...fundsBands('USD')), fc.integer({ min: -1_200, max: 1_200 }))
        .map(([band, offset]) => band + offset);
      const amounts = fc.oneof(near, fc.integer({ min: -50_000, max: 1_200_000 }));
      const bySameBalance = new Map<string, string>();
      await fc.assert(
        fc.asyncProperty(amounts, async balanceMinor => {
          const asked = await asking([{ kind: 'checking', balanceMinor }], balances);
          const balance = await computeBalance({ name: 'balance' }, asked);
          const answers: boolean[] = [];
          for (const band of fundsBands('USD')) {
            const isYes = await isEnough(funds(band), asked);
            if (isYes) expect(balanceMinor).toBeGreaterThanOrEqual(band);
            // A no is off by no more than what rounding hides twice.
            if (!isYes) expect(balanceMinor).toBeLessThan(band + (balances === 'exact' ? 0 : 1_000));
            answers.push(isYes);
          }
          const told = JSON.stringify(balance);
          expect(JSON.stringify(answers)).toBe(bySameBalance.get(told) ?? JSON.stringify(answers));
          bySameBalance.set(told, JSON.stringify(answers));
        }),
        { numRuns: 40 },
      );
    },
  );

  test('are asked of what people pay from, unless they say otherwise', async () => {
    const asked = await asking([
      { kind: 'savings', balanceMinor: 900_000 },
      { kind: 'credit-card', balanceMinor: -10_000, limitMinor: 300_000 },
      { kind: 'checking', balanceMinor: 30_000 },
    ]);
    expect(await computeFunds(funds(50_000), asked)).toMatchObject({
      account: { kind: 'checking' },
      fundsAvailable: false,
    });
    expect(await computeFunds(funds(50_000, { account: 'savings' }), asked)).toMatchObject({
      account: { kind: 'savings' },
      fundsAvailable: true,
    });
    expect(await computeFunds(funds(200_000, { account: 'credit-card' }), asked)).toMatchObject({
      account: { kind: 'credit-card' },
      fundsAvailable: true,
    });
  });

  test('are of savings where no checking account is shared, and never of a card that nobody named', async () => {
    const savings = await asking([
      { kind: 'credit-card', balanceMinor: 0, limitMinor: 300_000 },
      { kind: 'savings', balanceMinor: 30_000 },
    ]);
    expect(await computeFunds(funds(20_000), savings)).toMatchObject({ account: { kind: 'savings' } });
    const card = await asking([{ kind: 'credit-card', balanceMinor: 0, limitMinor: 300_000 }]);
    expect(await computeFunds(funds(20_000), card)).toEqual({ refused: 'no_such_account' });
  });

  test('are of an account in that currency, or of none', async () => {
    const asked = await asking([
      { kind: 'checking', balanceMinor: 30_000 },
      { kind: 'savings', balanceMinor: 30_000, currency: 'EUR' },
    ]);
    expect(await computeFunds(funds(20_000, { currency: 'EUR' }), asked)).toMatchObject({
      account: { kind: 'savings' },
    });
    expect(await computeFunds(funds(20_000, { currency: 'EUR', account: 'checking' }), asked)).toEqual({
      refused: 'no_such_account',
    });
    expect(await computeFunds(funds(20_000, { currency: 'GBP' }), asked)).toEqual({
      refused: 'no_such_account',
    });
  });

  test('are compared with no amount that somebody chose', async () => {
    const asked = await asking([{ kind: 'checking', balanceMinor: 30_000 }]);
    await expect(computeFunds(funds(29_999), asked)).rejects.toThrow('a band alone');
  });
});
