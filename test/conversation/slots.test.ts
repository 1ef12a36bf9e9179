import { expect, test } from 'vitest';
import { pickSlots, readDetails, readPin } from '../../src/conversation/slots.ts';

const today = '2026-11-23';
const slot = (value: string, id: string | null = null) => ({ value, id });

test('an account and a category count by their catalogue id, whatever words were used', () => {
  const { said, unclear } = readDetails(
    { account: slot('my rainy day fund', 'savings'), category: slot('eating out', 'dining') },
    today,
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
  const { said, unclear } = readDetails({ [detail]: heard }, today);
  expect(said).toEqual({ account: undefined, category: undefined, window: undefined });
  expect(unclear?.detail).toBe(detail);
});

test('what is understood is kept when another detail is not', () => {
  const { said, unclear } = readDetails(
    { account: slot('bitcoin'), category: slot('food', 'groceries'), date: slot('2026-10') },
    today,
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
  expect(readPin({ pin: slot(value) })).toBe(digits);
});

test('a PIN that was not filled is none', () => expect(readPin({})).toBeNull());
