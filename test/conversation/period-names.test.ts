import { expect, test } from 'vitest';
import { nameComparedPeriod, namePeriod } from '../../src/conversation/period-names.ts';
import { replies } from '../../models/en-US.replies.ts';

const today = '2026-11-23';
const nothing = (from: string, through: string): string =>
  replies.income({ period: namePeriod({ from, through }, today), account: null, received: null });

test.each([
  ['2026-11-23', '2026-11-23', 'today'],
  ['2026-11-22', '2026-11-22', 'yesterday'],
  ['2026-11-20', '2026-11-20', 'on Friday, November 20'],
  ['2025-12-24', '2025-12-24', 'on December 24, 2025'],
  ['2026-11-22', '2026-11-23', 'since yesterday'],
  ['2026-11-17', '2026-11-23', 'in the last seven days'],
  ['2026-10-25', '2026-11-23', 'in the last 30 days'],
  ['2026-11-03', '2026-11-23', 'since Tuesday, November 3'],
  ['2025-11-24', '2026-11-23', 'since November 24, 2025'],
  ['2026-11-01', '2026-11-23', 'this month so far'],
  ['2026-01-01', '2026-11-23', 'this year so far'],
  // As far as days are over: a total of today would be another one this evening.
  ['2026-11-01', '2026-11-22', 'this month, through yesterday'],
  ['2026-11-01', '2026-11-20', 'this month, through Friday, November 20'],
  ['2026-01-01', '2026-11-22', 'this year, through yesterday'],
  ['2026-01-01', '2026-11-15', 'this year, through Sunday, November 15'],
  ['2026-11-17', '2026-11-22', 'from Tuesday, November 17 through yesterday'],
  ['2025-12-24', '2026-11-22', 'from December 24, 2025 through yesterday'],
  ['2026-10-26', '2026-11-15', 'from October 26 through November 15'],
  ['2026-11-16', '2026-11-22', 'in the seven days to Sunday, November 22'],
  ['2026-11-21', '2026-11-22', 'over the weekend to Sunday, November 22'],
  ['2026-10-01', '2026-10-31', 'in October'],
  ['2025-10-01', '2025-10-31', 'in October 2025'],
  ['2025-01-01', '2025-12-31', 'in 2025'],
  ['2026-03-01', '2026-05-31', 'from March through May'],
  ['2025-12-01', '2026-02-28', 'from December 2025 through February 2026'],
  ['2026-11-02', '2026-11-05', 'from November 2 through November 5'],
])('%s to %s is said "%s"', (from, through, words) => {
  expect(nothing(from, through)).toBe(`Nothing came in ${words}.`);
});

test.each([
  ['2026-11-25', 'this week so far'],
  ['2026-11-24', 'this week, through yesterday'],
  // One day is that day, whatever it is a part of.
  ['2026-11-23', 'on Monday, November 23'],
])('a week is named as such while it is running: to %s, "%s"', (through, words) => {
  const period = namePeriod({ from: '2026-11-23', through }, '2026-11-25');
  expect(replies.income({ period, account: null, received: null })).toBe(`Nothing came in ${words}.`);
});

test.each([
  ['a month and the one before', ['2026-10-01', '2026-10-31'], ['2026-09-01', '2026-09-30'], 'in September'],
  [
    'the first days of two months',
    ['2026-11-01', '2026-11-23'],
    ['2026-10-01', '2026-10-23'],
    'at this point in October',
  ],
  [
    'a short month against all of a shorter one',
    ['2026-03-01', '2026-03-30'],
    ['2026-02-01', '2026-02-28'],
    'in February',
  ],
  [
    'seven days and seven before',
    ['2026-11-16', '2026-11-22'],
    ['2026-11-09', '2026-11-15'],
    'in the seven days before',
  ],
  ['today and yesterday', ['2026-11-23', '2026-11-23'], ['2026-11-22', '2026-11-22'], 'yesterday'],
  ['years', ['2025-01-01', '2025-12-31'], ['2024-01-01', '2024-12-31'], 'in 2024'],
  [
    'windows that are not related',
    ['2026-11-16', '2026-11-22'],
    ['2026-11-02', '2026-11-05'],
    'from November 2 through November 5',
  ],
] as const)('compares %s', (_name, [from, through], [beforeFrom, beforeThrough], words) => {
  const to = nameComparedPeriod({ from: beforeFrom, through: beforeThrough }, { from, through }, today);
  const speech = replies.spending({
    period: namePeriod({ from, through }, today),
    account: null,
    category: null,
    spent: { count: 1, amount: { amountMinor: 100, currency: 'USD', precision: 'exact' } },
    comparison: { kind: 'same', to },
  });
  expect(speech).toContain(`That's about the same as ${words}.`);
});
