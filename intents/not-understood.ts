// "What's the weather?"
import { defineIntent } from '../src/conversation/intent.ts';

/** What no other intent answers; while something is asked for, it is asked for again. */
export const notUnderstood = defineIntent({
  names: ['AMAZON.FallbackIntent'],
  hear: (_slots, { memory: { pending, last, unclear, confirming }, say }) => {
    if (pending !== null) return { kind: 'ask-pin', prompt: say.pin.stillNeeded(pending.challenge), pending };
    if (unclear !== null && last !== null) {
      return { kind: 'ask-back', prompt: say.which[unclear], unclear, draft: last };
    }
    if (confirming !== null) return { kind: 'confirm', prompt: say.stopSharing.yesOrNo, confirming };
    return { kind: 'say', prompt: say.notUnderstood };
  },
});
