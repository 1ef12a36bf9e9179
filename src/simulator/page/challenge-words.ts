/** What the bank wants to hear, in the words of the field to speak into. Pure. */
import type { StepUpChallenge } from '../../facade/contract.ts';

interface ChallengeWords {
  /** What the field is for, to those who hear the page. */
  readonly label: string;
  readonly placeholder: string;
  /** What can be said with one click. */
  readonly chips: readonly { readonly name: string; readonly utterance: string }[];
}

const ordinals = ['first', 'second', 'third', 'fourth'];

/** @param demoPin the published PIN of the demo household; null for anybody else */
export function challengeWords(challenge: StepUpChallenge, demoPin: string | null): ChallengeWords {
  switch (challenge.kind) {
    case 'voice-pin':
      return {
        label: 'Say your voice PIN',
        placeholder: 'Your four-digit voice PIN',
        chips: [
          ...said('say the demo PIN', demoPin),
          { name: 'say a wrong one', utterance: 'four nine nine one' },
        ],
      };
    case 'pin-digits': {
      const names = challenge.positions.map(position => ordinals[position - 1] ?? `${position}th`);
      const digits = challenge.positions.map(position => demoPin?.[position - 1] ?? '').join('');
      return {
        label: 'Say two digits of your voice PIN',
        placeholder: `The ${names.join(' and the ')} digit of your voice PIN`,
        chips: [
          ...said('say the demo digits', digits === '' ? null : digits),
          { name: 'say wrong ones', utterance: 'nine nine' },
        ],
      };
    }
    case 'one-time-code':
      return {
        label: 'Say the code from your bank’s app',
        placeholder: 'The six-digit code from your bank’s app',
        chips: [{ name: 'say a wrong one', utterance: 'one one one one one one' }],
      };
  }
}

const said = (name: string, utterance: string | null) => (utterance === null ? [] : [{ name, utterance }]);
