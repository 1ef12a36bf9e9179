/** Every answer against a sum over the transactions, written down a second time and without any rollup. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comparisonWindow } from '../../../src/bank/answers/comparison-window.ts';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import type { TransactionTable } from '../../../src/bank/database/schema.ts';
import type { Asked } from '../../../src/bank/answers/compute.ts';
import { answers } from '../../../src/bank/answers/index.ts';
import { ingest } from '../../../src/bank/ledger/ingest.ts';
import { ledgerCategories } from '../../../src/bank/ledger/category.ts';
import {
  accountKinds,
  spendingCategories,
  type AccountKind,
  type DateWindow,
} from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';

const today = '2026-03-18';
const day = fc
  .integer({ min: -500, max: 20 })
  .map(offset => Temporal.PlainDate.from(today).add({ days: offset }).toString());

const ledgers = fc.record({
  opening: fc.tuple(...accountKinds.map(() => fc.integer({ min: -100_000, max: 1_000_000 }))),
  limit: fc.integer({ min: 0, max: 500_000 }),
  entries: fc.array(
    fc.record({
      kind: fc.constantFrom(...accountKinds),
      status: fc.constantFrom('booked', 'booked', 'booked', 'pending'),
      day,
      direction: fc.constantFrom('in', 'out'),
      category: fc.constantFrom(...ledgerCategories),
      amountMinor: fc.integer({ min: 0, max: 300_000 }),
    }),
    { maxLength: 120 },
  ),
});
type Ledger = typeof ledgers extends fc.Arbitrary<infer Value> ? Value : never;
type Entry = Ledger['entries'][number];

const asked = fc.record({
  account: fc.option(fc.constantFrom(...accountKinds), { nil: undefined }),
  category: fc.option(fc.constantFrom(...spendingCategories), { nil: undefined }),
  window: fc
    .tuple(day, day)
    .map(([one, other]): DateWindow => ({
      from: one < other ? one : other,
      through: [one < other ? other : one, today].toSorted()[0] ?? today,
    }))
    .map(({ from, through }): DateWindow => ({ from: from < through ? from : through, through })),
});

describe.each(engines)('answers on $name', ({ name, open }) => {
  let database: BankDatabase;
  let customers = 0;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(async () => {
    await database.close();
  });

  /** A customer of its own for each ledger; another one's entries must not be seen. */
  async function insert({ opening, limit, entries }: Ledger): Promise<string> {
    const customerId = `customer-${(customers += 1)}`;
    await database.kysely
      .insertInto('customer')
      .values({ customer_id: customerId, name: customerId, birth_date: null })
      .execute();
    for (const [index, kind] of accountKinds.entries()) {
      await database.kysely
        .insertInto('account')
        .values({
          customer_id: customerId,
          account_id: kind,
          kind,
          nickname: kind,
          currency: 'USD',
          account_number: null,
          opening_minor: opening[index] ?? 0,
          credit_limit_minor: kind === 'credit-card' ? limit : 0,
        })
        .execute();
    }
    await ingest(
      database.kysely,
      entries.map((entry, index): TransactionTable => ({
        customer_id: customerId,
        account_id: entry.kind,
        transaction_id: String(index),
        status: entry.status,
        day: entry.day,
        direction: entry.direction,
        category: entry.category,
        amount_minor: entry.amountMinor,
        merchant: null,
        counterparty: null,
        counterparty_account: null,
        description: null,
      })),
    );
    return customerId;
  }

  /** Under a consent to every account. */
  const ask = (customerId: string): Asked => ({
    database: database.kysely,
    customerId,
    consent: {
      questions: new Set(),
      accounts: accountKinds.map(kind => ({ accountId: kind, nickname: kind })),
      precision: { totals: 'exact', balances: 'exact' },
      validUntil: 0,
    },
    today,
    timeZone: 'UTC',
    now: Date.parse(`${today}T12:00:00Z`),
    platform: 'alexa',
    booksOpenDays: 0,
    maySeal: () => Promise.resolve(true),
  });

  test('are what the transactions add up to', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(ledgers, asked, async (ledger, { account, category, window }) => {
        const of = ask(await insert(ledger));
        const within = ({ from, through }: DateWindow, entry: Entry): boolean =>
          from <= entry.day && entry.day <= through && (account === undefined || entry.kind === account);
        const total = (belongs: (entry: Entry) => boolean) => {
          const amounts = ledger.entries.filter(belongs).map(entry => entry.amountMinor);
          return { count: amounts.length, sumMinor: amounts.reduce((sum, amount) => sum + amount, 0) };
        };
        const scope = account === undefined ? {} : { account };
        const own = (entry: Entry): boolean => entry.category === 'transfer';

        expect(await answers.balance({ name: 'balance', ...scope }, of)).toMatchObject({
          accounts: accountKinds
            .filter(kind => account === undefined || kind === account)
            .map(kind => balanceOf(kind, ledger)),
        });

        const booked = (entry: Entry): boolean => within(window, entry) && entry.status === 'booked';
        const activity = await answers.activity({ name: 'activity', window, ...scope }, of);
        expect(activity).toMatchObject({
          moneyOut: total(entry => booked(entry) && entry.direction === 'out' && !own(entry)),
          moneyIn: total(entry => booked(entry) && entry.direction === 'in' && !own(entry)),
          pendingCount: total(entry => within(window, entry) && entry.status === 'pending' && !own(entry))
            .count,
        });

        const isSpent = (entry: Entry): boolean =>
          entry.status === 'booked' &&
          entry.direction === 'out' &&
          (category === undefined
            ? (spendingCategories as readonly string[]).includes(entry.category)
            : entry.category === category);
        const before = comparisonWindow(window);
        expect(
          await answers.spending(
            { name: 'spending', window, ...scope, ...(category === undefined ? {} : { category }) },
            of,
          ),
        ).toMatchObject({
          spent: total(entry => within(window, entry) && isSpent(entry)),
          before: { window: before, spent: total(entry => within(before, entry) && isSpent(entry)) },
        });

        expect(await answers.income({ name: 'income', window, ...scope }, of)).toMatchObject({
          received: total(
            entry =>
              booked(entry) && entry.direction === 'in' && !['refund', 'transfer'].includes(entry.category),
          ),
        });
      }),
      { numRuns: name === 'sqlite' ? 60 : 25 },
    );
  });

  test('the largest category is the one on which most was spent', async () => {
    const entry = { kind: 'checking', status: 'booked', day: today, direction: 'out' } as const;
    const activityOf = async (entries: Entry[]) => {
      const customerId = await insert({ opening: [0, 0, 0], limit: 0, entries });
      return await answers.activity(
        { name: 'activity', window: { from: today, through: today } },
        ask(customerId),
      );
    };
    expect(
      await activityOf([
        { ...entry, category: 'dining', amountMinor: 200 },
        { ...entry, category: 'groceries', amountMinor: 150 },
        { ...entry, category: 'groceries', amountMinor: 150 },
        { ...entry, category: 'transfer', amountMinor: 9_000 },
        { ...entry, category: 'housing', amountMinor: 8_000, status: 'pending' },
      ]),
    ).toMatchObject({ largestCategory: { category: 'groceries', sharePercent: 60 } });
    expect(
      await activityOf([
        { ...entry, category: 'travel', amountMinor: 100 },
        { ...entry, category: 'dining', amountMinor: 100 },
      ]),
      'of equal ones always the same',
    ).toMatchObject({ largestCategory: { category: 'dining', sharePercent: 50 } });
    expect(await activityOf([{ ...entry, category: 'other', amountMinor: 0 }])).toMatchObject({
      largestCategory: null,
    });
  });

  test('a window may not reach into the future, nor beyond any ledger', async () => {
    const of = ask(await insert({ opening: [0, 0, 0], limit: 0, entries: [] }));
    for (const window of [
      { from: today, through: '2026-03-19' },
      { from: '2027-01-01', through: '2027-01-02' },
      { from: '0000-01-01', through: '0000-01-31' },
    ]) {
      for (const outcome of [
        await answers.activity({ name: 'activity', window }, of),
        await answers.spending({ name: 'spending', window }, of),
        await answers.income({ name: 'income', window }, of),
      ]) {
        expect(outcome).toEqual({ refused: 'window_unavailable' });
      }
    }
  });

  test('an account that is not shared does not exist, and a shared one has the name that it is shared under', async () => {
    const asked = ask(await insert({ opening: [100, 200, 300], limit: 0, entries: [] }));
    const shares = (accounts: Asked['consent']['accounts']): Asked => ({
      ...asked,
      consent: { ...asked.consent, accounts },
    });
    const one = shares([{ accountId: 'savings', nickname: 'the nest egg' }]);
    expect(await answers.balance({ name: 'balance' }, one)).toMatchObject({
      accounts: [{ kind: 'savings', nickname: 'the nest egg', bookedMinor: 200 }],
    });
    expect(await answers.balance({ name: 'balance', account: 'checking' }, one)).toEqual({
      refused: 'no_such_account',
    });
    expect(
      await answers.income({ name: 'income', window: { from: today, through: today } }, shares([])),
    ).toEqual({ refused: 'no_such_account' });
    const strangers = shares([{ accountId: 'of-somebody-else', nickname: 'mine' }]);
    expect(await answers.balance({ name: 'balance' }, strangers)).toEqual({ refused: 'no_such_account' });
  });

  test('what is shared is what the consent says, in the contract’s order, through its last day', async () => {
    const asked = ask(await insert({ opening: [0, 0, 0], limit: 0, entries: [] }));
    const sharing = (consent: Partial<Asked['consent']>, timeZone = 'America/New_York') =>
      answers.sharing({ name: 'sharing' }, { ...asked, consent: { ...asked.consent, ...consent }, timeZone });
    expect(
      await sharing({
        questions: new Set(['alerts', 'balance']),
        accounts: [
          { accountId: 'savings', nickname: 'the nest egg' },
          { accountId: 'checking', nickname: 'everyday' },
          { accountId: 'closed-since', nickname: 'old' },
        ],
        precision: { totals: 'about', balances: 'sealed' },
        validUntil: Date.parse('2026-06-16T10:30:00-04:00'),
      }),
    ).toEqual({
      question: { name: 'sharing' },
      questions: ['balance', 'alerts'],
      accounts: [
        { kind: 'checking', nickname: 'everyday' },
        { kind: 'savings', nickname: 'the nest egg' },
      ],
      precision: { totals: 'about', balances: 'sealed' },
      validUntil: '2026-06-16',
    });
    const midnight = { validUntil: Date.parse('2026-06-16T00:00:00-04:00') };
    expect(await sharing(midnight)).toMatchObject({ validUntil: '2026-06-15' });
    expect(await sharing(midnight, 'UTC')).toMatchObject({ validUntil: '2026-06-16' });
    expect(await sharing({ accounts: [] })).toMatchObject({ accounts: [] });
  });

  test('an alert counts from the day on which it is opened to the day before it is closed', async () => {
    const customerId = await insert({ opening: [0, 0, 0], limit: 0, entries: [] });
    for (const [severity, opened_on, closed_on] of [
      ['low', '2026-03-01', null],
      ['medium', '2026-03-10', '2026-03-12'],
      ['high', '2026-03-15', null],
    ] as const) {
      await database.kysely
        .insertInto('alert')
        .values({
          customer_id: customerId,
          alert_id: severity,
          severity,
          opened_on,
          closed_on,
          description: '',
        })
        .execute();
    }
    const on = async (date: string) => {
      const outcome = await answers.alerts({ name: 'alerts' }, { ...ask(customerId), today: date });
      return 'openCount' in outcome ? [outcome.openCount, outcome.mostUrgent] : outcome;
    };
    expect(await on('2026-02-28')).toEqual([0, null]);
    expect(await on('2026-03-01')).toEqual([1, 'low']);
    expect(await on('2026-03-11')).toEqual([2, 'medium']);
    expect(await on('2026-03-12')).toEqual([1, 'low']);
    expect(await on('2026-03-18')).toEqual([2, 'high']);
  });
});

function balanceOf(kind: AccountKind, { opening, limit, entries }: Ledger) {
  const sum = (status: Entry['status'], direction: Entry['direction']): number =>
    entries
      .filter(
        entry =>
          entry.kind === kind &&
          entry.status === status &&
          entry.direction === direction &&
          entry.day <= today,
      )
      .reduce((total, entry) => total + entry.amountMinor, 0);
  const bookedMinor = (opening[accountKinds.indexOf(kind)] ?? 0) + sum('booked', 'in') - sum('booked', 'out');
  const pendingOut = sum('pending', 'out');
  return {
    kind,
    bookedMinor,
    availableMinor: kind === 'credit-card' ? limit + bookedMinor - pendingOut : bookedMinor - pendingOut,
  };
}
