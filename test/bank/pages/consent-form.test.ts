import { describe, expect, it } from 'vitest';
import { offeredPrecisions, type ExactAmounts } from '../../../src/bank/consent/index.ts';
import { consentChoice, readConsentFields } from '../../../src/bank/pages/consent-form.ts';
import { FormFields } from '../../../src/bank/pages/form.ts';

const accounts = [
  { accountId: 'a', kind: 'checking', nickname: 'Everyday' },
  { accountId: 'b', kind: 'savings', nickname: 'Rainy Day' },
] as const;

const read = (changes: Record<string, string | string[]> = {}, exact: ExactAmounts = 'allowed') => {
  const filled = {
    question: ['balance', 'alerts'],
    totals: 'about',
    balances: 'sealed',
    account: ['a', 'b'],
    'nickname-a': 'Everyday',
    'nickname-b': 'Rainy Day',
    days: '90',
    ...changes,
  };
  const form = new URLSearchParams();
  for (const [name, values] of Object.entries(filled)) {
    for (const value of [values].flat()) form.append(name, value);
  }
  return readConsentFields(new FormFields(form.toString()), accounts, offeredPrecisions(exact));
};

describe('the consent form', () => {
  it('reads what was chosen', () => {
    const { fields, errors } = read({ 'nickname-a': '  Daily   bread ', days: '30', account: 'a' });
    expect([...errors]).toEqual([]);
    expect(consentChoice(fields, 1_000)).toEqual({
      questions: ['balance', 'alerts'],
      precision: { totals: 'about', balances: 'sealed' },
      accounts: [{ accountId: 'a', nickname: 'Daily bread' }],
      validUntil: 1_000 + 30 * 86_400_000,
    });
  });

  it.each([
    ['nothing switched on', { question: [] }, 'questions', 'at least one thing'],
    ['a class that does not exist', { question: 'transactions' }, 'questions', 'at least one thing'],
    ['no account', { account: [] }, 'accounts', 'at least one account'],
    [
      'only somebody else’s account',
      { account: 'z', 'nickname-z': 'Mine' },
      'accounts',
      'at least one account',
    ],
    ['a nickname of nothing', { 'nickname-b': ' \t ' }, 'nickname-b', 'Give the account a name'],
    ['a nickname too long', { 'nickname-b': 'a'.repeat(41) }, 'nickname-b', '40 characters at most'],
    [
      'a nickname that is markup',
      { 'nickname-b': '<img src=x>' },
      'nickname-b',
      'letters, digits and spaces',
    ],
    ['a nickname that is speech markup', { 'nickname-b': 'a <break/> b' }, 'nickname-b', 'letters, digits'],
    ['a nickname with a hidden character', { 'nickname-b': 'a\u202eb' }, 'nickname-b', 'letters, digits'],
    ['a nickname that is a number', { 'nickname-b': 'account 4417' }, 'nickname-b', 'long numbers'],
    ['two accounts of one name', { 'nickname-b': 'everyday' }, 'nickname-b', 'Two accounts have this name'],
    ['a time that is not offered', { days: '3650' }, 'days', 'until when'],
    ['a precision of totals that is none', { totals: 'sealed' }, 'totals', 'how precisely totals'],
    ['a precision of balances that is none', { balances: 'about' }, 'balances', 'how precisely balances'],
  ])('refuses %s and says what to do', (_case, changes, field, message) => {
    const { errors } = read(changes);
    expect([...errors.keys()]).toEqual([field]);
    expect(errors.get(field)).toContain(message);
  });

  it('does not mind the name of an account that is not shared', () => {
    expect([...read({ account: 'a', 'nickname-b': '' }).errors]).toEqual([]);
  });

  it('takes names in any script', () => {
    expect([...read({ 'nickname-a': 'Épargne d’Ève', 'nickname-b': '貯金 2' }).errors]).toEqual([]);
  });

  it('takes no exact amounts where the bank forbids them', () => {
    const { fields, errors } = read({ totals: 'exact', balances: 'exact' }, 'forbidden');
    expect([...errors.keys()]).toEqual(['totals', 'balances']);
    expect(fields).toMatchObject({ totals: 'about', balances: 'fresh' });
    expect(read({ totals: 'exact', balances: 'exact' }).errors.size).toBe(0);
  });

  it('is all errors for nothing at all', () => {
    const { errors } = readConsentFields(new FormFields(''), accounts, offeredPrecisions('allowed'));
    expect([...errors.keys()]).toEqual(['questions', 'accounts', 'totals', 'balances', 'days']);
  });
});
