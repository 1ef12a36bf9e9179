import { describe, expect, it } from 'vitest';
import { challengeWords } from '../../../src/simulator/page/challenge-words.ts';

describe('the field asks for what the bank wants to hear', () => {
  it.each([
    [{ kind: 'voice-pin' } as const, 'Your four-digit voice PIN', ['4821', 'four nine nine one']],
    [
      { kind: 'pin-digits', positions: [2, 4] as [number, number] } as const,
      'The second and the fourth digit of your voice PIN',
      ['81', 'nine nine'],
    ],
    [
      { kind: 'one-time-code' } as const,
      'The six-digit code from your bank’s app',
      ['one one one one one one'],
    ],
  ])('%j', (challenge, placeholder, utterances) => {
    const words = challengeWords(challenge, '4821');
    expect(words.placeholder).toBe(placeholder);
    expect(words.chips.map(({ utterance }) => utterance)).toEqual(utterances);
  });

  it('and offers nobody’s PIN but the demo household’s', () => {
    const said = [
      { kind: 'voice-pin' } as const,
      { kind: 'pin-digits', positions: [1, 3] as [number, number] } as const,
    ];
    for (const challenge of said) expect(challengeWords(challenge, null).chips).toHaveLength(1);
  });
});
