// "Do I have at least two hundred dollars?"
import { nameAsOf } from '../src/conversation/as-of.ts';
import { fundsQuestion } from '../src/conversation/follow-up.ts';
import { type Intent, answersTo } from '../src/conversation/intent.ts';
import { readDetails } from '../src/conversation/slots.ts';

/** Whether there is enough for something: yes or no, and never how much. Without an amount it asks for one. */
export const funds: Intent = {
  names: ['FundsIntent'],
  slots: ['account', 'amount', 'currency'],
  hear: (slots, scene) => {
    const { say } = scene;
    const { last, unclear: askedFor } = scene.memory;
    const { said, unclear } = readDetails(slots, scene);
    // What we have asked for an amount for was about this account.
    const account =
      said.account ?? (askedFor === 'amount' && last?.name === 'balance' ? last.account : undefined);
    // A question without its amount is none: what is kept of it is the account.
    const draft =
      said.amount === undefined
        ? ({ name: 'balance', account } as const)
        : fundsQuestion(account, said.amount, say.currency);
    if (unclear !== null) {
      return { kind: 'ask-back', prompt: unclear.prompt(say), unclear: unclear.detail, draft };
    }
    return draft.name === 'funds'
      ? { kind: 'ask', question: draft }
      : { kind: 'ask-back', prompt: say.which.amount, unclear: 'amount', draft };
  },
  tells: answersTo(
    'funds',
    ({ question, account, fundsAvailable, precision, asOfDay }, { say, today }, asked) => {
      const amountOf = ({ atLeastMinor, currency }: typeof asked) =>
        ({ amountMinor: atLeastMinor, currency, precision: 'exact' }) as const;
      return say.funds({
        nickname: account.nickname,
        isCard: account.kind === 'credit-card',
        asked: amountOf(asked),
        compared: {
          kind:
            question.atLeastMinor === asked.atLeastMinor
              ? 'as-asked'
              : question.atLeastMinor > asked.atLeastMinor
                ? 'more'
                : 'less',
          amount: amountOf(question),
        },
        outcome: fundsAvailable ? 'yes' : precision === 'exact' ? 'no' : 'unsure',
        asOf: nameAsOf(asOfDay, today),
      });
    },
  ),
};
