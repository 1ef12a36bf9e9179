import type { IntentRequest, RequestEnvelope, SessionEndedRequest } from 'ask-sdk-model';
import * as fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createDevice, type Device, type DeviceOptions } from '../../src/simulator/device.ts';
import type { Language } from '../../src/simulator/language.ts';
import { skillDeadlineMs } from '../../src/simulator/post.ts';
import { accessToken, asks, ends, respond, ssml, startFakeSkill, type FakeSkill } from './fake-skill.ts';
import { trainedEnglish } from './trained.ts';

let language: Language;
let skill: FakeSkill;
let device: Device;

beforeAll(() => {
  language = trainedEnglish();
});
beforeEach(async () => {
  skill = await startFakeSkill();
  device = deviceWith({});
});
afterEach(() => skill.close());

const deviceWith = (options: Partial<DeviceOptions>): Device => createDevice({ skill, language, ...options });

/** What the skill was sent, by type. */
const intentAt = (at: number): IntentRequest => {
  const { request } = sent(at);
  if (request.type !== 'IntentRequest') throw new Error(`request ${at} is a ${request.type}`);
  return request;
};
const endedAt = (at: number): SessionEndedRequest => {
  const { request } = sent(at);
  if (request.type !== 'SessionEndedRequest') throw new Error(`request ${at} is a ${request.type}`);
  return request;
};
const sent = (at: number): RequestEnvelope => {
  const envelope = skill.requests.at(at);
  if (envelope === undefined) throw new Error(`no request ${at}`);
  return envelope;
};

/** A skill that asks for the PIN, as ours does. */
const asksForPin = () =>
  respond(
    {
      ...asks('What is your PIN?', 'Your four digits, please?'),
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
    },
    { pending: 'balance' },
  );

describe('the request', () => {
  it('is what Alexa sends', async () => {
    skill.nowMs = Date.parse('2026-11-23T17:00:00.400Z');
    await deviceWith({ speaker: 'Ada' }).say('how much did I spend on food last month');
    expect(sent(0)).toMatchObject({
      version: '1.0',
      session: {
        new: true,
        sessionId: expect.stringMatching(/^amzn1\.echo-api\.session\./) as string,
        application: { applicationId: 'amzn1.ask.skill.test' },
        user: { userId: expect.stringMatching(/^amzn1\.ask\.account\./) as string, accessToken },
        attributes: {},
      },
      context: {
        System: {
          application: { applicationId: 'amzn1.ask.skill.test' },
          user: { accessToken },
          person: { personId: expect.stringMatching(/^amzn1\.ask\.person\./) as string },
          device: { deviceId: expect.stringMatching(/^amzn1\.ask\.device\./) as string },
          unit: { unitId: expect.stringMatching(/^amzn1\.ask\.unit\./) as string },
          apiEndpoint: 'https://api.amazonalexa.com',
        },
        Viewport: { shape: 'RECTANGLE' },
      },
      request: {
        type: 'IntentRequest',
        requestId: expect.stringMatching(/^amzn1\.echo-api\.request\./) as string,
        timestamp: '2026-11-23T17:00:00Z',
        locale: 'en-US',
        intent: { name: 'SpendingIntent', confirmationStatus: 'NONE' },
      },
    });
    expect(intentAt(0)).not.toHaveProperty('dialogState');
    expect(intentAt(0).intent.slots).toMatchObject({
      category: {
        name: 'category',
        value: 'food',
        source: 'USER',
        resolutions: {
          resolutionsPerAuthority: [
            {
              status: { code: 'ER_SUCCESS_MATCH' },
              values: [{ value: { id: expect.any(String) as string } }],
            },
          ],
        },
        slotValue: { type: 'Simple', value: 'food' },
      },
      date: { name: 'date', value: '2026-10', slotValue: { type: 'Simple', value: '2026-10' } },
      account: { name: 'account', confirmationStatus: 'NONE' },
    });
    expect(intentAt(0).intent.slots?.account).not.toHaveProperty('value');
    expect(intentAt(0).intent.slots?.date).not.toHaveProperty('resolutions');
  });

  it('names the same account and device each time, and another person by another id', async () => {
    await deviceWith({ speaker: 'Ada' }).say('help');
    await deviceWith({ speaker: 'Ada' }).say('help');
    await deviceWith({ speaker: 'Grace' }).say('help');
    const systems = skill.requests.map(({ context }) => context.System);
    const [first, again, other] = systems;
    expect(again).toEqual(first);
    expect(other?.user.userId).toBe(first?.user.userId);
    expect(other?.person?.personId).not.toBe(first?.person?.personId);
  });

  it('has no token when the account is not linked, no person without a known voice, no screen without one', async () => {
    await createDevice({ skill: { ...skill, accessToken: null }, language, screen: false }).say('help');
    expect(JSON.stringify(sent(0))).not.toContain('accessToken');
    expect(sent(0).context.System).not.toHaveProperty('person');
    expect(sent(0).context).not.toHaveProperty('Viewport');
    expect(sent(0).context.System.device?.supportedInterfaces).toEqual({});
  });
});

describe('a session', () => {
  it('stays while the skill listens, and carries its attributes', async () => {
    skill.answer = () => respond(asks('What else?'), { count: 1 });
    const first = await device.say("what's my balance");
    expect(first).toMatchObject({
      ended: false,
      speech: 'What else?',
      reprompt: 'What else?',
      intent: 'BalanceIntent',
    });
    expect(device.sessionOpen).toBe(true);
    await device.say('do I have any fraud alerts');
    expect(sent(1).session).toMatchObject({
      new: false,
      sessionId: sent(0).session?.sessionId,
      attributes: { count: 1 },
    });
  });

  it('forgets attributes that are not sent back', async () => {
    skill.answer = () =>
      skill.requests.length === 1 ? respond(asks('More?'), { kept: true }) : respond(asks('More?'));
    await device.say('help');
    await device.say('help');
    await device.say('help');
    expect(sent(2).session?.attributes).toEqual({});
  });

  it('ends when the skill says so; the next utterance begins another', async () => {
    const turn = await device.say("what's my balance");
    expect(turn.ended).toBe(true);
    expect(device.sessionOpen).toBe(false);
    await device.say('help');
    expect(sent(1).session?.new).toBe(true);
    expect(sent(1).session?.sessionId).not.toBe(sent(0).session?.sessionId);
    expect(skill.requests).toHaveLength(2);
  });

  it('is opened without a question', async () => {
    skill.answer = () => respond(asks('Welcome. What would you like to know?'));
    for (const turn of [
      await device.open(),
      await device.say('Alexa, open Sotto Voce'),
      await device.say('sottovoce'),
    ]) {
      expect(turn.request?.request.type).toBe('LaunchRequest');
      expect(turn.intent).toBeNull();
    }
  });

  it.each([
    ['ask sotto voce for my balance', 'BalanceIntent'],
    ["Alexa, ask Sottovoce what's my balance", 'BalanceIntent'],
    ['ask sotto voce how much I spent on groceries last month', 'SpendingIntent'],
    ['Alexa, ask sotto voce about my alerts', 'AlertsIntent'],
    ["what's my balance from Sotto Voce?", 'BalanceIntent'],
  ])('begins with a question: %s', async (utterance, intent) => {
    expect(await device.say(utterance)).toMatchObject({ utterance, intent });
    expect(sent(0).session?.new).toBe(true);
  });

  it('is stopped by the skill\'s own "stop", and by the platform\'s "exit"', async () => {
    skill.answer = () => respond(asks('More?'));
    await device.say('help');
    expect(await device.say('Alexa, stop')).toMatchObject({ intent: 'AMAZON.StopIntent' });
    skill.answer = () => respond({});
    expect(await device.say('exit')).toMatchObject({ intent: null, speech: null, ended: true, findings: [] });
    expect(endedAt(-1).reason).toBe('USER_INITIATED');
    expect(device.sessionOpen).toBe(false);
  });

  it('is closed from outside, once', async () => {
    expect(await device.close()).toBeNull();
    skill.answer = () => respond(asks('More?'));
    await device.say('help');
    skill.answer = () => respond({});
    expect(await device.close()).toMatchObject({ ended: true, findings: [] });
    expect(await device.close()).toBeNull();
  });

  it('is timed turn by turn, and so is the understanding, by the stopwatch of the device', async () => {
    skill.answer = () => respond(asks('Which account?'));
    const readings = [100, 100.54, 200, 207.26];
    const turn = await deviceWith({ stopwatch: () => readings.shift() ?? NaN }).say("what's my balance");
    expect(turn.timing).toEqual({ understandMs: 0.5, skillMs: 7.3, bankMs: 0 });
    expect(turn.runnerUp).toMatchObject({ score: expect.any(Number) as number });
  });

  it('takes one turn after the other', async () => {
    skill.answer = () => respond(asks('More?'), { turn: skill.requests.length });
    await Promise.all([device.say('help'), device.say('help'), device.say('help')]);
    expect(skill.requests.map(({ session }) => session?.attributes)).toEqual([{}, { turn: 1 }, { turn: 2 }]);
  });
});

describe('silence', () => {
  it('is a reprompt, then the end', async () => {
    skill.answer = () => respond(asks('What else?', 'Anything else?'));
    await device.say('help');
    expect(await device.silence()).toMatchObject({
      utterance: null,
      request: null,
      speech: 'Anything else?',
      ended: false,
    });
    skill.answer = () => respond({});
    expect(await device.say('  ')).toMatchObject({
      utterance: null,
      speech: null,
      ended: true,
      findings: [],
    });
    expect(endedAt(-1).reason).toBe('EXCEEDED_MAX_REPROMPTS');
    expect(device.sessionOpen).toBe(false);
  });

  it('ends a session without a reprompt at once', async () => {
    skill.answer = () => respond({ outputSpeech: ssml('What else?'), shouldEndSession: false });
    await device.say('help');
    expect((await device.silence()).ended).toBe(true);
  });

  it('is nothing where nobody listens', async () => {
    expect(await device.silence()).toMatchObject({ request: null, speech: null, ended: true });
    expect(skill.requests).toHaveLength(0);
  });

  it('is over when somebody speaks: the next one is reprompted again', async () => {
    skill.answer = () => respond(asks('What else?', 'Anything else?'));
    await device.say('help');
    await device.silence();
    await device.say('help');
    expect((await device.silence()).speech).toBe('Anything else?');
  });
});

describe('a dialog', () => {
  it("elicits a slot of another intent, and hears it as that intent's", async () => {
    skill.answer = asksForPin;
    await device.say("what's my balance");
    expect(device.awaitsPin).toBe(true);
    await device.say('double two oh seven');
    expect(intentAt(1)).toMatchObject({
      dialogState: 'IN_PROGRESS',
      intent: { name: 'PinIntent', slots: { pin: { value: '2207' } } },
    });
    expect(sent(1).session?.attributes).toEqual({ pending: 'balance' });
  });

  it('is left by another intent', async () => {
    skill.answer = asksForPin;
    await device.say("what's my balance");
    expect((await device.say('help')).intent).toBe('AMAZON.HelpIntent');
  });

  it('shows no PIN: not in the utterance, the slots, the request', async () => {
    skill.answer = asksForPin;
    await device.say("what's my balance");
    const turn = await device.say('four eight two one');
    expect(turn).toMatchObject({ utterance: '••••', slots: { pin: '••••' }, findings: [] });
    expect(JSON.stringify(turn)).not.toMatch(/4821|four eight/);
    expect(JSON.stringify(turn)).not.toContain(accessToken);
    expect(intentAt(1).intent.slots?.pin?.value).toBe('4821');
  });

  it('finds a PIN that comes back', async () => {
    skill.answer = asksForPin;
    await device.say("what's my balance");
    skill.answer = () => respond(asks('You said four eight two one?'));
    expect((await device.say('4821')).findings).toContain('The voice PIN is in the response.');
  });

  it('confirms an intent', async () => {
    skill.answer = () => respond({ ...asks('All right?'), directives: [{ type: 'Dialog.ConfirmIntent' }] });
    await device.say("what's my balance");
    await device.say('yes please');
    expect(intentAt(1).intent).toMatchObject({ name: 'BalanceIntent', confirmationStatus: 'CONFIRMED' });
    await device.say('no');
    expect(intentAt(2).intent).toMatchObject({ name: 'BalanceIntent', confirmationStatus: 'DENIED' });
  });

  it('confirms a slot', async () => {
    const directives = [{ type: 'Dialog.ConfirmSlot' as const, slotToConfirm: 'account' }];
    skill.answer = () => respond({ ...asks('Savings?'), directives });
    await device.say('how much is in savings');
    await device.say('yes');
    expect(intentAt(1).intent.slots?.account).toMatchObject({
      value: 'savings',
      confirmationStatus: 'CONFIRMED',
    });
  });

  it('is led by the platform when it is delegated', async () => {
    const delegate = {
      directives: [
        {
          type: 'Dialog.Delegate' as const,
          updatedIntent: { name: 'PinIntent', confirmationStatus: 'NONE' as const },
        },
      ],
    };
    skill.answer = () => respond(delegate);
    const asked = await device.say('help');
    expect(asked.speech).toMatch(/voice PIN/);
    expect(device.awaitsPin).toBe(true);
    skill.answer = ({ request }) =>
      request.type === 'IntentRequest' && request.dialogState === 'COMPLETED'
        ? respond(ends('Thank you.'))
        : respond({ directives: [{ type: 'Dialog.Delegate' }] });
    const done = await device.say('one three five seven');
    expect(done).toMatchObject({ speech: 'Thank you.', ended: true, findings: [] });
    expect(intentAt(-1)).toMatchObject({
      dialogState: 'COMPLETED',
      intent: { slots: { pin: { value: '1357' } } },
    });
  });

  it('is not delegated for ever', async () => {
    skill.answer = () => respond({ directives: [{ type: 'Dialog.Delegate' }] });
    const turn = await device.say('help');
    expect(turn.findings.join()).toContain('again and again');
    expect(turn.ended).toBe(true);
  });
});

describe('a skill that fails', () => {
  it.each<[string, { status?: number; body: string }, string]>([
    ['with a status', { status: 500, body: '{}' }, 'HTTP status 500'],
    ['with no JSON', { body: '<html>' }, 'not JSON'],
    ['with nothing', { body: '' }, 'no body'],
    ['with another shape', { body: '[]' }, 'not what the platform reads'],
    ['with no response', { body: '{"version":"1.0"}' }, 'response is not'],
    [
      'with a speech of another kind',
      { body: '{"version":"1.0","response":{"outputSpeech":{"type":"Song"}}}' },
      'outputSpeech',
    ],
    ['with too much', { body: 'x'.repeat(2_000_000) }, 'not JSON'],
  ])('%s is a finding, an apology, and the end of the session', async (_, answer, reason) => {
    skill.answer = ({ request }) => (request.type === 'SessionEndedRequest' ? respond({}) : answer);
    const turn = await device.say('help');
    expect(turn.findings.join()).toContain(reason);
    expect(turn).toMatchObject({
      response: null,
      ended: true,
      speech: "There was a problem with the requested skill's response.",
    });
    expect(endedAt(-1)).toMatchObject({ reason: 'ERROR', error: { type: 'INVALID_RESPONSE' } });
  });

  it('is not waited for longer than the platform waits', async () => {
    skill.answer = ({ request }) => (request.type === 'SessionEndedRequest' ? respond({}) : 'never');
    // Alexa gives a skill eight seconds, which no test has.
    expect(skillDeadlineMs).toBe(8_000);
    const turn = await deviceWith({ deadlineMs: 50 }).say('help');
    expect(turn).toMatchObject({ ended: true, speech: 'Sorry, the skill took too long to answer.' });
    expect(turn.findings.join()).toContain('no answer within 0.05 seconds');
    expect(endedAt(-1)).toMatchObject({ reason: 'ERROR', error: { type: 'ENDPOINT_TIMEOUT' } });
  });

  it('is down', async () => {
    await skill.close();
    const turn = await device.say('help');
    expect(turn.findings.join()).toContain('could not be reached');
  });

  it('answers anything at all, and the device goes on', async () => {
    // Mostly what a skill might send, so that the device acts upon it; now and then anything.
    const mostly = (arbitrary: fc.Arbitrary<unknown>) =>
      fc.oneof({ weight: 9, arbitrary }, { weight: 1, arbitrary: fc.jsonValue() });
    const speech = mostly(
      fc.record({ type: fc.constantFrom('SSML', 'PlainText'), ssml: fc.string(), text: fc.string() }, {}),
    );
    const intent = mostly(
      fc.record(
        {
          name: fc.constantFrom('PinIntent', 'BalanceIntent', '', 'Nothing'),
          slots: mostly(fc.constantFrom({}, { pin: { name: 'pin', value: '1' } })),
        },
        { requiredKeys: [] },
      ),
    );
    const directive = mostly(
      fc.record(
        {
          type: fc.constantFrom(
            'Dialog.ElicitSlot',
            'Dialog.ConfirmSlot',
            'Dialog.ConfirmIntent',
            'Dialog.Delegate',
            'Other',
          ),
          slotToElicit: fc.constantFrom('pin', 'account', '', 7),
          slotToConfirm: fc.constantFrom('pin', '__proto__', null),
          updatedIntent: intent,
        },
        { requiredKeys: ['type'] },
      ),
    );
    const response = fc.record(
      {
        outputSpeech: speech,
        reprompt: mostly(fc.record({ outputSpeech: speech })),
        card: mostly(
          fc.record({ type: fc.constantFrom('Simple', 'LinkAccount', 'x'), title: fc.jsonValue() }),
        ),
        directives: mostly(fc.array(directive, { maxLength: 3 })),
        shouldEndSession: fc.constantFrom(true, false, false, false, null),
      },
      { requiredKeys: [] },
    );
    const body = fc.record(
      {
        version: fc.constantFrom('1.0', '2'),
        sessionAttributes: fc.dictionary(fc.string(), fc.jsonValue()),
        response,
      },
      { requiredKeys: ['version', 'response'] },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(body, { minLength: 1, maxLength: 3 }), async bodies => {
        for (const each of bodies) {
          skill.answer = () => ({ body: JSON.stringify(each) });
          for (const utterance of ["what's my balance", '4821', 'yes', '']) {
            const turn = await device.say(utterance);
            expect(turn.ended).toBe(!device.sessionOpen);
          }
        }
      }),
      { numRuns: 50, seed: 7 },
    );
  });
});
