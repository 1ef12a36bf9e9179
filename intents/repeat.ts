// "Say that again."
import { defineIntent } from '../src/conversation/intent.ts';

/** Asks the last question again: the answer itself was not kept. */
export const repeat = defineIntent({
  names: ['AMAZON.RepeatIntent'],
  hear: (_slots, { memory: { pending, last, unclear, confirming }, bankName, say }) => {
    if (pending !== null) return { kind: 'ask-pin', prompt: say.pin.ask(pending.challenge), pending };
    if (confirming !== null) {
      return { kind: 'confirm', prompt: say.stopSharing.confirm({ bankName }), confirming };
    }
    if (last === null) return { kind: 'say', prompt: say.nothingToRepeat };
    if (unclear !== null) return { kind: 'ask-back', prompt: say.which[unclear], unclear, draft: last };
    return { kind: 'ask', question: last };
  },
});
