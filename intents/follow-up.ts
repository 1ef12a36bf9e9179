// "And savings?" "What about last month?"
import { changeQuestion } from '../src/conversation/follow-up.ts';
import { defineIntent } from '../src/conversation/intent.ts';
import { readDetails } from '../src/conversation/slots.ts';

/** Changes what was said of the last question, and asks it again. Also takes what we have asked back for. */
export const followUp = defineIntent({
  names: ['FollowUpIntent'],
  slots: ['account', 'category', 'date', 'duration', 'since', 'amount', 'currency'],
  hear: (slots, { memory: { last, unclear: askedFor }, today, say }) => {
    const { said, unclear } = readDetails(slots, { today });
    const defaults = { today, currency: say.currency };
    if (unclear !== null) {
      const draft = changeQuestion(last, said, defaults) ?? last ?? { name: 'balance' };
      return { kind: 'ask-back', prompt: unclear.prompt(say), unclear: unclear.detail, draft };
    }
    const question = changeQuestion(last, said, defaults);
    if (question === null) return { kind: 'say', prompt: say.notUnderstood };
    if (!('window' in question) && said.window) return { kind: 'say', prompt: say.balanceIsNow };
    // We have asked how much, and heard where: the amount is still to come.
    if (askedFor === 'amount' && question.name === 'balance') {
      return { kind: 'ask-back', prompt: say.which.amount, unclear: 'amount', draft: question };
    }
    return { kind: 'ask', question };
  },
});
