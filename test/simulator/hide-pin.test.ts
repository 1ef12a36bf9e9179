import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hidePin, pinSlotsOf, withoutPin } from '../../src/simulator/hide-pin.ts';
import { loadInteractionModel } from '../../src/simulator/interaction-model.ts';

describe('a PIN in an utterance', () => {
  it.each([
    ['four eight two one', true, '••••'],
    ['4821', true, '••••'],
    ['4 8 2 1', true, '••••'],
    ["it's forty eight twenty one please", true, "it's •••• please"],
    ['double four two one', true, '••••'],
    ['four eight two', true, '••••'],
    ['eight one', true, '••••'],
    ['seven three oh one nine two', true, '••••'],
    ['sure, my PIN is 4821.', true, 'sure, my PIN is ••••.'],
    ['my pin is 4821', false, 'my pin is ••••'],
    ['four eight two one', false, '••••'],
  ])('%s (asked: %s)', (said, asked, shown) => expect(hidePin(said, asked)).toBe(shown));

  it.each([
    ["what's my balance", true],
    ['help', true],
    ['how much did I spend in the last 7 days', true],
    ['what did I spend since 2025', false],
    ['how much came in over the past thirty days', false],
    ['in october twenty twenty five', false],
    ['two', false],
  ])('is not in "%s" (asked: %s)', (said, asked) => expect(hidePin(said, asked)).toBe(said));

  it('is in nothing that is shown, however it is written', () => {
    const digits = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 4, maxLength: 4 });
    const around = fc.constantFrom('', 'my pin is', 'it is', 'um', 'okay');
    fc.assert(
      fc.property(digits, around, fc.constantFrom('', ' ', '-'), fc.boolean(), (pin, before, gap, asked) => {
        const shown = hidePin(`${before} ${pin.join(gap)}`, asked);
        expect(shown).not.toMatch(/\d/);
      }),
    );
  });
});

describe('what was heard in a slot of the PIN', () => {
  const pinSlots = pinSlotsOf(loadInteractionModel());
  const heard = (utterance: string, name: string, value: string) =>
    withoutPin(
      utterance,
      {
        name: 'PinIntent',
        confirmationStatus: 'NONE',
        slots: { [name]: { name, value, confirmationStatus: 'NONE' } },
      },
      pinSlots,
      true,
    );

  it('is hidden: a PIN, two digits of it, a code', () => {
    expect([...pinSlots]).toEqual(['pin', 'code']);
    expect(heard('four eight two one', 'pin', '4821')).toEqual({ shown: '••••', pins: ['4821'] });
    expect(heard('the app says 730192', 'code', '730192')).toMatchObject({ pins: ['730192'] });
    expect(heard('the app says 730192', 'code', '730192').shown).not.toMatch(/\d/);
  });

  it('is hidden whole where the words around it are not those of a code', () => {
    expect(heard('the app says eight one', 'code', '81').shown).toBe('••••');
  });

  it('is not looked for elsewhere when it is two digits, which are in too much', () => {
    expect(heard('eight one', 'code', '81').pins).toEqual([]);
  });
});
