/** Households from the bank's own data, which stays as it is. */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importedHouseholds, LedgerUnusable } from '../../src/attack/imported-households.ts';
import { openDatabase } from '../../src/bank/database/database.ts';
import { seedDemo } from '../../src/bank/demo/seed-demo.ts';
import { dayOf } from '../../src/bank/disclosure/day.ts';

const berka = fileURLToPath(new URL('../../../shared/data/ledger/berka-transactions.csv', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'sottovoce-test-'));
afterAll(() => rmSync(folder, { recursive: true }));
const options = { seed: 'test', customers: 10, days: 90 };

describe("a folder of the bank's data", () => {
  const file = join(folder, 'bank.sqlite');
  beforeAll(async () => {
    const database = await openDatabase({ kind: 'sqlite', file });
    await seedDemo(database.kysely, {
      today: '2026-11-20',
      now: Date.parse('2026-11-20T12:00:00Z'),
      pinPepper: new Uint8Array(32).fill(7),
      random: size => crypto.getRandomValues(new Uint8Array(size)),
    });
    await database.close();
  });

  it.each(['', 'bank.sqlite'])('is read and left as it is: "%s"', async name => {
    const before = readFileSync(file);
    const [household, ...others] = await importedHouseholds({ path: join(folder, name), ...options });
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(others).toEqual([]);
    expect(household?.accounts.map(({ kind }) => kind).sort()).toEqual([
      'checking',
      'credit-card',
      'savings',
    ]);
    const days = household?.transactions.map(({ day }) => day) ?? [];
    expect(household?.period.until).toBe(Math.max(...days) + 1);
    expect(Math.min(...days)).toBeLessThan(dayOf('2025-06-01'));
  });

  it('begins with what was there before', async () => {
    const [household] = await importedHouseholds({ path: folder, ...options, days: 30 });
    const database = await openDatabase({ kind: 'sqlite', file });
    const accounts = await database.kysely.selectFrom('account').selectAll().execute();
    const entries = await database.kysely
      .selectFrom('ledger_transaction')
      .selectAll()
      .where('status', '=', 'booked')
      .execute();
    await database.close();
    for (const { account_id, opening_minor } of accounts) {
      const expected = entries
        .filter(entry => entry.account_id === account_id)
        .reduce(
          (sum, { direction, amount_minor }) => sum + (direction === 'in' ? 1 : -1) * amount_minor,
          opening_minor,
        );
      const opening =
        household?.accounts.find(({ accountId }) => accountId === account_id)?.openingMinor ?? NaN;
      const change = household?.transactions
        .filter(({ accountId }) => accountId === account_id)
        .reduce((sum, { direction, amountMinor }) => sum + (direction === 'in' ? 1 : -1) * amountMinor, 0);
      expect(opening + (change ?? NaN)).toBe(expected);
    }
  });
});

describe('what is no ledger', () => {
  it.each([
    ['that is not there', join(folder, 'nothing'), /There is no/],
    ['of another format', join(folder, 'other.csv'), /has to be imported first/],
    ['without data in it', tmpdir(), /Name a data folder/],
  ])('%s is refused in words', async (_name, path, words) => {
    writeFileSync(join(folder, 'other.csv'), 'date,amount\n2026-01-01,5\n');
    const attempt = importedHouseholds({ path, ...options });
    await expect(attempt).rejects.toThrow(LedgerUnusable);
    await expect(attempt).rejects.toThrow(words);
  });
});

describe.skipIf(!existsSync(berka))('the Berka file', () => {
  it('gives a household for each account', async () => {
    const households = await importedHouseholds({ path: berka, ...options, customers: 400 });
    expect(households).toHaveLength(177);
    for (const { currency, period } of households) {
      expect(currency).toBe('CZK');
      expect(period.until - period.from).toBe(90);
    }
    // The recorded balances begin with the first deposit.
    expect(households.every(({ accounts }) => accounts.every(({ beganEmpty }) => beganEmpty))).toBe(true);
  });
});

it.skipIf(existsSync(berka))('is not at hand: ../shared/data/ledger/berka-transactions.csv', () => undefined);
