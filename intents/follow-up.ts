// "And savings?" "What about last month?"
import { changeQuestion } from '../src/conversation/follow-up.ts';
import { defineIntent } from '../src/conversation/intent.ts';
import { readDetails } from '../src/conversation/slots.ts';

/** Changes what was said of the last question, and asks it again. Also takes what we have asked back for. */
export const followUp = defineIntent({
  names: ['FollowUpIntent'],
  slots: ['account', 'category', 'date', 'duration', 'since'],
  hear: (slots, { memory: { last }, today, say }) => {
    const { said, unclear } = readDetails(slots, today);
    if (unclear !== null) {
      const draft = changeQuestion(last, said, today) ?? last ?? { name: 'balance' };
      return { kind: 'ask-back', prompt: unclear.prompt(say), unclear: unclear.detail, draft };
    }
    const question = changeQuestion(last, said, today);
    if (question === null) return { kind: 'say', prompt: say.notUnderstood };
    if (question.name === 'balance' && said.window) return { kind: 'say', prompt: say.balanceIsNow };
    return { kind: 'ask', question };
  },
});
