import type { Response, ResponseEnvelope } from 'ask-sdk-model';
import * as fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { checkResponse, type CheckedResponse } from '../../src/simulator/checks.ts';
import { amountsIn } from '../../src/simulator/checks/amounts.ts';
import { loadInteractionModel, type InteractionModel } from '../../src/simulator/interaction-model.ts';
import type { FacadeExchange } from '../../src/simulator/turn-record.ts';
import { asks, ends, ssml } from './fake-skill.ts';

let model: InteractionModel;
beforeAll(() => {
  model = loadInteractionModel('en-US');
});

const exchange = (answer: unknown): FacadeExchange => ({
  method: 'POST',
  path: '/v1/answers/balance',
  question: { name: 'balance' },
  status: 200,
  answer,
  answerBytes: 0,
  durationMs: 1,
});
const balance = exchange({
  accounts: [
    {
      kind: 'checking',
      nickname: 'Everyday',
      currency: 'USD',
      bookedMinor: 242_017,
      availableMinor: 240_000,
      asOfDay: null,
    },
    {
      kind: 'credit-card',
      nickname: 'Card',
      currency: 'USD',
      bookedMinor: -31_250,
      availableMinor: 468_750,
      asOfDay: null,
    },
  ],
});
const spending = exchange({
  currency: 'USD',
  spent: { count: 3, sumMinor: 41_280 },
  before: { spent: { count: 4, sumMinor: 45_305 } },
});

const check = (
  response: Response,
  more: Partial<CheckedResponse> & { attributes?: Record<string, unknown> } = {},
) => {
  const envelope: ResponseEnvelope = { version: '1.0', sessionAttributes: more.attributes ?? {}, response };
  return checkResponse({
    requestType: 'IntentRequest',
    response: envelope,
    text: JSON.stringify(envelope),
    meanwhile: [],
    screen: true,
    exchanges: [balance],
    model,
    secrets: {
      accessToken: 'opaque-token-0123456789',
      pins: ['4821'],
      platformIds: ['amzn1.ask.account.ABC'],
    },
    ...more,
  });
};

describe('a good response is not objected to', () => {
  it.each<[string, Response]>([
    ['an answer that ends', ends('You have $2,420.17 in Everyday.')],
    ['an answer that asks on', asks('You have about $2,400 in checking. Anything else?')],
    ['what is owed', ends('You owe $312.50 on Card.')],
    ['in words', ends('You have two thousand four hundred dollars.')],
    ['dollars and cents', ends('You have 2,420 dollars and 17 cents.')],
    ['escaped markup', ends('Fish &amp; chips')],
    [
      'a card without an amount',
      { ...ends('Bye.'), card: { type: 'Simple', title: 'Balance', content: 'Told.' } },
    ],
    ['a link-account card', { ...ends('Please link your account.'), card: { type: 'LinkAccount' } }],
  ])('%s', (_, response) => expect(check(response)).toEqual([]));

  it('a comparison with the window before', () => {
    expect(
      check(ends('You spent $412.80, about forty dollars less than in September.'), {
        exchanges: [spending],
      }),
    ).toEqual([]);
  });

  it('an elicitation of the model', () => {
    const directives = [
      {
        type: 'Dialog.ElicitSlot' as const,
        slotToElicit: 'pin',
        updatedIntent: { name: 'PinIntent', confirmationStatus: 'NONE' as const },
      },
    ];
    expect(check({ ...asks('Please say your PIN.'), directives })).toEqual([]);
  });

  it('silence after the end of a session', () => {
    expect(check({}, { requestType: 'SessionEndedRequest' })).toEqual([]);
  });
});

const elicit = (intent: string, slot: string) => [
  {
    type: 'Dialog.ElicitSlot' as const,
    slotToElicit: slot,
    updatedIntent: { name: intent, confirmationStatus: 'NONE' as const },
  },
];

describe('a response that is wrong in one way has the finding of that way, and no other', () => {
  it.each<[string, Response, string, (Partial<CheckedResponse> & { attributes?: Record<string, unknown> })?]>(
    [
      ['a bare ampersand', ends('Fish & chips'), 'not well-formed SSML'],
      ['an unknown element', ends('<blink>Hi</blink>'), 'does not support'],
      ['an element without its attribute', ends('<say-as>12</say-as>'), 'without its attribute interpret-as'],
      ['a break that is too long', ends('Hm<break time="11s"/>.'), 'a break that is not'],
      ['audio without TLS', ends('<audio src="http://example.com/a.mp3"/>Hi.'), 'not served over https'],
      ['a speak in a speak', ends('<speak>Hi.</speak>'), '<speak> inside'],
      [
        'markup in plain text',
        { outputSpeech: { type: 'PlainText', text: '<p>Hi.</p>' }, shouldEndSession: true },
        'plain text with markup',
      ],
      ['too much speech', ends('a'.repeat(8_000)), 'Alexa says 8000'],
      [
        'too much of everything',
        ends('Hi.'),
        'bytes; Alexa takes 24576',
        { attributes: { filler: 'x'.repeat(25_000) } },
      ],
      [
        'an unknown card',
        { ...ends('Hi.'), card: { type: 'Fancy' } as unknown as NonNullable<Response['card']> },
        'which Alexa does not know',
      ],
      [
        'an unknown directive',
        { ...ends('Hi.'), directives: [{ type: 'Door.Open' } as never] },
        'unknown to Alexa',
      ],
      [
        'a slot that does not exist',
        { ...asks('Which?'), directives: elicit('PinIntent', 'colour') },
        'does not have',
      ],
      [
        'an intent that does not exist',
        { ...asks('Which?'), directives: elicit('LoanIntent', 'x') },
        'the interaction model does not have',
      ],
      ['a question, and the end', ends('Which account?'), 'ends with a question, and the session ends'],
      [
        'an elicitation, and the end',
        { ...ends('Tell me your PIN.'), directives: elicit('PinIntent', 'pin') },
        'asks for something, and the session ends',
      ],
      [
        'an open microphone',
        { ...asks('You have no alerts.'), reprompt: { outputSpeech: ssml('More?') } },
        'nothing is asked',
      ],
      ['no reprompt', { outputSpeech: ssml('More?'), shouldEndSession: false }, 'without a reprompt'],
      [
        'a reprompt, and the end',
        { ...ends('Bye.'), reprompt: { outputSpeech: ssml('More?') } },
        'before it can be said',
      ],
      [
        'neither open nor ended',
        { outputSpeech: ssml('More?'), reprompt: { outputSpeech: ssml('More?') } },
        'shouldEndSession is missing',
      ],
      ['nothing said', { shouldEndSession: true }, 'says nothing'],
      ['words after the end', ends('Bye.'), 'still says or shows', { requestType: 'SessionEndedRequest' }],
      ['the token', ends('Hi opaque-token-0123456789.'), 'The access token'],
      [
        'a JWT',
        ends('Hi.'),
        'looks like a token',
        { attributes: { t: 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.x' } },
      ],
      [
        "the platform's id",
        ends('Hi.'),
        "platform's identifiers",
        { attributes: { user: 'amzn1.ask.account.ABC' } },
      ],
      ['the PIN in figures', ends('Was it 4821.'), 'The voice PIN'],
      ['the PIN in words', ends('Was it four eight, two one.'), 'The voice PIN'],
      ['the PIN kept', ends('Hi.'), 'The voice PIN', { attributes: { pin: '4821' } }],
      ['an account number', ends('It is account 000123456789.'), 'account number'],
      ['an IBAN', ends('It is DE89 3704 0044 0532 0130 00.'), 'account number'],
      ['a sort code', ends('It is 12-34-56.'), 'account number'],
      [
        'an amount on a card',
        { ...ends('Told.'), card: { type: 'Simple', title: 'Balance', content: '$2,420.17' } },
        'An amount is on the card',
      ],
      ['an amount that nobody answered', ends('You have $999 in Everyday.'), 'did not answer'],
      ['an amount in words that nobody answered', ends('You have nine hundred dollars.'), 'did not answer'],
      ['an amount of another turn', ends('You have $2,420.17.'), 'did not answer', { exchanges: [] }],
      [
        'an amount that is kept',
        ends('Hi.'),
        'session attributes or directives',
        { attributes: { last: 31_250 } },
      ],
      [
        'an amount that is kept in words',
        ends('Hi.'),
        'session attributes or directives',
        { attributes: { last: '$12.00' } },
      ],
    ],
  )('%s', (_, response, finding, more) => {
    const findings = check(response, more);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toContain(finding);
  });

  it('another version', () => {
    const response = { version: '2.0', response: ends('Bye.') };
    const findings = check(response.response, { response, text: JSON.stringify(response) });
    expect(findings).toEqual(['The response\'s version is "2.0"; Alexa knows "1.0".']);
  });
});

describe('amounts in a text', () => {
  it.each<[string, number[]]>([
    ['$2,420.17', [2_420.17]],
    ['about $40 less than £3.50', [40, 3.5]],
    ['CZK 1,234.00 and 99 Kč', [1_234, 99]],
    ['two hundred and five euros', [205]],
    ['12 dollars and 5 cents', [12.05]],
    ['on 12 March 2026, 3 purchases, 20 percent', []],
    ['in the 30 days to Sunday', []],
  ])('%s', (text, values) => expect(amountsIn(text).map(({ value }) => value)).toEqual(values));

  it('are found however Intl writes them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1_000_000_000 }),
        fc.constantFrom('USD', 'GBP', 'EUR', 'CZK', 'JPY'),
        (minor, currency) => {
          const format = new Intl.NumberFormat('en-US', { style: 'currency', currency });
          const [said] = amountsIn(`You have ${format.format(minor / 100)} left.`);
          const digits = format.resolvedOptions().maximumFractionDigits ?? 0;
          expect(said?.value).toBeCloseTo(Number((minor / 100).toFixed(digits)), digits);
        },
      ),
    );
  });
});
