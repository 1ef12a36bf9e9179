import { Temporal } from 'temporal-polyfill';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import {
  giveConsent,
  listConsentEvents,
  loadConsent,
  withdrawConsent,
} from '../../../src/bank/consent/index.ts';
import { demoPin, newYearMinor } from '../../../src/bank/demo/household.ts';
import { demoAccountsBefore, demoEntries, demoStatements } from '../../../src/bank/demo/ledger.ts';
import { seedDemo } from '../../../src/bank/demo/seed-demo.ts';
import { signedMinor } from '../../../src/bank/demo/movement.ts';
import { cardAtNewYear, demoYear } from '../../../src/bank/demo/year.ts';
import { ledgerCategories } from '../../../src/bank/ledger/category.ts';
import { hashPin, verifyPin } from '../../../src/bank/step-up/hash-pin.ts';
import { consentClasses } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';

const seed = 'sottovoce';
const date = (text: string): Temporal.PlainDate => Temporal.PlainDate.from(text);
const accounts = ['checking', 'savings', 'card'] as const;
const years = [1996, 1999, 2024, 2025, 2026, 2027, 2028, 2035];

describe("the household's years", () => {
  it.each(years)('%i ends as the next one begins, and stays plausible in between', year => {
    const balance: Record<(typeof accounts)[number], number> = {
      ...newYearMinor,
      card: cardAtNewYear(seed, year),
    };
    const evenings = { checking: [] as number[], savings: [] as number[], card: [] as number[] };
    let day = '';
    for (const movement of demoYear(seed, year)) {
      if (movement.day !== day) for (const account of accounts) evenings[account].push(balance[account]);
      day = movement.day;
      balance[movement.account] += signedMinor(movement);
    }
    expect(balance).toEqual({ ...newYearMinor, card: cardAtNewYear(seed, year + 1) });

    const dollars = (account: (typeof accounts)[number], quantile: number): number => {
      const sorted = evenings[account].toSorted((a, b) => a - b);
      return (sorted[Math.floor((sorted.length - 1) * quantile)] ?? 0) / 100;
    };
    expect(dollars('checking', 0)).toBeGreaterThan(500);
    expect(dollars('checking', 0.1)).toBeGreaterThan(1_200);
    expect(dollars('checking', 0.9)).toBeLessThan(4_500);
    expect(dollars('savings', 0)).toBeGreaterThan(10_000);
    expect(dollars('savings', 1)).toBeLessThan(15_000);
    expect(dollars('card', 0)).toBeGreaterThan(-4_500);
    expect(dollars('card', 0.5)).toBeLessThan(-800);
    expect(dollars('card', 0.5)).toBeGreaterThan(-1_700);
  });

  it.each(years)('%i holds every kind of entry, each with an id of its own', year => {
    const entries = demoEntries(seed, date(`${year}-01-01`), date(`${year}-12-31`));
    expect(new Set(entries.map(({ account_id, transaction_id }) => account_id + transaction_id)).size).toBe(
      entries.length,
    );
    expect(new Set(entries.map(({ category }) => category))).toEqual(new Set(ledgerCategories));
    expect(entries.every(({ amount_minor }) => Number.isSafeInteger(amount_minor) && amount_minor > 0)).toBe(
      true,
    );
    expect(entries.filter(({ category }) => category === 'salary')).toHaveLength(24);
    const moved = entries.filter(({ category }) => category === 'transfer');
    expect(
      moved.reduce(
        (sum, { direction, amount_minor }) => sum + (direction === 'in' ? amount_minor : -amount_minor),
        0,
      ),
    ).toBe(0);
  });

  it('is another household with another seed', () => {
    expect(demoYear('another', 2026)).not.toEqual(demoYear(seed, 2026));
  });

  it('is the same however it is cut: earlier days do not depend on later ones', () => {
    const whole = demoEntries(seed, date('2025-11-01'), date('2026-02-28'));
    const parts = [
      ...demoEntries(seed, date('2025-11-01'), date('2026-01-15')),
      ...demoEntries(seed, date('2026-01-16'), date('2026-02-28')),
    ];
    expect(parts.map(entry => ({ ...entry, status: '' }))).toEqual(
      whole.map(entry => ({ ...entry, status: '' })),
    );
  });

  it.each(['2025-03-01', '2025-12-31', '2026-01-01', '2026-02-28'])(
    'has card purchases of the last two days pending on %s, and nothing else',
    today => {
      const entries = demoEntries(seed, date('2025-01-01'), date(today));
      const pending = entries.filter(({ status }) => status === 'pending');
      expect(new Set(pending.map(({ day }) => day))).toEqual(
        new Set([today, date(today).subtract({ days: 1 }).toString()]),
      );
      expect(pending.every(({ merchant }) => merchant !== null)).toBe(true);
    },
  );

  it('begins in the middle of a year where the year stands', () => {
    const spring = demoAccountsBefore(seed, date('2026-05-09'));
    const autumn = demoAccountsBefore(seed, date('2026-09-30'));
    const between = demoEntries(seed, date('2026-05-09'), date('2026-09-29'));
    for (const [index, account] of spring.entries()) {
      const change = between
        .filter(({ account_id }) => account_id === account.account_id)
        .reduce(
          (sum, { direction, amount_minor }) => sum + (direction === 'in' ? amount_minor : -amount_minor),
          0,
        );
      expect(account.opening_minor + change).toBe(autumn[index]?.opening_minor);
    }
  });
});

describe("the card's statements", () => {
  const from = date('2025-05-23');
  const through = date('2027-01-10');
  const [, , card] = demoAccountsBefore(seed, from);
  const entries = demoEntries(seed, from, through).filter(({ account_id }) => account_id === 'card');
  const signed = ({ direction, amount_minor }: (typeof entries)[number]): number =>
    direction === 'in' ? amount_minor : -amount_minor;

  it.each(demoStatements(seed, from, through))(
    'say what the ledger says: $closed_on, due $due_on, and paid then',
    ({ closed_on, due_on, balance_minor, minimum_minor }) => {
      const owed = entries.reduce(
        (sum, entry) => (entry.day <= closed_on ? sum - signed(entry) : sum),
        -(card?.opening_minor ?? 0),
      );
      expect(balance_minor).toBe(owed);
      expect(minimum_minor).toBe(Math.max(2_500, Math.round(owed * 0.02)));
      expect(date(closed_on).add({ days: 25 }).toString()).toBe(due_on);
      const paid = entries.filter(({ category, day }) => category === 'transfer' && day === due_on);
      if (due_on <= through.toString()) expect(paid.map(signed)).toEqual([balance_minor]);
    },
  );

  it('close once a month', () => {
    expect(demoStatements(seed, from, through)).toHaveLength(20);
    expect(demoStatements(seed, date('2026-11-11'), date('2026-12-09'))).toEqual([]);
    expect(demoStatements(seed, date('2026-11-10'), date('2026-11-10'))).toHaveLength(1);
  });
});

describe.each(engines)('seeding the demo household on $name', ({ open }) => {
  const pinPepper = new Uint8Array(32).fill(3);
  const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));
  const at = (today: string) => ({ today, now: Date.parse(`${today}T17:00:00Z`), pinPepper, random });
  let database: BankDatabase;
  beforeEach(async () => {
    database = await open();
  });
  afterEach(() => database.close());

  const ledger = () =>
    database.kysely
      .selectFrom('ledger_transaction')
      .selectAll()
      .orderBy('account_id')
      .orderBy('transaction_id')
      .execute();
  const link = () =>
    database.kysely
      .selectFrom('link')
      .select(['customer_id as customerId', 'link_id as linkId'])
      .executeTakeFirstOrThrow();
  const rollups = () => database.kysely.selectFrom('rollup_day').selectAll().execute();

  it('makes a customer who can be asked about', async () => {
    const { added } = await seedDemo(database.kysely, at('2026-11-23'));
    expect(added).toBeGreaterThan(1_000);
    expect((await ledger()).at(0)?.day.slice(0, 7)).toBe('2025-05');
    const alerts = await database.kysely.selectFrom('alert').selectAll().execute();
    expect(alerts.map(({ severity, closed_on }) => [severity, closed_on !== null])).toEqual([
      ['high', false],
      ['low', false],
      ['medium', true],
    ]);
    const consent = await loadConsent(database.kysely, await link(), at('2027-11-22').now);
    expect(consent).toMatchObject({
      questions: new Set(consentClasses),
      precision: { totals: 'about', balances: 'fresh' },
    });
    expect(consent?.accounts.map(account => account.nickname).sort()).toEqual([
      'Everyday',
      'Juniper Card',
      'Rainy Day',
    ]);
    const { pin_hash } = await database.kysely.selectFrom('voice_pin').selectAll().executeTakeFirstOrThrow();
    expect(await verifyPin(demoPin, pin_hash, pinPepper)).toBe(true);
  });

  it('changes nothing on the same day, and adds the days since on a later one', async () => {
    await seedDemo(database.kysely, at('2026-11-23'));
    const [before, token] = [await ledger(), await database.kysely.selectFrom('link').selectAll().execute()];
    expect(await seedDemo(database.kysely, at('2026-11-23'))).toEqual({ added: 0 });
    expect(await ledger()).toEqual(before);
    expect(await seedDemo(database.kysely, at('2026-11-20'))).toEqual({ added: 0 });
    expect(await ledger()).toEqual(before);

    expect((await seedDemo(database.kysely, at('2027-01-10'))).added).toBeGreaterThan(100);
    const later = await ledger();
    expect(await database.kysely.selectFrom('link').selectAll().execute()).toEqual(token);
    // As if it had been seeded on the later day in the first place.
    const start = date('2025-05-23');
    const expected = demoEntries(seed, start, date('2027-01-10'));
    const key = (row: { account_id: string; transaction_id: string }): string =>
      row.account_id + row.transaction_id;
    expect(later.map(row => ({ ...row })).sort((a, b) => (key(a) < key(b) ? -1 : 1))).toEqual(
      expected.sort((a, b) => (key(a) < key(b) ? -1 : 1)),
    );
    const booked = expected.filter(({ status }) => status === 'booked');
    const statements = await database.kysely.selectFrom('card_statement').select('closed_on').execute();
    expect(statements.map(({ closed_on }) => closed_on).sort()).toEqual(
      demoStatements(seed, start, date('2027-01-10')).map(({ closed_on }) => closed_on),
    );
    expect((await rollups()).reduce((sum, row) => sum + row.entry_count, 0)).toBe(booked.length);
  });

  it('leaves alone what the customer has changed', async () => {
    await seedDemo(database.kysely, at('2026-11-23'));
    const pin_hash = await hashPin('7395', { pepper: pinPepper, random });
    await database.kysely.updateTable('voice_pin').set({ pin_hash }).execute();
    await database.kysely
      .updateTable('link')
      .set({ failed_step_ups: 3, locked_at: 1, unlinked_at: 1 })
      .execute();
    await withdrawConsent(database.kysely, await link(), { now: at('2026-11-24').now, via: 'page' });
    await seedDemo(database.kysely, at('2026-12-23'));
    expect(await database.kysely.selectFrom('voice_pin').select('pin_hash').execute()).toMatchObject([
      { pin_hash },
    ]);
    expect(await database.kysely.selectFrom('link').selectAll().execute()).toMatchObject([
      { failed_step_ups: 3, locked_at: 1, unlinked_at: 1 },
    ]);
    expect(await loadConsent(database.kysely, await link(), at('2026-12-23').now)).toBeNull();
  });

  it('renews its own consent once half of it is over, and none that the customer has given', async () => {
    const record = async () => listConsentEvents(database.kysely, await link());
    await seedDemo(database.kysely, at('2026-11-23'));
    await seedDemo(database.kysely, at('2027-03-01'));
    expect(await record()).toHaveLength(1);
    await seedDemo(database.kysely, at('2029-06-30'));
    expect(await record()).toMatchObject([{}, { kind: 'given', validUntil: at('2030-06-30').now }]);

    const now = at('2029-07-01').now;
    const choice = {
      questions: [],
      accounts: [],
      precision: { totals: 'exact', balances: 'exact' },
      validUntil: now + 1,
    } as const;
    await giveConsent(database.kysely, await link(), choice, { now, via: 'page' });
    await seedDemo(database.kysely, at('2029-07-10'));
    expect(await record()).toHaveLength(3);
  });
});
