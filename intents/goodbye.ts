// "Stop."
import { defineIntent } from '../src/conversation/intent.ts';

/**
 * Ends the session, and with it what the voice PIN has opened. To "shall I stop sharing?" it is no yes: a customer who
 * meant one hears that nothing has changed.
 */
export const goodbye = defineIntent({
  names: ['AMAZON.StopIntent', 'AMAZON.NavigateHomeIntent'],
  hear: (_slots, { memory: { confirming }, say }) => ({
    kind: 'leave',
    speech: confirming === null ? say.goodbye : say.stopSharing.leftAlone,
  }),
});
