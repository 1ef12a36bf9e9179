import { describe, expect, it, test } from 'vitest';
import { movedFrom } from '../../src/conversation/moved.ts';
import type { AccountKind, Question, SpendingCategory } from '../../src/facade/contract.ts';

const scene = { today: '2026-11-23' };
const spending = (
  from: string,
  through: string,
  of: { account?: AccountKind; category?: SpendingCategory } = {},
): Question => ({ name: 'spending', ...of, window: { from, through } });
const thisMonth = spending('2026-11-01', '2026-11-23');

test.each([
  ['as asked', thisMonth, thisMonth, null],
  ['only until yesterday', thisMonth, spending('2026-11-01', '2026-11-22'), null],
  ['until the day before yesterday', thisMonth, spending('2026-11-01', '2026-11-21'), 'days'],
  ['from another day', thisMonth, spending('2026-10-26', '2026-11-22'), 'days'],
  ['from another day, and until today', thisMonth, spending('2026-11-02', '2026-11-23'), 'days'],
  [
    'a week that is over, a day less',
    spending('2026-11-16', '2026-11-22'),
    spending('2026-11-16', '2026-11-21'),
    'days',
  ],
  [
    'today, of which there is yesterday',
    spending('2026-11-23', '2026-11-23'),
    spending('2026-11-22', '2026-11-22'),
    'days',
  ],
  [
    'all accounts in place of one',
    spending('2026-11-01', '2026-11-23', { account: 'checking', category: 'dining' }),
    spending('2026-11-01', '2026-11-22', { category: 'dining' }),
    'accounts',
  ],
  [
    'all accounts, and other days: the one sentence that matters more',
    spending('2026-11-01', '2026-11-23', { account: 'checking', category: 'dining' }),
    spending('2026-10-01', '2026-10-31', { category: 'dining' }),
    'accounts',
  ],
  [
    'the account that was asked about',
    spending('2026-11-01', '2026-11-23', { account: 'checking' }),
    spending('2026-11-01', '2026-11-22', { account: 'checking' }),
    null,
  ],
] as const)('%s', (_name, asked, answered, moved) => {
  expect(movedFrom(asked, answered, scene)).toBe(moved);
});

describe('a question without days', () => {
  it('is not moved', () => {
    expect(movedFrom({ name: 'balance' }, { name: 'balance' }, scene)).toBeNull();
    expect(movedFrom({ name: 'alerts' }, { name: 'alerts' }, scene)).toBeNull();
  });

  it('does not look at the calendar', () => {
    const noCalendar = {
      get today(): string {
        throw new Error('it was looked at');
      },
    };
    expect(movedFrom({ name: 'balance' }, { name: 'balance' }, noCalendar)).toBeNull();
  });
});
