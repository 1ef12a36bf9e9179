// "Stop."
import { defineIntent } from '../src/conversation/intent.ts';

/** Ends the session, and with it what the voice PIN has opened. */
export const goodbye = defineIntent({
  names: ['AMAZON.StopIntent', 'AMAZON.NavigateHomeIntent'],
  hear: (_slots, { say }) => ({ kind: 'leave', speech: say.goodbye }),
});
