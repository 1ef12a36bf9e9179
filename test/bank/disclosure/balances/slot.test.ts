import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { describe, expect, test } from 'vitest';
import { slotAt } from '../../../../src/bank/disclosure/balances/index.ts';

const at = (instant: string) => Temporal.Instant.from(instant).epochMilliseconds;

describe('a quarter of the day', () => {
  test.each([
    ['2026-11-23T00:00:00-05:00', '2026-11-23T00'],
    ['2026-11-23T05:59:59-05:00', '2026-11-23T00'],
    ['2026-11-23T06:00:00-05:00', '2026-11-23T06'],
    ['2026-11-23T13:30:00-05:00', '2026-11-23T12'],
    ['2026-11-23T23:59:59-05:00', '2026-11-23T18'],
    // The night when the clocks go back: one o'clock comes twice, the quarter once.
    ['2026-11-01T01:30:00-04:00', '2026-11-01T00'],
    ['2026-11-01T01:30:00-05:00', '2026-11-01T00'],
  ])('%s is in %s', (instant, name) => {
    expect(slotAt(at(instant), 'America/New_York').name).toBe(name);
  });

  test('begins at its own hour, by the clock of the bank', () => {
    expect(slotAt(at('2026-11-01T08:00:00-05:00'), 'America/New_York').beganAt).toBe(
      at('2026-11-01T06:00:00-05:00'),
    );
    // In 2018 São Paulo had no midnight on this day.
    expect(slotAt(at('2018-11-04T05:00:00-02:00'), 'America/Sao_Paulo')).toEqual({
      name: '2018-11-04T00',
      beganAt: at('2018-11-04T01:00:00-02:00'),
    });
  });

  test('comes no more than four times a day, in order', () => {
    const zone = fc.constantFrom('America/New_York', 'UTC', 'Asia/Kolkata', 'Australia/Lord_Howe');
    const instant = fc.integer({ min: at('2020-01-01T00:00:00Z'), max: at('2030-01-01T00:00:00Z') });
    fc.assert(
      fc.property(zone, instant, fc.integer({ min: 0, max: 86_400_000 }), (timeZone, now, later) => {
        const [slot, next] = [slotAt(now, timeZone), slotAt(now + later, timeZone)];
        expect(slot.beganAt).toBeLessThanOrEqual(now);
        expect(slotAt(slot.beganAt, timeZone)).toEqual(slot);
        expect(slot.name <= next.name).toBe(true);
        expect(slot.name === next.name).toBe(slot.beganAt === next.beganAt);
        expect(slot.name).toMatch(/T(00|06|12|18)$/);
      }),
    );
  });
});
