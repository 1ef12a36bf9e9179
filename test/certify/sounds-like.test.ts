import { describe, expect, it } from 'vitest';
import { takenNames, wakeWords } from '../../src/certify/known-names.ts';
import { soundsLike } from '../../src/certify/sounds-like.ts';

describe('names that can be taken for each other', () => {
  it.each([
    ['kapital wun', 'capital one'],
    ['chais bank', 'chase bank'],
    ['pay pall', 'paypal'],
    ['alexia', 'alexa'],
    ['ekko', 'echo'],
    ['wells fargoe', 'wells fargo'],
    ['sotto voce', 'sotto voce'],
    ['soto vochey', 'sotto voche'],
    ['fizza', 'visa'],
  ])('%s and %s', (one, other) => {
    expect(soundsLike(one, other)).toBe(true);
    expect(soundsLike(other, one)).toBe(true);
  });

  it.each([
    ['sotto voce', 'alexa'],
    ['sotto voce', 'spotify'],
    ['juniper bank', 'key bank'],
    ['quiet money', 'money market'],
    ['sotto voce', 'state farm'],
  ])('%s and %s are not', (one, other) => {
    expect(soundsLike(one, other)).toBe(false);
  });

  it('few of the names that are taken sound like each other', () => {
    const names = [...wakeWords, ...takenNames];
    const pairs = names.flatMap((one, at) => names.slice(at + 1).filter(other => soundsLike(one, other)));
    expect(pairs.length).toBeLessThan(6);
  });
});
