import { expect, test } from 'vitest';
import { pickSlots, readDetails, readFactor } from '../../src/conversation/slots.ts';

const today = '2026-11-23';
const slot = (value: string, id: string | null = null) => ({ value, id });

test('an account and a category count by their catalogue id, whatever words were used', () => {
  const { said, unclear } = readDetails(
    { account: slot('my rainy day fund', 'savings'), category: slot('eating out', 'dining') },
    { today },
  );
  expect(said).toEqual({ account: 'savings', category: 'dining', window: undefined });
  expect(unclear).toBeNull();
});

test.each([
  ['account', slot('checking')],
  ['account', slot('checking', 'mortgage')],
  ['category', slot('groceries')],
  ['category', slot('groceries', 'constructor')],
])('words that no catalogue matched name nothing: %s %o', (detail, heard) => {
  const { said, unclear } = readDetails({ [detail]: heard }, { today });
  expect(said).toEqual({ account: undefined, category: undefined, window: undefined });
  expect(unclear?.detail).toBe(detail);
});

test('what is understood is kept when another detail is not', () => {
  const { said, unclear } = readDetails(
    { account: slot('bitcoin'), category: slot('food', 'groceries'), date: slot('2026-10') },
    { today },
  );
  expect(said).toMatchObject({
    category: 'groceries',
    window: { from: '2026-10-01', through: '2026-10-31' },
  });
  expect(unclear?.detail).toBe('account');
});

test('slots that an intent does not have are left out', () => {
  const heard = { account: slot('savings', 'savings'), pin: slot('4821'), other: slot('x') };
  expect(pickSlots(heard, ['account', 'date'])).toEqual({ account: slot('savings', 'savings') });
  expect(pickSlots(Object.create({ account: slot('inherited') }) as typeof heard, ['account'])).toEqual({});
});

test.each([
  ['4821', '4821'],
  ['0007', '0007'],
  ['4 8 2 1', '4821'],
  ['482', null],
  ['48210', null],
  ['?', null],
  ['', null],
  ['-482', null],
  ['4.21', null],
  ['٤٨٢١', null],
  ['four', null],
])('"%s" as a PIN', (value, digits) => {
  const factor = digits === null ? null : { kind: 'voice-pin', pin: digits };
  expect(readFactor({ pin: slot(value) }, { kind: 'voice-pin' })).toEqual(factor);
});

test.each([
  ['42', '42'],
  ['4', '04'],
  ['0', '00'],
  ['421', null],
  ['?', null],
  ['', null],
  ['-4', null],
])('"%s" as two digits, of which AMAZON.NUMBER leaves no leading zero', (value, digits) => {
  const factor = digits === null ? null : { kind: 'pin-digits', digits };
  expect(readFactor({ code: slot(value) }, { kind: 'pin-digits', positions: [1, 3] })).toEqual(factor);
});

test.each([
  ['730192', '730192'],
  ['7 3 0 1 9 2', '730192'],
  ['30192', null],
  ['7301924', null],
])('"%s" as a one-time code', (value, code) => {
  const factor = code === null ? null : { kind: 'one-time-code', code };
  expect(readFactor({ code: slot(value) }, { kind: 'one-time-code' })).toEqual(factor);
});

test('digits count in whichever slot the platform has put them', () => {
  expect(readFactor({ code: slot('4821') }, { kind: 'voice-pin' })).toEqual({
    kind: 'voice-pin',
    pin: '4821',
  });
  expect(readFactor({ pin: slot('?'), code: slot('730192') }, { kind: 'one-time-code' })).toEqual({
    kind: 'one-time-code',
    code: '730192',
  });
});

test('a PIN that was not filled is none', () => expect(readFactor({}, { kind: 'voice-pin' })).toBeNull());
