// "Yes, please."
import { defineIntent } from '../src/conversation/intent.ts';

/** Takes up what we asked: there is something else, the question that waits still matters, or it shall be done. */
export const yes = defineIntent({
  names: ['AMAZON.YesIntent'],
  hear: (_slots, { memory: { pending, last, unclear, confirming }, say }) => {
    if (pending !== null) return { kind: 'ask-pin', prompt: say.pin.ask(pending.challenge), pending };
    if (unclear !== null && last !== null) {
      return { kind: 'ask-back', prompt: say.which[unclear], unclear, draft: last };
    }
    if (confirming === 'stop-sharing') return { kind: 'unlink' };
    return { kind: 'say', prompt: say.goAhead };
  },
});
