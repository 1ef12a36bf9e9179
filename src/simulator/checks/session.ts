/** Whether the session and what is said agree: Alexa's certification, "Session management and prompts". */
import { spokenWords } from '../speech.ts';
import type { Check } from './checked.ts';

const isQuestion = (words: string | null): boolean => words?.trimEnd().endsWith('?') === true;

export const checkSession: Check = function* ({ requestType, response: { response } }) {
  const said = spokenWords(response.outputSpeech);
  const reprompt = spokenWords(response.reprompt?.outputSpeech);
  const directives = response.directives ?? [];
  const asks = directives.some(({ type }) => /^Dialog\.(?:Elicit|Confirm)/.test(type));
  const delegates = directives.some(({ type }) => type === 'Dialog.Delegate');

  if (requestType === 'SessionEndedRequest') {
    if (said !== null || reprompt !== null || response.card !== undefined || directives.length > 0) {
      yield 'The session has ended, and the response still says or shows something.';
    }
    return;
  }
  if (delegates) return;
  if (said === null) yield 'The response says nothing.';

  const open = response.shouldEndSession;
  if (open === undefined && !asks) {
    yield 'The response does not say whether the session ends: shouldEndSession is missing.';
  }
  if (open === true) {
    if (asks) yield 'A dialog directive asks for something, and the session ends.';
    else if (isQuestion(said)) yield 'The speech ends with a question, and the session ends.';
    if (reprompt !== null) yield 'There is a reprompt, and the session ends before it can be said.';
  } else {
    if (!asks && !isQuestion(said) && said?.includes('?') !== true) {
      yield 'The session stays open and nothing is asked: the microphone is open without a reason.';
    }
    if (reprompt === null) yield 'The session stays open without a reprompt: a silence ends it with no word.';
  }
};
