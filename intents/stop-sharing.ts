// "Stop sharing with Alexa."
import { defineIntent } from '../src/conversation/intent.ts';

/**
 * Takes back the consent and the link, once the customer has said yes. Said a second time it is that yes: "shall I stop
 * sharing?" is often answered with "stop sharing".
 */
export const stopSharing = defineIntent({
  names: ['StopSharingIntent'],
  hear: (_slots, { memory: { confirming }, linked, bankName, say }) => {
    if (!linked) return { kind: 'leave', speech: say.stopSharing.notLinked({ bankName }) };
    if (confirming === 'stop-sharing') return { kind: 'unlink' };
    return { kind: 'confirm', prompt: say.stopSharing.confirm({ bankName }), confirming: 'stop-sharing' };
  },
});
