import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findPinRefusal, pinRefusals, pinRefusalWords } from '../../../src/bank/step-up/pin-rules.ts';

const birthDate = '1968-07-03';

test.each([
  ['not-four-digits', ['', '123', '48211', '48 1', '４８２１', '48a1', '4821\n', '٤٨٢١', '-482']],
  ['repeated', ['0000', '1111', '9999', '1212', '4848', '1122', '4884']],
  ['run', ['0123', '1234', '6789', '9876', '3210', '4321', '7890', '8901', '9012', '0987', '1098', '2109']],
  ['year', ['1900', '1968', '1999', '2000', '2026', '2048', '2099']],
  ['birth-date', ['0307', '0703', '0368', '6803', '0768', '6807', '3768', '7368', '6873']],
  [null, ['4821', '1357', '7301', '1120', '5550', '6187', '1832', '3019']],
] as const)('%s', (refusal, pins) => {
  expect(pins.map(pin => [pin, findPinRefusal(pin, birthDate)])).toEqual(pins.map(pin => [pin, refusal]));
});

test('what a birth date forbids is allowed to whoever was born on another day, or on a day unknown', () => {
  expect(findPinRefusal('0307', '1968-11-28')).toBeNull();
  expect(findPinRefusal('0307', null)).toBeNull();
});

test('of all PINs, at least nine in ten may be chosen', () => {
  const all = Array.from({ length: 10_000 }, (_, number) => String(number).padStart(4, '0'));
  const allowed = all.filter(pin => findPinRefusal(pin, birthDate) === null);
  expect(allowed.length).toBeGreaterThan(9_000);
  expect(allowed).toContain('4821');
});

test('nothing but four digits passes', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 8 }), text => {
      if (findPinRefusal(text, null) === null) expect(text).toMatch(/^[0-9]{4}$/);
    }),
  );
});

test('every refusal has its own words, and none repeats a PIN', () => {
  const words = pinRefusals.map(refusal => pinRefusalWords[refusal]);
  expect(new Set(words).size).toBe(pinRefusals.length);
  expect(words.filter(sentence => /\d{4}/.test(sentence))).toEqual([]);
});
