/** The attack as a whole, on a few customers. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { demoHousehold } from '../../src/attack/demo-households.ts';
import { askedByHabit, habitOf, habits } from '../../src/attack/habits.ts';
import { readOptions, WrongUse } from '../../src/attack/options.ts';
import { runAttack, type Row } from '../../src/attack/run.ts';
import { scenarios } from '../../src/attack/scenarios.ts';
import { chartOf } from '../../src/attack/chart.ts';
import { percent, tableOf } from '../../src/attack/table.ts';
import { targetsOf } from '../../src/attack/targets.ts';

const plan = {
  source: { kind: 'demo', seed: 'test', customers: 4, days: 24 },
  answersPerDay: 20,
} as const;

describe('the attack', { timeout: 60_000 }, () => {
  let rows: readonly Row[];
  beforeAll(async () => {
    rows = await runAttack(plan, 0);
  }, 60_000);
  const shareOf = (id: string, of: 'transactions' | 'days' | 'smallCells'): number => {
    const row = rows.find(one => one.id === id);
    return row === undefined ? NaN : row[of].found / row[of].of;
  };

  it('has one row for each way of answering', () => {
    expect(rows.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id));
    for (const { customers } of rows) expect(customers).toBe(4);
  });

  it.each([
    ['naive-balance-24h', 0.4],
    ['naive-balance-6h', 0.6],
    ['naive-balance-1h', 0.9],
    ['naive-windows', 0.6],
  ])('isolates a large share of the transactions: %s', (id, least) => {
    expect(shareOf(id, 'transactions')).toBeGreaterThan(least);
  });

  it('works out nearly every day from sliding windows', () => {
    expect(shareOf('naive-windows', 'days')).toBeGreaterThan(0.9);
  });

  it.each(['about-no-balances', 'about-sealed'])('isolates nothing: %s', id => {
    for (const of of ['transactions', 'days', 'smallCells'] as const) expect(shareOf(id, of), of).toBe(0);
    const row = rows.find(one => one.id === id);
    expect(row?.smallestCombination).toBe(5);
    expect(row?.answers).toBeGreaterThan(100);
  });

  it('finds less with rounding than without', () => {
    const fresh = rows.find(({ id }) => id === 'about-fresh');
    expect(fresh?.transactions.found).toBeGreaterThan(0);
    expect(fresh?.estimatedFromRounded.found).toBeLessThan(fresh?.estimated.found ?? 0);
  });

  it('tells what of it is whose habit', () => {
    const exact = rows.find(({ id }) => id === 'exact');
    expect(Object.keys(exact?.byHabit ?? {}).sort()).toEqual([...habits].sort());
  });

  it('comes out the same for the same seed, on any number of threads, and otherwise for another', async () => {
    const short = { ...plan, source: { ...plan.source, customers: 3, days: 8 } };
    const once = await runAttack(short, 0);
    expect(await runAttack(short, 2)).toEqual(once);
    const other = await runAttack({ ...short, source: { ...short.source, seed: 'other' } }, 0);
    expect(other).not.toEqual(once);
  });

  it('is shown as a table and as a picture', () => {
    const table = tableOf(rows);
    for (const { title } of rows) expect(table).toContain(title);
    const chart = chartOf(rows, 'Answers & "what" follows <');
    expect(chart).toContain('Answers &amp; &quot;what&quot; follows &lt;');
    expect(chart.match(/<rect /g)).toHaveLength(1 + 3 + 3 * rows.length);
  });
});

describe('a share', () => {
  it.each([
    [{ found: 0, of: 7 }, '0'],
    [{ found: 1, of: 100_000 }, '< 0.1 %'],
    [{ found: 1, of: 30 }, '3.3 %'],
    [{ found: 99_999, of: 100_000 }, '99.9 %'],
    [{ found: 7, of: 7 }, '100 %'],
    [{ found: 0, of: 0 }, '0'],
  ])('%o is %s', (share, text) => {
    expect(percent(share)).toBe(text);
  });
});

describe('customers', () => {
  it('are households of their own, the same each time', () => {
    const [one, again, other] = [
      demoHousehold('a', 1, 30),
      demoHousehold('a', 1, 30),
      demoHousehold('a', 2, 30),
    ];
    expect(again).toEqual(one);
    expect(other.transactions).not.toEqual(one.transactions);
  });

  it('have targets in the period alone, and small cells of two to four', () => {
    const household = demoHousehold('a', 1, 30);
    const { transactions, days, smallCells } = targetsOf(household);
    const daysOf = (members: readonly number[]): number[] =>
      members.map(index => household.transactions[index]?.day ?? 0);
    for (const day of daysOf(transactions)) expect(day).toBeGreaterThanOrEqual(household.period.from);
    for (const members of days) expect(new Set(daysOf(members)).size).toBe(1);
    expect(smallCells.length).toBeGreaterThan(10);
    for (const members of smallCells) expect([2, 3, 4]).toContain(members.length);
    expect(new Set(smallCells.map(members => members.join())).size).toBe(smallCells.length);
  });

  it('are asked in the order of time, and scraped up to the limit', () => {
    for (const index of [0, 1, 2, 3]) {
      const household = demoHousehold('a', index, 14);
      const asked = askedByHabit(household, 20);
      const times = asked.map(({ at }) => at);
      expect(times).toEqual(times.toSorted((one, other) => one - other));
      if (habitOf(household) === 'scraper') expect(asked).toHaveLength(14 * 20);
      expect(asked.length).toBeLessThanOrEqual(14 * 20);
    }
  });

  it('are scraped of everything where there is no limit', () => {
    const household = demoHousehold('a', 3, 2);
    const asked = askedByHabit(household, null);
    // Two platforms, three windows, three questions and fifteen categories, of all accounts and of three kinds.
    expect(asked).toHaveLength(2 * (4 + 2 * 3 * (3 + 15) * 4));
  });
});

describe('the command', () => {
  it('has its defaults', () => {
    expect(readOptions([])).toMatchObject({
      customers: 400,
      days: 90,
      ledger: null,
      format: 'table',
      answersPerDay: 60,
    });
    expect(readOptions(['--answers-per-day', 'none'])).toMatchObject({ answersPerDay: null });
    expect(readOptions(['--help'])).toBe('help');
  });

  it.each([[['--customers', '0']], [['--days', 'ten']], [['--ledger', '']], [['--what']], [['extra']]])(
    'refuses %j in words',
    args => {
      expect(() => readOptions(args)).toThrow(WrongUse);
    },
  );

  const main = resolve(import.meta.dirname, '../../src/attack/main.ts');
  const inFolder = (...args: string[]) => {
    const folder = mkdtempSync(join(tmpdir(), 'sottovoce-test-'));
    const { status, stdout, stderr } = spawnSync(process.execPath, [main, ...args], {
      cwd: folder,
      encoding: 'utf8',
    });
    const result = status === 0 ? readFileSync(join(folder, 'dist/attack.json'), 'utf8') : '';
    rmSync(folder, { recursive: true });
    return { status, stdout, stderr, result };
  };

  it('writes one object a row, and prints them', () => {
    const { stdout, result } = inFolder('--customers', '1', '--days', '7', '--threads', '1', '--json');
    expect(stdout).toBe(result);
    const rows = JSON.parse(result) as Row[];
    expect(rows.map(({ id }) => id)).toEqual(scenarios.map(({ id }) => id));
  });

  it('says what is wrong with a ledger', () => {
    expect(inFolder('--ledger', 'nowhere')).toMatchObject({ status: 1, stderr: 'There is no nowhere.\n' });
  });
});
