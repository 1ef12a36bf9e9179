/**
 * From a reply to Alexa's response. Speech is plain words until here; markup is made in this file alone, so nothing
 * that was said by a customer or named by a bank can become markup.
 */
import type { Response } from 'ask-sdk-model';
import type { Reply } from '../../conversation/turn.ts';

/** Alexa's limit ("Request and Response JSON Reference", response format). */
export const maxSpeechCharacters = 8_000;
/** A fifth of what Alexa takes (120 KB); an answer of ours has a few KB, and one that comes near this is a bug. */
export const maxResponseBytes = 24 * 1_024;
/** What the SDK puts around a response: version and user agent. */
const wrapperBytes = 200;

/** A reply that is larger than any may be. Our wording is far below the limits, so this is a bug and no reply to cut. */
export class ResponseTooLarge extends Error {
  override readonly name = 'ResponseTooLarge';
}

export interface EncodedReply {
  readonly response: Response;
  readonly sessionAttributes: Record<string, unknown>;
}

/** The response to a request that nobody listens to any more. Alexa takes no speech, card or directive then. */
export const silence: EncodedReply = { response: {}, sessionAttributes: {} };

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** Everything that XML 1.0 has no place for, but for tab and line breaks (section 2.2). */
const notInXml = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\uFFFE\uFFFF]/g;

/** Plain words as the text of an XML document. */
const asText = (words: string): string =>
  words
    .toWellFormed()
    .replace(notInXml, '')
    .replace(/[&<>"']/g, character => entities[character] ?? '');

/** Plain words as SSML; a telephone number in them is read digit by digit ("SSML Reference", `say-as`). */
export function speak(text: string, telephone?: string): string {
  const pieces = telephone === undefined ? [text] : text.split(telephone);
  const digits = `<say-as interpret-as="telephone">${asText(telephone ?? '')}</say-as>`;
  return `<speak>${pieces.map(asText).join(digits)}</speak>`;
}

function encodeCard(card: NonNullable<Reply['card']>): NonNullable<Response['card']> {
  return card.kind === 'link-account'
    ? { type: 'LinkAccount' }
    : { type: 'Simple', title: card.title, content: card.text };
}

/**
 * Asks for a slot by Alexa's own dialog. The slot may belong to another intent than the one that was heard:
 * `updatedIntent` then starts that intent's dialog ("intent chaining"), and what is said next arrives as its slot.
 */
function elicitation({
  intent,
  slot,
}: {
  intent: string;
  slot: string;
}): NonNullable<Response['directives']> {
  return [
    {
      type: 'Dialog.ElicitSlot',
      slotToElicit: slot,
      updatedIntent: {
        name: intent,
        confirmationStatus: 'NONE',
        slots: { [slot]: { name: slot, confirmationStatus: 'NONE' } },
      },
    },
  ];
}

/**
 * Turns a reply into a response.
 * @throws ResponseTooLarge when it passes one of the limits above.
 */
export function encode({ speech, telephone, card, then, memory }: Reply): EncodedReply {
  const ssml = speak(speech, telephone);
  const reprompt = then.kind === 'listen' ? speak(then.reprompt) : null;
  if (ssml.length > maxSpeechCharacters || (reprompt?.length ?? 0) > maxSpeechCharacters) {
    throw new ResponseTooLarge();
  }
  const encoded: EncodedReply = {
    response: {
      outputSpeech: { type: 'SSML', ssml },
      ...(card === null ? {} : { card: encodeCard(card) }),
      ...(reprompt === null ? {} : { reprompt: { outputSpeech: { type: 'SSML', ssml: reprompt } } }),
      ...(then.kind === 'listen' && then.elicit !== null ? { directives: elicitation(then.elicit) } : {}),
      shouldEndSession: then.kind === 'end',
    },
    // A session that ends is not remembered: nothing is left for the platform to carry.
    sessionAttributes: then.kind === 'listen' ? { ...memory } : {},
  };
  if (Buffer.byteLength(JSON.stringify(encoded)) > maxResponseBytes - wrapperBytes)
    throw new ResponseTooLarge();
  return encoded;
}
