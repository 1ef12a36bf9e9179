// "Never mind."
import { defineIntent } from '../src/conversation/intent.ts';

/** Drops the question that waits; when none does, the customer is leaving. */
export const neverMind = defineIntent({
  names: ['AMAZON.CancelIntent'],
  hear: (_slots, { memory: { pending, unclear, confirming }, say }) => {
    if (confirming !== null) return { kind: 'say', prompt: say.stopSharing.kept };
    return pending === null && unclear === null
      ? { kind: 'leave', speech: say.goodbye }
      : { kind: 'say', prompt: say.neverMind };
  },
});
