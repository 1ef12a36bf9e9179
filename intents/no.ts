// "No, thanks."
import { defineIntent } from '../src/conversation/intent.ts';

/** Nothing else, so goodbye; while something waits for the customer, only that is dropped. */
export const no = defineIntent({
  names: ['AMAZON.NoIntent'],
  hear: (_slots, { memory: { pending, unclear, confirming }, say }) => {
    if (confirming !== null) return { kind: 'say', prompt: say.stopSharing.kept };
    return pending === null && unclear === null
      ? { kind: 'leave', speech: say.goodbye }
      : { kind: 'say', prompt: say.neverMind };
  },
});
