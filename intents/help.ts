// "Help."
import { defineIntent } from '../src/conversation/intent.ts';

/** What can be asked; while a question waits for the voice PIN, what the PIN is; while a yes is, what yes and no do. */
export const help = defineIntent({
  names: ['AMAZON.HelpIntent'],
  hear: (_slots, { memory: { pending, confirming }, bankName, say }) => {
    if (pending !== null) return { kind: 'ask-pin', prompt: say.pin.help(pending.challenge), pending };
    if (confirming !== null) return { kind: 'confirm', prompt: say.stopSharing.yesOrNo, confirming };
    return { kind: 'say', prompt: say.help({ bankName }), card: say.helpCard({ bankName }) };
  },
});
