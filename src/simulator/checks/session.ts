/** Whether the session and what is said agree: Alexa's certification, "Session management and prompts". */
import { spokenWords } from '../speech.ts';
import type { Check } from './checked.ts';
import { isRender } from './screen.ts';

const isQuestion = (words: string | null): boolean => words?.trimEnd().endsWith('?') === true;

/** Requests whose answer nobody hears. */
const unheardRequests = [
  { type: /^SessionEndedRequest$/, why: 'The session has ended' },
  { type: /^CanFulfillIntentRequest$/, why: 'The skill is only asked what it could do' },
  { type: /^AlexaSkillEvent\./, why: 'Nobody hears the answer to an event' },
] as const;

const isVerdict = (verdict: unknown): boolean => ['YES', 'NO', 'MAYBE'].includes(String(verdict));

export const checkSession: Check = function* ({ requestType, response: { response } }) {
  const said = spokenWords(response.outputSpeech);
  const reprompt = spokenWords(response.reprompt?.outputSpeech);
  const directives = response.directives ?? [];
  const asks = directives.some(({ type }) => /^Dialog\.(?:Elicit|Confirm)/.test(type));
  const delegates = directives.some(({ type }) => type === 'Dialog.Delegate');

  const unheard = unheardRequests.find(({ type }) => type.test(requestType));
  if (unheard !== undefined) {
    if (said !== null || reprompt !== null || response.card !== undefined || directives.length > 0) {
      yield `${unheard.why}, and the response still says or shows something.`;
    }
    if (requestType === 'CanFulfillIntentRequest' && !isVerdict(response.canFulfillIntent?.canFulfill)) {
      yield 'The response does not say whether the skill could do it: canFulfillIntent is missing.';
    }
    return;
  }
  if (delegates) return;
  if (said === null) yield 'The response says nothing.';

  const open = response.shouldEndSession;
  // A document on the screen waits to be touched, with the microphone closed.
  const shows = directives.some(isRender);
  if (open === undefined && !asks && !shows) {
    yield 'The response does not say whether the session ends: shouldEndSession is missing.';
  }
  if (open === true) {
    if (asks) yield 'A dialog directive asks for something, and the session ends.';
    else if (isQuestion(said)) yield 'The speech ends with a question, and the session ends.';
    if (reprompt !== null) yield 'There is a reprompt, and the session ends before it can be said.';
  } else if (open === false || asks) {
    if (!asks && !isQuestion(said) && said?.includes('?') !== true) {
      yield 'The session stays open and nothing is asked: the microphone is open without a reason.';
    }
    if (reprompt === null) yield 'The session stays open without a reprompt: a silence ends it with no word.';
  }
};
