import { describe, expect, it } from 'vitest';
import { decode } from '../../../src/channels/alexa/decode.ts';
import { readEnvelope } from '../../../src/channels/alexa/envelope.ts';
import { opaqueId } from '../../../src/facade/contract.ts';
import { accessToken, envelopeOf, intent, launch, sessionEnded } from './requests.ts';

const known = new Set(['BalanceIntent', 'PinIntent', 'AMAZON.FallbackIntent']);

function decoded(body: unknown) {
  const envelope = readEnvelope(body);
  if (envelope === null) throw new Error('not a request of Alexa');
  return decode(envelope, known);
}

const heardSlots = (slots: unknown) =>
  decoded(envelopeOf({ type: 'IntentRequest', intent: { name: 'BalanceIntent', slots } }))?.heard;

const matched = (status: string, ...ids: string[]) => ({
  resolutionsPerAuthority: [
    { authority: 'amzn1.er-authority.1', status: { code: 'ER_SUCCESS_NO_MATCH' } },
    {
      authority: 'amzn1.er-authority.2',
      status: { code: status },
      values: ids.map(id => ({ value: { name: id.toUpperCase(), id } })),
    },
  ],
});

describe('what was heard', () => {
  it('is an opened session', () => expect(decoded(launch())?.heard).toEqual({ kind: 'opened' }));

  it('is the end of a session', () => expect(decoded(sessionEnded())?.heard).toEqual({ kind: 'ended' }));

  it('is an intent with its filled slots alone', () => {
    const slots = { account: { name: 'account', value: 'savings' }, date: { name: 'date' } };
    expect(heardSlots(slots)).toEqual({
      kind: 'intent',
      name: 'BalanceIntent',
      slots: { account: { value: 'savings', id: null } },
    });
  });

  it('is a fallback where the intent is none of ours, without its slots', () => {
    expect(decoded(intent('WeatherIntent', { city: 'Oslo' }))?.heard).toEqual({
      kind: 'intent',
      name: 'AMAZON.FallbackIntent',
      slots: {},
    });
  });

  it.each(['AlexaSkillEvent.SkillDisabled', 'System.ExceptionEncountered', 'CanFulfillIntentRequest'])(
    'is nothing for %s',
    type => expect(decoded(envelopeOf({ type }))).toBeNull(),
  );
});

describe('a slot', () => {
  const slotOf = (slot: unknown) => {
    const heard = heardSlots({ account: slot });
    return heard?.kind === 'intent' ? heard.slots.account : 'no intent';
  };

  it('has the first id that entity resolution is sure of', () => {
    const slot = {
      name: 'account',
      value: 'rainy day',
      resolutions: matched('ER_SUCCESS_MATCH', 'savings', 'checking'),
    };
    expect(slotOf(slot)).toEqual({ value: 'rainy day', id: 'savings' });
  });

  it('has none where it is not sure', () => {
    const slot = {
      name: 'account',
      value: 'rainy day',
      resolutions: matched('ER_SUCCESS_NO_MATCH', 'savings'),
    };
    expect(slotOf(slot)).toEqual({ value: 'rainy day', id: null });
  });

  it('may come in the newer shape alone', () => {
    const slotValue = {
      type: 'Simple',
      value: 'savings',
      resolutions: matched('ER_SUCCESS_MATCH', 'savings'),
    };
    expect(slotOf({ name: 'account', slotValue })).toEqual({ value: 'savings', id: 'savings' });
  });

  it('counts as its first value where it is a list', () => {
    const values = [
      { type: 'Simple', value: 'savings', resolutions: matched('ER_SUCCESS_MATCH', 'savings') },
      { type: 'Simple', value: 'checking' },
    ];
    expect(slotOf({ name: 'account', slotValue: { type: 'List', values } })).toEqual({
      value: 'savings',
      id: 'savings',
    });
  });

  it.each(['4821', '?'])('passes a PIN as it was heard: %s', value => {
    expect(slotOf({ name: 'account', value })).toEqual({ value, id: null });
  });

  it.each([
    ['an empty value', { name: 'account', value: '' }],
    ['a value that is no text', { name: 'account', value: 4821 }],
    ['a value without end', { name: 'account', value: 'x'.repeat(501) }],
    ['a shape of tomorrow', { name: 'account', slotValue: { type: 'Tensor', value: [1] } }],
    ['null in it', { name: 'account', value: null, slotValue: null, resolutions: null }],
  ])('counts as not filled with %s', (_name, slot) => expect(slotOf(slot)).toBeUndefined());

  it('cannot reach the prototype of what holds it', () => {
    const heard = heardSlots(JSON.parse('{"__proto__":{"name":"x","value":"polluted"}}'));
    expect(heard?.kind === 'intent' && 'polluted' in heard.slots).toBe(false);
    expect(({} as Record<string, unknown>).value).toBeUndefined();
  });
});

describe('ids', () => {
  const context = (changes: Parameters<typeof launch>[0]) => decoded(launch(changes))?.context;

  it('are opaque, and fit the contract', () => {
    const ids = context({ personId: 'amzn1.ask.person.VOICE' });
    expect(Object.keys(ids ?? {})).toEqual(['conversation', 'device', 'user', 'speaker']);
    for (const id of Object.values(ids ?? {})) expect(opaqueId.safeParse(id).success).toBe(true);
    expect(JSON.stringify(ids)).not.toContain('amzn1');
  });

  it('cannot be joined: the same id of the platform is another one in each place', () => {
    const id = 'amzn1.ask.account.USER';
    const same = context({ sessionId: id, personId: id });
    expect(new Set(Object.values(same ?? {})).size).toBe(4);
  });

  it('are the same in the next turn and others in another session', () => {
    expect(context({ sessionId: 'one' })).toEqual(context({ sessionId: 'one' }));
    expect(context({ sessionId: 'one' })?.conversation).not.toBe(context({ sessionId: 'two' })?.conversation);
  });

  it('name no speaker where Alexa recognised none', () => expect(context({})).not.toHaveProperty('speaker'));
});

describe('the rest of a turn', () => {
  it('is the token, where the account is linked', () =>
    expect(decoded(launch())?.accessToken).toBe(accessToken));

  it('is no token where it is not, or is empty', () => {
    expect(decoded(launch({ accessToken: null }))?.accessToken).toBeNull();
    expect(decoded(launch({ accessToken: '' }))?.accessToken).toBeNull();
  });

  it('is what the session carries, unread', () => {
    const attributes = { pending: { name: 'balance' }, anything: [1] };
    expect(decoded(launch({ attributes }))?.memory).toEqual(attributes);
  });
});

describe('a body that is no request of Alexa', () => {
  const whole = intent('BalanceIntent');
  it.each<[string, unknown]>([
    ['undefined', undefined],
    ['null', null],
    ['text', 'LaunchRequest'],
    ['a list', [whole]],
    ['an empty object', {}],
    ['no context', { ...whole, context: undefined }],
    ['no application', { ...whole, context: { System: {} } }],
    ['no session in a conversation', { ...whole, session: undefined }],
    ['no session id', { ...whole, session: { ...whole.session, sessionId: '' } }],
    ['no request', { ...whole, request: undefined }],
    ['no request id', { ...whole, request: { ...whole.request, requestId: undefined } }],
    ['a request id without end', { ...whole, request: { ...whole.request, requestId: 'x'.repeat(3_000) } }],
    ['an intent request without intent', { ...whole, request: { ...whole.request, intent: undefined } }],
    ['an intent without name', { ...whole, request: { ...whole.request, intent: {} } }],
    ['a timestamp that is a number', { ...whole, request: { ...whole.request, timestamp: 1 } }],
  ])('%s', (_name, body) => expect(readEnvelope(body)).toBeNull());

  it('is not one with properties that we do not know', () => {
    const body = {
      ...whole,
      future: { property: true },
      session: { ...whole.session, future: 1 },
      request: { ...whole.request, future: [] },
    };
    expect(readEnvelope(body)).not.toBeNull();
  });
});
