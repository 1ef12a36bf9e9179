import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { comparisonWindow } from '../../../src/bank/answers/comparison-window.ts';
import { splitSpan } from '../../../src/bank/answers/split-window.ts';
import { dateWindow } from '../../../src/facade/contract.ts';

const epoch = Temporal.PlainDate.from('1990-01-01');
const day = (offset: number): string => epoch.add({ days: offset }).toString();
/** Windows of up to two years, with ends at every place of a month. */
const windows = fc
  .tuple(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 730 }))
  .map(([from, length]) => ({ from: day(from), through: day(from + length) }));

function daysOf({ from, through }: { from: string; through: string }): string[] {
  const days = [];
  for (let at = Temporal.PlainDate.from(from); at.toString() <= through; at = at.add({ days: 1 })) {
    days.push(at.toString());
  }
  return days;
}

describe('the window to compare with', () => {
  test.each([
    // a month, months, a year
    ['2026-02-01', '2026-02-28', '2026-01-01', '2026-01-31'],
    ['2026-03-01', '2026-03-31', '2026-02-01', '2026-02-28'],
    ['2026-01-01', '2026-01-31', '2025-12-01', '2025-12-31'],
    ['2026-04-01', '2026-06-30', '2026-01-01', '2026-03-31'],
    ['2025-01-01', '2025-12-31', '2024-01-01', '2024-12-31'],
    ['2024-02-01', '2024-02-29', '2024-01-01', '2024-01-31'],
    // a month so far
    ['2026-03-01', '2026-03-18', '2026-02-01', '2026-02-18'],
    ['2026-03-01', '2026-03-30', '2026-02-01', '2026-02-28'],
    ['2024-03-01', '2024-03-30', '2024-02-01', '2024-02-29'],
    ['2026-01-01', '2026-01-01', '2025-12-01', '2025-12-01'],
    // anything else
    ['2026-03-12', '2026-03-18', '2026-03-05', '2026-03-11'],
    ['2026-03-18', '2026-03-18', '2026-03-17', '2026-03-17'],
    ['2026-02-01', '2026-03-18', '2025-12-17', '2026-01-31'],
    ['2026-02-15', '2026-02-28', '2026-02-01', '2026-02-14'],
  ])('of %s to %s is %s to %s', (from, through, fromBefore, throughBefore) => {
    expect(comparisonWindow({ from, through })).toEqual({ from: fromBefore, through: throughBefore });
  });

  test('ends before the window begins, and keeps the contract', () => {
    fc.assert(
      fc.property(windows, window => {
        const before = comparisonWindow(window);
        expect(before.through < window.from).toBe(true);
        expect(dateWindow.safeParse(before).success).toBe(true);
      }),
    );
  });
});

describe('a span in months and days', () => {
  test.each([
    ['2026-03-12', '2026-03-18', null, [['2026-03-12', '2026-03-18']]],
    ['2026-03-01', '2026-03-31', ['2026-03', '2026-03'], []],
    ['2026-03-01', '2026-03-30', null, [['2026-03-01', '2026-03-30']]],
    ['2026-02-28', '2026-03-01', null, [['2026-02-28', '2026-03-01']]],
    [
      '2025-12-31',
      '2026-03-01',
      ['2026-01', '2026-02'],
      [
        ['2025-12-31', '2025-12-31'],
        ['2026-03-01', '2026-03-01'],
      ],
    ],
    [null, '2026-03-18', [null, '2026-02'], [['2026-03-01', '2026-03-18']]],
    [null, '2026-03-31', [null, '2026-03'], []],
  ])('%s to %s', (from, through, months, days) => {
    expect(splitSpan({ from, through })).toEqual({
      months: months === null ? null : { from: months[0], through: months[1] },
      days: days.map(([first, last]) => ({ from: first, through: last })),
    });
  });

  test('holds each day of the span once and no other, and few single days', () => {
    fc.assert(
      fc.property(windows, window => {
        const { months, days } = splitSpan(window);
        const inMonths =
          months === null
            ? []
            : daysOf({
                from: `${months.from ?? ''}-01`,
                through: Temporal.PlainYearMonth.from(months.through)
                  .add({ months: 1 })
                  .toPlainDate({ day: 1 })
                  .subtract({ days: 1 })
                  .toString(),
              });
        expect([...inMonths, ...days.flatMap(daysOf)].toSorted()).toEqual(daysOf(window));
        expect(days.flatMap(daysOf).length).toBeLessThanOrEqual(60);
      }),
      { numRuns: 60 },
    );
  });
});
