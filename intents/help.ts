// "Help."
import { defineIntent } from '../src/conversation/intent.ts';

/** What can be asked; while a question waits for the voice PIN, what the PIN is. */
export const help = defineIntent({
  names: ['AMAZON.HelpIntent'],
  hear: (_slots, { memory: { pending }, bankName, say }) =>
    pending === null
      ? { kind: 'say', prompt: say.help({ bankName }), card: say.helpCard({ bankName }) }
      : { kind: 'ask-pin', prompt: say.pin.help, pending },
});
