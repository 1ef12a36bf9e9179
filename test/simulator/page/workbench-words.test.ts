/** What the workbench says of a turn and of what is around it. */
import { describe, expect, it } from 'vitest';
import { alteredWords, mannerWords } from '../../../src/simulator/page/circumstance-words.ts';
import { resolvedSlots } from '../../../src/simulator/page/understood-words.ts';
import { bankTime, percent } from '../../../src/simulator/page/words.ts';
import { answeredAfterPin, spent } from './recorded-turns.ts';

const asEver = { speaker: null, whispers: false, screen: true, bankLine: 'works' } as const;

describe('the circumstances', () => {
  it('are told where they are not as ever', () => {
    expect(alteredWords(asEver, 'Nora')).toEqual([]);
    const altered = { speaker: 'customer', whispers: true, screen: false, bankLine: 'down' } as const;
    expect(alteredWords(altered, 'Nora')).toEqual(['Nora speaks', 'whispering', 'no screen', 'bank is down']);
  });

  it('of a turn are told beside it; a name that a transcript gives stands for itself', () => {
    expect(mannerWords(spent, 'Nora')).toBeNull();
    expect(mannerWords({ speaker: 'maya', whispered: true, screen: false }, 'Nora')).toBe(
      'maya, whispering, no screen',
    );
    expect(mannerWords({ speaker: 'toString', whispered: false, screen: true }, 'Nora')).toBe('toString');
  });
});

describe('a slot', () => {
  const intent = spent.request?.request.type === 'IntentRequest' ? spent.request.request.intent : null;
  /** The same turn, whose category the catalogues resolve to these ids. */
  function resolvedTo(ids: readonly string[]) {
    if (spent.request === null || intent === null) throw new Error('the recording is of an intent');
    const values = ids.map(id => ({ value: { id, name: id } }));
    const status = {
      code: ids.length > 0 ? ('ER_SUCCESS_MATCH' as const) : ('ER_SUCCESS_NO_MATCH' as const),
    };
    const category = {
      name: 'category',
      confirmationStatus: 'NONE' as const,
      resolutions: { resolutionsPerAuthority: [{ authority: 'catalogue', status, values }] },
    };
    const request = { ...spent.request.request, intent: { ...intent, slots: { category } } };
    return resolvedSlots({ slots: { category: 'groceries' }, request: { ...spent.request, request } })[0];
  }

  it.each([
    [['groceries'], null],
    [['food'], '→ food'],
    [['food', 'dining'], '→ food, dining'],
    [[], 'not in the catalogue'],
  ])('that is resolved to %j', (ids, resolved) => {
    expect(resolvedTo(ids)).toEqual({ name: 'category', value: 'groceries', resolved });
  });

  it('of a PIN shows nothing', () => {
    expect(resolvedSlots(answeredAfterPin)).toEqual([{ name: 'pin', value: '••••', resolved: null }]);
  });
});

it('a probability is never all or nothing where it is neither', () => {
  expect([0, 0.0001, 0.5, 0.904, 0.9999, 1].map(percent)).toEqual([
    '0 %',
    'under 1 %',
    '50 %',
    '90 %',
    'over 99 %',
    '100 %',
  ]);
});

it('the time at the bank is that of its zone, over midnight and over the change of the clocks', () => {
  const zone = 'America/New_York';
  expect(bankTime(Date.UTC(2026, 10, 24, 4, 59), zone)).toEqual({ date: '2026-11-23', time: '23:59' });
  expect(bankTime(Date.UTC(2026, 10, 24, 5, 0), zone)).toEqual({ date: '2026-11-24', time: '00:00' });
  expect(bankTime(Date.UTC(2026, 6, 1, 16, 5), zone)).toEqual({ date: '2026-07-01', time: '12:05' });
});
