// "Open my bank."
import { defineIntent, opened } from '../src/conversation/intent.ts';

/** A session that was opened without a question: says in one breath what can be asked, and listens. */
export const welcome = defineIntent({
  names: [opened],
  hear: (_slots, { linked, bankName, say }) =>
    linked ? { kind: 'say', prompt: say.welcome({ bankName }) } : { kind: 'link' },
});
