import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadInteractionModel, parseInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { createUnderstanding, type Situation } from '../../../src/simulator/understand/index.ts';
import { trainedUnderstanding } from '../trained.ts';

const model = loadInteractionModel();
const { understand, explain } = trainedUnderstanding();

const plain: Situation = { today: '2026-11-23', timeZone: 'Europe/London', expecting: null };
const askedForPin: Situation = { ...plain, expecting: { intent: 'PinIntent', slot: 'pin' } };

/** Intent and slots of an utterance, slots as their ids where they have one. */
function read(utterance: string, situation = plain): [string, Record<string, string>] {
  const { intent, slots } = understand(utterance, situation);
  const values = Object.values(slots).map(slot => [
    slot.name,
    slot.resolutions === null ? slot.value : slot.resolutions.values.map(value => value.id).join('+'),
  ]);
  return [intent, Object.fromEntries(values) as Record<string, string>];
}

describe('a question', () => {
  it.each<[string, string, Record<string, string>]>([
    ["What's my balance?", 'BalanceIntent', {}],
    ['whats my balance', 'BalanceIntent', {}],
    ['BALANCE', 'BalanceIntent', {}],
    ["what's my current balance", 'BalanceIntent', {}],
    ["what's my current account balance", 'BalanceIntent', { account: 'checking' }],
    ['how much is in savings', 'BalanceIntent', { account: 'savings' }],
    [
      'Hey Alexa, can you, um, tell me how much is left in my rainy day fund please?',
      'BalanceIntent',
      { account: 'savings' },
    ],
    ["what's my checking, no wait, savings balance", 'BalanceIntent', { account: 'savings' }],
    ['how much do I owe on my Amex', 'BalanceIntent', { account: 'credit-card' }],
    ['what are my recent transactions', 'ActivityIntent', {}],
    ['any activity this week', 'ActivityIntent', { date: '2026-W48' }],
    ['how many purchases did I make last week', 'ActivityIntent', { date: '2026-W47' }],
    ['show me transactions from the past ten days', 'ActivityIntent', { duration: 'P10D' }],
    [
      "what's happened in checking since last Friday",
      'ActivityIntent',
      { account: 'checking', since: '2026-11-20' },
    ],
    [
      'how much did I spend on groceries last month',
      'SpendingIntent',
      { category: 'groceries', date: '2026-10' },
    ],
    [
      'How much have we spent eating out since Monday?',
      'SpendingIntent',
      { category: 'dining', since: '2026-11-23' },
    ],
    [
      'what did I spend in the last two weeks on my credit card',
      'SpendingIntent',
      { account: 'credit-card', duration: 'P2W' },
    ],
    ['petrol spending last October', 'SpendingIntent', { category: 'transport', date: '2026-10' }],
    ['have I been paid this month', 'IncomeIntent', { date: '2026-11' }],
    ['how much came in last week', 'IncomeIntent', { date: '2026-W47' }],
    ['have my wages landed yet', 'IncomeIntent', {}],
    ['When is my credit card bill due?', 'BillIntent', {}],
    ["what's the minimum payment", 'BillIntent', {}],
    ['how much do I owe on my statement', 'BillIntent', {}],
    ['how much is left to pay on my visa bill', 'BillIntent', {}],
    ['do I have any fraud alerts', 'AlertsIntent', {}],
    ['is there anything dodgy on my account', 'AlertsIntent', {}],
    ["there's a payment on my card that I never made", 'ReportFraudIntent', {}],
    ['Someone used my card!', 'ReportFraudIntent', {}],
    ['my wallet was stolen', 'ReportFraudIntent', {}],
  ])('"%s" is %s %j', (utterance, intent, slots) => {
    expect(read(utterance)).toEqual([intent, slots]);
  });

  it('works as the example phrases of the skill store say it', () => {
    expect(read('Alexa, ask Sotto Voce for my balance')).toEqual(['BalanceIntent', {}]);
    expect(read('Alexa, ask Sotto Voce what I spent on groceries last month')).toEqual([
      'SpendingIntent',
      { category: 'groceries', date: '2026-10' },
    ]);
    expect(read('Alexa, ask Sotto Voce if I have any fraud alerts')).toEqual(['AlertsIntent', {}]);
  });
});

describe('the consent', () => {
  it.each([
    ['What can you tell me?', 'SharingIntent'],
    ["ask Sotto Voce what I'm sharing", 'SharingIntent'],
    ['which accounts did I share with you', 'SharingIntent'],
    ["tell me what I've allowed you to say", 'SharingIntent'],
    ['Stop sharing with Alexa.', 'StopSharingIntent'],
    ['Alexa, tell Sotto Voce to stop sharing', 'StopSharingIntent'],
    ['stop sharing my bank stuff', 'StopSharingIntent'],
    ['unlink Juniper Bank', 'StopSharingIntent'],
    ['I would like to revoke my consent', 'StopSharingIntent'],
    // Their neighbours.
    ['stop', 'AMAZON.StopIntent'],
    ['please stop', 'AMAZON.StopIntent'],
    ['stop talking', 'AMAZON.CancelIntent'],
    ['what can you do', 'AMAZON.HelpIntent'],
    ['what can I ask', 'AMAZON.HelpIntent'],
    ['somebody has access to my account', 'ReportFraudIntent'],
    ["can you tell me what's in my savings account", 'BalanceIntent'],
    ['share my location with dad', 'AMAZON.FallbackIntent'],
    ['stop sharing my location with mum', 'AMAZON.FallbackIntent'],
    ['how are my shares', 'AMAZON.FallbackIntent'],
    ['withdraw fifty dollars', 'AMAZON.FallbackIntent'],
    ['close my account', 'AMAZON.FallbackIntent'],
  ])('"%s" is %s', (utterance, intent) => {
    expect(read(utterance)[0]).toBe(intent);
  });
});

describe('a follow-up', () => {
  it.each<[string, Record<string, string>]>([
    ['and savings?', { account: 'savings' }],
    ['what about last month?', { date: '2026-10' }],
    ['and groceries?', { category: 'groceries' }],
    ['groceries', { category: 'groceries' }],
    ['and since Monday', { since: '2026-11-23' }],
    ['how about the past two weeks', { duration: 'P2W' }],
    ['no I meant my credit card', { account: 'credit-card' }],
  ])('"%s" changes %j', (utterance, slots) => {
    expect(read(utterance)).toEqual(['FollowUpIntent', slots]);
  });
});

describe("Alexa's own intents", () => {
  it.each([
    ['help', 'AMAZON.HelpIntent'],
    ['what can you do', 'AMAZON.HelpIntent'],
    ['say that again please', 'AMAZON.RepeatIntent'],
    ['sorry?', 'AMAZON.RepeatIntent'],
    ['stop', 'AMAZON.StopIntent'],
    ['Alexa, stop', 'AMAZON.StopIntent'],
    ['goodbye', 'AMAZON.StopIntent'],
    ['thanks', 'AMAZON.StopIntent'],
    ['never mind', 'AMAZON.CancelIntent'],
    ['cancel', 'AMAZON.CancelIntent'],
    ['yes please', 'AMAZON.YesIntent'],
    ['uh-huh', 'AMAZON.YesIntent'],
    ['no thanks', 'AMAZON.NoIntent'],
    ['go home', 'AMAZON.NavigateHomeIntent'],
  ])('"%s" is %s', (utterance, intent) => {
    expect(understand(utterance, plain).intent).toBe(intent);
  });
});

describe('what the skill does not answer', () => {
  it.each([
    'transfer fifty dollars to my sister',
    'activate my new card',
    'pay my credit card bill',
    'when is the baby due',
    "what's the exchange rate for euros",
    'I forgot my PIN',
    'my PIN is broken',
    'order me a cheque book',
    "what's the weather tomorrow",
    'tell me a joke',
    'hello',
    'mxyzptlk',
  ])('"%s" is rejected', utterance => {
    const { intent, slots, how } = understand(utterance, plain);
    expect([intent, slots, how]).toEqual(['AMAZON.FallbackIntent', {}, 'rejected']);
  });

  it('is rejected where nothing was heard', () => {
    expect(understand('', plain)).toMatchObject({
      intent: 'AMAZON.FallbackIntent',
      closest: null,
      runnerUp: null,
    });
    expect(understand(' ... ?!', plain)).toMatchObject({ intent: 'AMAZON.FallbackIntent', closest: null });
  });
});

describe('the runner-up', () => {
  it.each([
    ['what did I spend on groceries last month', 'template'],
    ["so what's my balance just now", 'classifier'],
    ['order a pizza with extra olives', 'rejected'],
  ])('of "%s" is another intent, and less probable', (utterance, how) => {
    const understood = understand(utterance, plain);
    expect(understood.how).toBe(how);
    expect(understood.runnerUp?.intent).not.toBe(understood.intent);
    expect(understood.runnerUp?.score).toBeGreaterThanOrEqual(0);
    expect(understood.runnerUp?.score).toBeLessThanOrEqual(understood.score);
  });

  it('of what is rejected is what came closest', () => {
    const { closest, runnerUp } = understand('order a pizza with extra olives', plain);
    expect(runnerUp?.intent).toBe(closest);
  });

  it('is nobody where the device has waited for the words', () => {
    expect(understand('four eight two one', askedForPin).runnerUp).toBeNull();
  });
});

describe('a PIN', () => {
  it.each([
    ['four eight two one', '4821'],
    ["it's forty eight twenty one", '4821'],
    ['my PIN is 4 8 2 1 please', '4821'],
    ['uh, four, um, eight two one', '4821'],
    ['double two oh seven', '2207'],
    ['nineteen eighty four', '1984'],
    ['four eight two', '?'],
    ['four eight two one six', '?'],
  ])('that was asked for is heard in "%s"', (utterance, value) => {
    const understood = understand(utterance, askedForPin);
    expect(understood).toMatchObject({ intent: 'PinIntent', how: 'elicited', slots: { pin: { value } } });
  });

  it.each([
    ['help', 'AMAZON.HelpIntent'],
    ['never mind', 'AMAZON.CancelIntent'],
    ['stop', 'AMAZON.StopIntent'],
    ['repeat that', 'AMAZON.RepeatIntent'],
    ['how much did I spend on groceries last month', 'SpendingIntent'],
    ['any fraud alerts', 'AlertsIntent'],
    ["what's the weather", 'AMAZON.FallbackIntent'],
  ])('that was asked for gives way to "%s"', (utterance, intent) => {
    expect(understand(utterance, askedForPin).intent).toBe(intent);
  });

  it('that nobody asked for is heard only where four digits are all that is said', () => {
    expect(read('four eight two one')).toEqual(['PinIntent', { pin: '4821' }]);
    expect(read('my pin is 4821')).toEqual(['PinIntent', { pin: '4821' }]);
    expect(read('transfer 4821 dollars')[0]).toBe('AMAZON.FallbackIntent');
    expect(read('what did I spend in 2025')).toEqual(['SpendingIntent', { date: '2025' }]);
    expect(read('four eight two')[0]).not.toBe('PinIntent');
  });

  it('is heard whatever its digits, and however they are grouped', () => {
    const digits = ['oh', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine'];
    const pins = fc.stringMatching(/^\d{4}$/);
    fc.assert(
      fc.property(pins, fc.constantFrom('', "it's ", 'my pin is '), (pin, before) => {
        const spoken = pin
          .split('')
          .map(digit => digits[Number(digit)] ?? '')
          .join(' ');
        for (const said of [spoken, pin, pin.split('').join(' ')]) {
          expect(understand(before + said, askedForPin).slots.pin?.value).toBe(pin);
        }
      }),
    );
  });
});

describe('another slot that was asked for', () => {
  const asked = (intent: string, slot: string): Situation => ({ ...plain, expecting: { intent, slot } });

  it.each([
    ['eight one', '81'],
    ['eighty one', '81'],
    ['81', '81'],
    ["it's eight and one", undefined],
    ['the digits are eight one', '81'],
    ['oh four', '4'],
    ['seven three oh one nine two', '730192'],
    ['my code is seventy three oh one ninety two', '730192'],
    ['double seven double two double nine please', '772299'],
  ])('a number, digit by digit: "%s"', (utterance, value) => {
    expect(understand(utterance, asked('PinIntent', 'code')).slots.code?.value).toBe(value);
  });

  it('takes the bare answer', () => {
    expect(read("it's savings", asked('BalanceIntent', 'account'))).toEqual([
      'BalanceIntent',
      { account: 'savings' },
    ]);
    expect(read('groceries please', asked('SpendingIntent', 'category'))).toEqual([
      'SpendingIntent',
      { category: 'groceries' },
    ]);
    expect(read('last month', asked('SpendingIntent', 'date'))).toEqual([
      'SpendingIntent',
      { date: '2026-10' },
    ]);
  });

  it('takes a value that the catalogue does not list, as Alexa does', () => {
    expect(understand('zeppelins', asked('SpendingIntent', 'category')).slots.category).toMatchObject({
      value: 'zeppelins',
      resolutions: { code: 'ER_SUCCESS_NO_MATCH', values: [] },
    });
  });

  it('is not asked for by a name that the model does not have', () => {
    expect(read('help', asked('NoSuchIntent', 'x'))[0]).toBe('AMAZON.HelpIntent');
    expect(read('help', asked('BalanceIntent', 'nothing'))[0]).toBe('AMAZON.HelpIntent');
  });
});

describe('a slot value', () => {
  it('is kept as it was heard, with its resolution', () => {
    expect(understand('How much did I spend on Eating Out, last month?', plain).slots).toEqual({
      category: {
        name: 'category',
        type: 'SPENDING_CATEGORY',
        spoken: 'Eating Out',
        value: 'eating out',
        resolutions: {
          authority: 'amzn1.er-authority.echo-sdk.amzn1.ask.skill.simulator.SPENDING_CATEGORY',
          code: 'ER_SUCCESS_MATCH',
          values: [{ name: 'dining', id: 'dining' }],
        },
      },
      date: { name: 'date', type: 'AMAZON.DATE', spoken: 'last month', value: '2026-10', resolutions: null },
    });
  });

  it('of no entry in the catalogue is not dropped: the question was not about everything', () => {
    const { slots } = understand('how much did I spend on zeppelins last month', plain);
    expect(slots.category).toMatchObject({
      spoken: 'zeppelins',
      resolutions: { code: 'ER_SUCCESS_NO_MATCH', values: [] },
    });
    expect(read('how much did I spend on average')[1]).toEqual({});
  });

  it('has several resolutions where a synonym belongs to several values', () => {
    const twoCards = parseInteractionModel(
      JSON.stringify({
        interactionModel: {
          languageModel: {
            invocationName: 'two cards',
            intents: [
              { name: 'CardIntent', slots: [{ name: 'card', type: 'CARD' }], samples: ['show {card}'] },
            ],
            types: [
              {
                name: 'CARD',
                values: [
                  { id: 'debit', name: { value: 'debit card', synonyms: ['my card'] } },
                  { id: 'credit', name: { value: 'credit card', synonyms: ['my card'] } },
                ],
              },
            ],
          },
        },
      }),
      'test',
    );
    const { slots } = createUnderstanding(twoCards)('show my card', plain);
    expect(slots.card?.resolutions?.values.map(value => value.id)).toEqual(['debit', 'credit']);
  });
});

describe('understanding', () => {
  it('does not change from one training to the next', () => {
    const again = createUnderstanding(model);
    for (const utterance of [
      'any coffee this week',
      'how rich am i',
      'is it raining',
      'someone nicked my details',
    ]) {
      expect(again(utterance, plain)).toEqual(understand(utterance, plain));
    }
  });

  it('takes anything that can be typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string()), fc.boolean(), (utterance, asked) => {
        const { score, intent } = understand(utterance, asked ? askedForPin : plain);
        expect(score).toBeGreaterThanOrEqual(0);
        expect(score).toBeLessThanOrEqual(1);
        expect(intent).not.toBe('');
      }),
      { numRuns: 200 },
    );
    for (const utterance of [
      '__proto__',
      'constructor',
      'toString',
      '{pin}',
      '@when',
      "''''",
      '9'.repeat(5_000),
    ]) {
      expect(() => understand(utterance, askedForPin)).not.toThrow();
    }
    expect(understand('and '.repeat(20_000), plain).intent).toBe('AMAZON.FallbackIntent');
  });

  it('can say why', () => {
    const { understood, mentions, ranked, weights, words } = explain(
      'could you say how much went on coffee',
      plain,
    );
    expect(understood.intent).toBe('SpendingIntent');
    expect(words).toEqual(['say', 'how', 'much', 'went', 'on', 'coffee']);
    expect(mentions).toEqual([{ words: 'coffee', type: 'SPENDING_CATEGORY', value: 'dining' }]);
    expect(ranked.reduce((sum, { score }) => sum + score, 0)).toBeLessThanOrEqual(1.000_001);
    expect(weights.map(({ word }) => word)).toContain('@spending_category');
  });

  it('refuses a model whose samples or slots name what does not exist', () => {
    const faulty = (samples: string[], type: string) =>
      parseInteractionModel(
        JSON.stringify({
          interactionModel: {
            languageModel: {
              invocationName: 'faulty skill',
              intents: [{ name: 'AnIntent', slots: [{ name: 'a', type }], samples }],
            },
          },
        }),
        'test',
      );
    expect(() => createUnderstanding(faulty(['show {b}'], 'AMAZON.DATE'))).toThrow(/names no slot \{b\}/);
    expect(() => createUnderstanding(faulty(['show {a}'], 'NOWHERE'))).toThrow(/NOWHERE is not known/);
  });
});
