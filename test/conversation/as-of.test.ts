import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, it } from 'vitest';
import { nameAsOf } from '../../src/conversation/as-of.ts';

it.each([
  ['2026-11-22', { kind: 'yesterday' }],
  ['2026-11-21', { kind: 'weekday', date: '2026-11-21' }],
  ['2026-11-17', { kind: 'weekday', date: '2026-11-17' }],
  ['2026-11-16', { kind: 'day', date: '2026-11-16', sameYear: true }],
  ['2025-11-22', { kind: 'day', date: '2025-11-22', sameYear: false }],
  ['2026-11-23', null],
  [null, null],
])('a figure of %s is spoken of as %j on Monday, November 23', (date, name) => {
  expect(nameAsOf(date, '2026-11-23')).toEqual(name);
});

it('names a weekday only where one day alone can be meant', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 800 }), fc.integer({ min: 0, max: 5_000 }), (daysAgo, offset) => {
      const today = Temporal.PlainDate.from('2020-01-01').add({ days: offset });
      const day = today.subtract({ days: daysAgo });
      const isWeekday = nameAsOf(day.toString(), today.toString())?.kind === 'weekday';
      expect(isWeekday).toBe(daysAgo > 1 && daysAgo < 7);
      expect(isWeekday && day.dayOfWeek === today.dayOfWeek).toBe(false);
    }),
  );
});
