/** What Alexa refuses or mishandles: sizes, markup, types. "Request and Response JSON Reference". */
import type { ui } from 'ask-sdk-model';
import { maxResponseBytes } from '../post.ts';
import { speechOf } from '../speech.ts';
import { alexaElements, elementsOf, parseSsml, SsmlError } from '../ssml.ts';
import type { Check } from './checked.ts';

const maxSpeechCharacters = 8_000;
const maxAudioClips = 5;
const maxBreakMs = 10_000;

/** Interfaces whose directives a custom skill may send. */
const directivePattern =
  /^(?:Dialog\.(?:Delegate|ElicitSlot|ConfirmSlot|ConfirmIntent|DelegateRequest|UpdateDynamicEntities)|Alexa\.Presentation\.[A-Z]\w*\.\w+|Connections\.(?:SendRequest|SendResponse|StartConnection)|Tasks\.CompleteTask|AudioPlayer\.(?:Play|Stop|ClearQueue)|VideoApp\.Launch|VoicePlayer\.Speak|GameEngine\.\w+|CustomInterfaceController\.\w+)$/;

export const checkSize: Check = function* ({ text }) {
  const bytes = Buffer.byteLength(text);
  if (bytes > maxResponseBytes) yield `The response has ${bytes} bytes; Alexa takes ${maxResponseBytes}.`;
};

export const checkVersion: Check = function* ({ response }) {
  if (response.version !== '1.0') yield `The response's version is "${response.version}"; Alexa knows "1.0".`;
};

export const checkSpeech: Check = function* ({ response: { response }, meanwhile }) {
  for (const words of meanwhile) yield* checkOutputSpeech('A progressive response', speechOf(words));
  yield* checkOutputSpeech('The speech', response.outputSpeech);
  yield* checkOutputSpeech('The reprompt', response.reprompt?.outputSpeech);
};

function* checkOutputSpeech(what: string, speech: ui.OutputSpeech | undefined): Generator<string> {
  if (speech === undefined) return;
  const text = speech.type === 'SSML' ? speech.ssml : speech.text;
  if (text.length > maxSpeechCharacters) {
    yield `${what} has ${text.length} characters; Alexa says ${maxSpeechCharacters}.`;
  }
  if (speech.type === 'PlainText') {
    if (/<\/?[a-z][^>]*>/i.test(text))
      yield `${what} is plain text with markup in it, which would be read out.`;
    return;
  }
  let elements;
  try {
    elements = [...elementsOf(parseSsml(text))];
  } catch (error) {
    if (!(error instanceof SsmlError)) throw error;
    yield `${what} is not well-formed SSML: ${error.message}.`;
    return;
  }
  for (const { tag, attributes } of elements) {
    const required = Object.hasOwn(alexaElements, tag) ? alexaElements[tag] : undefined;
    if (required === undefined) yield `${what} has the SSML element <${tag}>, which Alexa does not support.`;
    for (const name of required ?? []) {
      if (attributes[name] === undefined) yield `${what} has <${tag}> without its attribute ${name}.`;
    }
    const time = tag === 'break' ? breakMs(attributes.time) : 0;
    if (time === null || time > maxBreakMs)
      yield `${what} has a break that is not a time of up to ten seconds.`;
    const source = tag === 'audio' ? attributes.src : undefined;
    if (source !== undefined && !/^(?:https|soundbank):\/\//.test(source))
      yield `${what} plays audio that is not served over https.`;
  }
  if (elements.slice(1).some(({ tag }) => tag === 'speak')) yield `${what} has a <speak> inside of <speak>.`;
  if (elements.filter(({ tag }) => tag === 'audio').length > maxAudioClips)
    yield `${what} plays more than ${maxAudioClips} audio clips.`;
}

/** Zero where no time is given; null where it is not a time. */
function breakMs(time: string | undefined): number | null {
  if (time === undefined) return 0;
  const match = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(time.trim());
  return match === null ? null : Number(match[1]) * (match[2] === 's' ? 1_000 : 1);
}

export const checkDirectives: Check = function* ({ response: { response }, model }) {
  const intents = new Map(model.languageModel.intents.map(intent => [intent.name, intent]));
  for (const directive of response.directives ?? []) {
    if (!directivePattern.test(directive.type))
      yield `The directive "${directive.type}" is unknown to Alexa.`;
    const updated = 'updatedIntent' in directive ? directive.updatedIntent : undefined;
    if (updated === undefined || !('name' in updated)) continue;
    const intent = intents.get(updated.name);
    if (intent === undefined) {
      yield `A dialog directive names the intent "${updated.name}", which the interaction model does not have.`;
      continue;
    }
    const slot = 'slotToElicit' in directive ? directive.slotToElicit : null;
    if (slot !== null && !intent.slots.some(each => each.name === slot)) {
      yield `A dialog directive elicits the slot "${slot}", which ${intent.name} does not have.`;
    }
    if (model.dialog?.intents.some(each => each.name === intent.name) !== true) {
      yield `A dialog directive is sent for ${intent.name}, which is not in the dialog model.`;
    }
  }
};
