/**
 * The only caller of the bank: the calls of the facade's contract, one by one. Whatever the network or the bank does
 * comes back as a value of a closed union; a reply that is not exactly what the contract says is refused whole.
 */
import {
  answerSchemas,
  paths,
  stepUpGranted,
  type AnswerOf,
  type QuestionName,
  type QuestionOf,
} from './contract.ts';
import { createPerform, isBearerToken, type FacadeClientOptions } from './exchange.ts';
import type { Facade, FacadeCall, LinkEvents } from './port.ts';
import { isSameQuestion } from './reply.ts';

/**
 * Makes the client.
 * @throws Error when the base URL is not acceptable, with a sentence that says what to do.
 */
export function createFacadeClient(options: FacadeClientOptions): Facade & LinkEvents {
  const perform = createPerform(options);

  return {
    answer<Name extends QuestionName>(question: QuestionOf<Name>, call: FacadeCall) {
      return perform<AnswerOf<Name>>(
        {
          call: 'answer',
          question: question.name,
          method: 'POST',
          path: `${paths.answers}/${question.name}`,
          body: { context: call.context, question },
          read: body => {
            const parsed = answerSchemas[question.name].safeParse(body);
            if (!parsed.success) return { cause: 'not_in_contract' };
            if (!isSameQuestion(question, parsed.data.question)) return { cause: 'another_question' };
            // The schema was picked by the question's name, which the compiler cannot follow through the table.
            return { value: parsed.data as AnswerOf<Name> };
          },
          repeatable: true,
        },
        call,
      );
    },

    stepUp: (factor, call) =>
      perform(
        {
          call: 'step-up',
          question: null,
          method: 'POST',
          path: paths.stepUps,
          body: { context: call.context, factor },
          read: body => {
            const parsed = stepUpGranted.safeParse(body);
            return parsed.success ? { value: parsed.data } : { cause: 'not_in_contract' };
          },
          repeatable: false,
        },
        call,
      ),

    endStepUp: call =>
      perform(
        {
          call: 'end-step-up',
          question: null,
          method: 'DELETE',
          path: `${paths.stepUps}/${encodeURIComponent(call.context.conversation)}`,
          body: null,
          read: null,
          repeatable: false,
        },
        call,
      ),

    unlink: call =>
      perform(
        {
          call: 'unlink',
          question: null,
          method: 'DELETE',
          path: paths.link,
          body: null,
          read: null,
          // Where only the first reply was lost the second says `not_linked`, which is how things stand then.
          repeatable: true,
        },
        call,
      ),

    tellLinkEvent: (event, { accessToken, ...call }) =>
      perform(
        {
          call: 'link-event',
          question: null,
          method: 'POST',
          path: paths.linkEvents,
          body: event,
          read: null,
          repeatable: true,
        },
        {
          // Without a usable token the event is told all the same: the user's name may find the link.
          accessToken: accessToken !== null && isBearerToken(accessToken) ? accessToken : null,
          ...call,
        },
      ),
  };
}
