import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { computeBill } from '../../../src/bank/answers/bill.ts';
import type { Asked } from '../../../src/bank/answers/compute.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import type { CardStatementTable, TransactionTable } from '../../../src/bank/database/schema.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { engines } from '../engines.ts';

const today = '2026-11-23';

type Statement = Pick<CardStatementTable, 'closed_on' | 'due_on' | 'balance_minor' | 'minimum_minor'>;
type Movement = Pick<TransactionTable, 'day' | 'direction' | 'category' | 'amount_minor'> & {
  readonly status?: TransactionTable['status'];
};

const october: Statement = {
  closed_on: '2026-10-10',
  due_on: '2026-11-04',
  balance_minor: 90_000,
  minimum_minor: 2_500,
};
const november: Statement = {
  closed_on: '2026-11-10',
  due_on: '2026-12-05',
  balance_minor: 124_000,
  minimum_minor: 2_480,
};
const december: Statement = {
  closed_on: '2026-12-10',
  due_on: '2027-01-04',
  balance_minor: 1,
  minimum_minor: 1,
};
const payment: Movement = {
  day: '2026-11-20',
  direction: 'in',
  category: 'transfer',
  amount_minor: 124_000,
};

describe.each(engines)('the bill on $name', ({ open }) => {
  let database: BankDatabase;
  let customers = 0;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  /** A customer with a card for each row, and a checking account that must not matter. */
  async function customerWith(
    cards: readonly { statements?: readonly Statement[]; movements?: readonly Movement[] }[],
    consent: Partial<Asked['consent']> = {},
  ): Promise<Asked> {
    const customerId = `customer-${(customers += 1)}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: customerId, birth_date: null })
      .execute();
    const accountIds = ['checking', ...cards.map((_, place) => `card-${place}`)];
    for (const account_id of accountIds) {
      await database.kysely
        .insertInto('account')
        .values({
          customer_id: customerId,
          account_id,
          kind: account_id === 'checking' ? 'checking' : 'credit-card',
          nickname: account_id,
          currency: 'USD',
          account_number: null,
          opening_minor: 0,
          credit_limit_minor: 0,
        })
        .execute();
    }
    for (const [place, { statements = [], movements = [] }] of cards.entries()) {
      const account_id = `card-${place}`;
      for (const statement of statements) {
        await database.kysely
          .insertInto('card_statement')
          .values({ customer_id: customerId, account_id, ...statement })
          .execute();
      }
      await ingest(
        database.kysely,
        movements.map((movement, index) => ({
          customer_id: customerId,
          account_id,
          transaction_id: String(index),
          status: 'booked' as const,
          ...movement,
          merchant: null,
          counterparty: null,
          counterparty_account: null,
          description: null,
        })),
      );
    }
    return {
      database: database.kysely,
      customerId,
      consent: {
        questions: new Set(['bill']),
        accounts: accountIds.map(accountId => ({ accountId, nickname: `my ${accountId}` })),
        precision: { totals: 'about', balances: 'exact' },
        validUntil: 0,
        ...consent,
      },
      today,
      now: Date.parse(`${today}T12:00:00Z`),
      platform: 'alexa',
      booksOpenDays: 0,
      maySeal: () => Promise.resolve(true),
      timeZone: 'UTC',
    };
  }
  const bill = (asked: Asked) => computeBill({ name: 'bill' }, asked);
  const paidAfter = async (...movements: Movement[]) => {
    const answer = await bill(await customerWith([{ statements: [november], movements }]));
    return 'cards' in answer ? answer.cards[0]?.statement?.paid : null;
  };

  test('is the last statement that is there today', async () => {
    expect(await bill(await customerWith([{ statements: [december, october, november] }]))).toEqual({
      question: { name: 'bill' },
      cards: [
        {
          nickname: 'my card-0',
          currency: 'USD',
          statement: {
            dueOn: '2026-12-05',
            paid: false,
            amounts: { balanceMinor: 124_000, minimumMinor: 2_480 },
          },
        },
      ],
    });
  });

  test('is of each card by itself, and of none that is not shared or has no statement', async () => {
    const asked = await customerWith([
      { statements: [october] },
      {},
      { statements: [november], movements: [payment] },
      { statements: [november] },
    ]);
    const { accounts } = asked.consent;
    const shared = accounts.filter(({ accountId }) => accountId !== 'card-3');
    const answer = await bill({ ...asked, consent: { ...asked.consent, accounts: shared } });
    expect(answer).toMatchObject({
      cards: [
        { nickname: 'my card-0', statement: { dueOn: '2026-11-04', paid: false } },
        { nickname: 'my card-1', statement: null },
        { nickname: 'my card-2', statement: { dueOn: '2026-12-05', paid: true } },
      ],
    });
  });

  test('is paid once what came in since covers it, and by nothing else', async () => {
    expect(await paidAfter(payment)).toBe(true);
    expect(await paidAfter({ ...payment, amount_minor: 24_000 }, { ...payment, amount_minor: 100_000 })).toBe(
      true,
    );
    expect(await paidAfter({ ...payment, amount_minor: 123_999 })).toBe(false);
    expect(await paidAfter({ ...payment, category: 'refund' })).toBe(false);
    expect(await paidAfter({ ...payment, status: 'pending' })).toBe(false);
    expect(await paidAfter({ ...payment, direction: 'out' })).toBe(false);
    expect(await paidAfter({ ...payment, day: november.closed_on })).toBe(false);
    expect(await paidAfter({ ...payment, day: '2026-11-24' })).toBe(false);
  });

  test('of a card on which nothing was owed is paid, on its first day too', async () => {
    const nothing = { closed_on: today, due_on: '2026-12-18', balance_minor: 0, minimum_minor: 0 };
    expect(await bill(await customerWith([{ statements: [nothing] }]))).toMatchObject({
      cards: [{ statement: { paid: true, amounts: { balanceMinor: 0 } } }],
    });
  });

  test('holds no amount where balances are sealed', async () => {
    const asked = await customerWith([{ statements: [november] }], {
      precision: { totals: 'exact', balances: 'sealed' },
    });
    expect(await bill(asked)).toMatchObject({
      cards: [{ statement: { dueOn: '2026-12-05', paid: false, amounts: null } }],
    });
  });

  test('is empty where no card is shared', async () => {
    const none = { question: { name: 'bill' }, cards: [] };
    expect(await bill(await customerWith([]))).toEqual(none);
    expect(await bill(await customerWith([{ statements: [november] }], { accounts: [] }))).toEqual(none);
  });
});
