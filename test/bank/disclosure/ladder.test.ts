import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOf, dayOf, type Window } from '../../../src/bank/disclosure/day.ts';
import { closed, maxTries, windowsToTry } from '../../../src/bank/disclosure/ladder.ts';
import { tellWindow, type ToldWindows } from '../../../src/bank/disclosure/told.ts';

const today = dayOf('2026-11-23');
const day = fc.integer({ min: today - 800, max: today });
const window = fc
  .tuple(day, fc.integer({ min: 1, max: 400 }))
  .map(([from, length]) => ({ from, until: from + length }));
const told = fc.array(window, { maxLength: 20 }).map(windows => windows.reduce<ToldWindows>(tellWindow, []));
const days = (from: string, through: string): Window => ({ from: dayOf(from), until: dayOf(through) + 1 });
const inWords = ({ from, until }: Window): string => `${dateOf(from)}..${dateOf(until - 1)}`;

describe('the windows that are tried', () => {
  it('begin with the one asked for, are few, not empty, each another, and over', () => {
    fc.assert(
      fc.property(window, day, told, (window, open, told) => {
        const asked = closed(window, open);
        const tries = windowsToTry(asked, open, told);
        expect(tries[0]).toEqual(asked);
        expect(tries.length).toBeLessThanOrEqual(maxTries);
        for (const { from, until } of tries) {
          expect(from).toBeLessThan(until);
          expect(until).toBeLessThanOrEqual(open);
        }
        expect(new Set(tries.map(inWords)).size).toBe(tries.length);
      }),
    );
  });

  it('come in an order that does not depend on the order in which windows were told', () => {
    fc.assert(
      fc.property(window, day, told, (window, open, told) => {
        const asked = closed(window, open);
        const tries = windowsToTry(asked, open, told);
        expect(windowsToTry(asked, open, told.toReversed())).toEqual(tries);
      }),
    );
  });

  it('come nearest first', () => {
    const asked = days('2026-11-01', '2026-11-22');
    const tries = windowsToTry(asked, today, []);
    // The first that are tried: a day less, two, three; from the Monday before.
    expect(tries.slice(1, 4).map(inWords)).toEqual([
      '2026-11-01..2026-11-21',
      '2026-11-01..2026-11-20',
      '2026-11-01..2026-11-19',
    ]);
    expect(tries.map(inWords)).toContain('2026-10-26..2026-11-22');
    expect(tries.map(inWords)).toContain('2026-10-01..2026-11-22');
  });

  it('have the days asked about in them before they have not', () => {
    const asked = days('2026-11-18', '2026-11-18');
    const tries = windowsToTry(asked, today, []);
    const elsewhere = tries.findIndex(({ from, until }) => until <= asked.from || asked.until <= from);
    expect(elsewhere).toBeGreaterThan(tries.map(inWords).indexOf('2026-11-01..2026-11-18'));
    expect(tries.map(inWords).indexOf('2026-11-01..2026-11-18')).toBeGreaterThan(0);
  });

  it('are those that have been told, where they are near', () => {
    const asked = days('2026-11-02', '2026-11-15');
    const near = days('2026-11-03', '2026-11-14');
    const tries = windowsToTry(asked, today, tellWindow([], near)).map(inWords);
    expect(tries).toContain(inWords(near));
    expect(windowsToTry(asked, today, []).map(inWords)).not.toContain(inWords(near));
  });
});

describe('the days that are over', () => {
  it.each([
    ['this month, up to yesterday', days('2026-11-01', '2026-11-23'), '2026-11-01..2026-11-22'],
    ['today alone, which becomes yesterday', days('2026-11-23', '2026-11-23'), '2026-11-22..2026-11-22'],
    ['last week, as it is', days('2026-11-16', '2026-11-22'), '2026-11-16..2026-11-22'],
  ])('%s', (_name, window, expected) => {
    expect(inWords(closed(window, today))).toBe(expected);
  });
});
