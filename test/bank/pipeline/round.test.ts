import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { minorDigits, roundBalance, roundTotal } from '../../../src/bank/pipeline/round.ts';

describe('rounding', () => {
  test.each([
    // amount      currency  balance    total
    [0, 'USD', 0, 0],
    [499, 'USD', 0, 0],
    [500, 'USD', 1_000, 1_000],
    [-500, 'USD', -1_000, -1_000],
    [-499, 'USD', 0, 0],
    [30_500, 'USD', 31_000, 31_000],
    [30_499, 'USD', 30_000, 30_000],
    [99_999, 'USD', 100_000, 100_000],
    [104_999, 'USD', 105_000, 100_000],
    [105_000, 'USD', 105_000, 110_000],
    [251_999, 'USD', 252_000, 250_000],
    [1_249_999, 'USD', 1_250_000, 1_200_000],
    [9_950_000, 'USD', 9_950_000, 10_000_000],
    [1_234, 'JPY', 1_230, 1_200],
    [994, 'JPY', 990, 990],
    [123_456, 'KWD', 120_000, 120_000],
    [1_265_000, 'KWD', 1_270_000, 1_300_000],
  ])('%i minor units of %s are %i as a balance and %i as a total', (amount, currency, balance, total) => {
    expect([roundBalance(amount, currency), roundTotal(amount, currency)]).toEqual([balance, total]);
  });

  const amount = fc.integer({ min: -900_000_000_000_000, max: 900_000_000_000_000 });
  const currency = fc.constantFrom('USD', 'EUR', 'JPY', 'KWD', 'CZK');
  const roundings = { roundBalance, roundTotal };

  test.each(Object.entries(roundings))('%s: rounded again, nothing changes', (_name, round) => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        const once = round(minor, code);
        expect(round(once, code)).toBe(once);
      }),
    );
  });

  test.each(Object.entries(roundings))('%s: more is never said to be less', (_name, round) => {
    fc.assert(
      fc.property(amount, amount, currency, (one, other, code) => {
        expect(round(Math.min(one, other), code)).toBeLessThanOrEqual(round(Math.max(one, other), code));
      }),
    );
  });

  test.each(Object.entries(roundings))('%s: owing and owning round alike', (_name, round) => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        expect(round(-minor, code) + round(minor, code)).toBe(0);
      }),
    );
  });

  test('a balance is off by five units at most, a total by five units or five in a hundred', () => {
    fc.assert(
      fc.property(amount, currency, (minor, code) => {
        const unit = 10 ** minorDigits(code);
        expect(Math.abs(roundBalance(minor, code) - minor)).toBeLessThanOrEqual(5 * unit);
        expect(Math.abs(roundTotal(minor, code) - minor)).toBeLessThanOrEqual(
          Math.max(5 * unit, Math.abs(minor) / 20),
        );
      }),
    );
  });

  test('a total from a thousand up has two significant digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 100_000, max: 900_000_000_000_000 }), minor => {
        expect(String(roundTotal(minor, 'USD')).replace(/0+$/, '').length).toBeLessThanOrEqual(2);
      }),
    );
  });
});
