import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  encode,
  maxResponseBytes,
  maxSpeechCharacters,
  ResponseTooLarge,
  speak,
} from '../../../src/channels/alexa/encode.ts';
import { emptyMemory } from '../../../src/conversation/memory.ts';
import type { Reply } from '../../../src/conversation/turn.ts';

const reply: Reply = { speech: 'Goodbye.', card: null, then: { kind: 'end' }, memory: emptyMemory };
const listening: Reply['then'] = { kind: 'listen', reprompt: 'Anything else?', elicit: null };

describe('speech', () => {
  it('is plain words made into SSML', () => {
    expect(speak(`Tom & Jerry's "savings" <b>`)).toBe(
      '<speak>Tom &amp; Jerry&apos;s &quot;savings&quot; &lt;b&gt;</speak>',
    );
  });

  it('cannot become markup, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const inside = speak(text).slice('<speak>'.length, -'</speak>'.length);
        expect(inside).not.toMatch(/[<>"']/);
        expect(inside.replace(/&(amp|lt|gt|quot|apos);/g, '')).not.toContain('&');
        expect(inside).not.toMatch(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/);
        expect(inside.isWellFormed()).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });

  it('drops control characters and mends broken pairs', () => {
    expect(speak('a\u0000b\u001Bc\uD800d')).toBe('<speak>abc\uFFFDd</speak>');
  });
});

describe('a telephone number', () => {
  it('is read digit by digit wherever it stands, and nothing else is', () => {
    const speech = 'Call 1 800 555 0142 & ask. Again: 1 800 555 0142.';
    expect(encode({ ...reply, speech, telephone: '1 800 555 0142' }).response.outputSpeech).toEqual({
      type: 'SSML',
      ssml:
        '<speak>Call <say-as interpret-as="telephone">1 800 555 0142</say-as> &amp; ask. ' +
        'Again: <say-as interpret-as="telephone">1 800 555 0142</say-as>.</speak>',
    });
    expect(speak('You have 1 alert.', '2 <3')).toBe('<speak>You have 1 alert.</speak>');
    expect(speak('Call 2 <3', '2 <3')).toBe(
      '<speak>Call <say-as interpret-as="telephone">2 &lt;3</say-as></speak>',
    );
  });
});

describe('a reply', () => {
  it('that ends, ends the session and leaves nothing behind', () => {
    expect(encode({ ...reply, memory: { ...emptyMemory, refusedPins: 2 } })).toEqual({
      response: { outputSpeech: { type: 'SSML', ssml: '<speak>Goodbye.</speak>' }, shouldEndSession: true },
      sessionAttributes: {},
    });
  });

  it('that listens, keeps the session open with a reprompt and what the next turn needs', () => {
    const memory = { ...emptyMemory, refusedPins: 1 };
    expect(encode({ ...reply, then: listening, memory })).toEqual({
      response: {
        outputSpeech: { type: 'SSML', ssml: '<speak>Goodbye.</speak>' },
        reprompt: { outputSpeech: { type: 'SSML', ssml: '<speak>Anything else?</speak>' } },
        shouldEndSession: false,
      },
      sessionAttributes: memory,
    });
  });

  it('that asks for the PIN, starts the dialog of its intent', () => {
    const then = { ...listening, elicit: { intent: 'PinIntent', slot: 'pin' } };
    expect(encode({ ...reply, then }).response).toMatchObject({
      shouldEndSession: false,
      directives: [
        {
          type: 'Dialog.ElicitSlot',
          slotToElicit: 'pin',
          updatedIntent: {
            name: 'PinIntent',
            confirmationStatus: 'NONE',
            slots: { pin: { name: 'pin', confirmationStatus: 'NONE' } },
          },
        },
      ],
    });
  });

  it('may carry the card with which an account is linked', () => {
    expect(encode({ ...reply, card: { kind: 'link-account' } }).response.card).toEqual({
      type: 'LinkAccount',
    });
  });

  it('may carry a card of words, which are no markup and stay as they are', () => {
    const card = { kind: 'simple', title: 'Juniper & Co', text: 'Ask <me>' } as const;
    expect(encode({ ...reply, card }).response.card).toEqual({
      type: 'Simple',
      title: 'Juniper & Co',
      content: 'Ask <me>',
    });
  });
});

describe('what Alexa would not take', () => {
  it('is speech of more than 8,000 characters, markup counted', () => {
    const room = maxSpeechCharacters - '<speak></speak>'.length;
    expect(() => encode({ ...reply, speech: 'x'.repeat(room) })).not.toThrow();
    expect(() => encode({ ...reply, speech: 'x'.repeat(room + 1) })).toThrow(ResponseTooLarge);
    expect(() => encode({ ...reply, speech: '&'.repeat(2_000) })).toThrow(ResponseTooLarge);
  });

  it('is a reprompt of more than that', () => {
    const then = { ...listening, reprompt: 'x'.repeat(maxSpeechCharacters) };
    expect(() => encode({ ...reply, then })).toThrow(ResponseTooLarge);
  });

  it('is a response of more than 24 KB, in bytes and with what the session carries', () => {
    const card = { kind: 'simple', title: '', text: 'é'.repeat(maxResponseBytes / 2) } as const;
    expect(() => encode({ ...reply, card })).toThrow(ResponseTooLarge);
  });
});
