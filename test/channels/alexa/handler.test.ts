import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../../src/channels/alexa/envelope.ts';
import { createAlexaHandler } from '../../../src/channels/alexa/handler.ts';
import type { PlatformNews, TurnRequest } from '../../../src/channels/channel.ts';
import { emptyMemory } from '../../../src/conversation/memory.ts';
import type { Reply } from '../../../src/conversation/turn.ts';
import { linkEvent } from '../../../src/facade/contract.ts';
import type { LogRecord } from '../../../src/log.ts';
import { envelopeOf, intent, launch, sessionEnded, skillId } from './requests.ts';

const reply: Reply = {
  speech: 'Hello.',
  card: null,
  then: { kind: 'listen', reprompt: 'Still there?', elicit: null },
  memory: { ...emptyMemory, refusedPins: 1 },
};

/** A skill whose assistant says what the test wants. */
function skillOf(
  answer: (turn: TurnRequest) => Reply | null = () => reply,
  applicationId = skillId,
  bankIsThere = true,
) {
  const told: PlatformNews[] = [];
  const turns: TurnRequest[] = [];
  const logged: LogRecord[] = [];
  const handler = createAlexaHandler({
    assistant: turn => {
      turns.push(turn);
      return Promise.resolve(answer(turn));
    },
    tellBank: news => {
      told.push(news);
      return Promise.resolve(bankIsThere);
    },
    applicationId,
    intentNames: ['BalanceIntent', 'AMAZON.HelpIntent'],
    apology: "Sorry, I can't do that just now.",
    log: record => logged.push(record),
  });
  const send = async (body: unknown) => {
    const envelope = readEnvelope(body);
    if (envelope === null) throw new Error('not a request of Alexa');
    return handler(envelope);
  };
  return { send, turns, logged, told };
}

describe('a turn', () => {
  it.each([
    ['the opening', launch(), { kind: 'opened' }],
    [
      'an intent',
      intent('BalanceIntent', { account: 'savings' }),
      { kind: 'intent', name: 'BalanceIntent', slots: { account: { value: 'savings', id: null } } },
    ],
    [
      'an intent of the platform',
      intent('AMAZON.HelpIntent'),
      { kind: 'intent', name: 'AMAZON.HelpIntent', slots: {} },
    ],
    [
      'an intent that is in no table',
      intent('OtherIntent'),
      { kind: 'intent', name: 'AMAZON.FallbackIntent', slots: {} },
    ],
  ])('is taken by its own handler: %s', async (_name, body, heard) => {
    const { send, turns } = skillOf();
    const handled = await send(body);
    expect(turns.map(turn => turn.heard)).toEqual([heard]);
    expect(handled).toMatchObject({
      ok: true,
      response: {
        version: '1.0',
        sessionAttributes: reply.memory,
        response: { outputSpeech: { type: 'SSML', ssml: '<speak>Hello.</speak>' }, shouldEndSession: false },
      },
    });
  });

  it('does not keep what an earlier one left in the session', async () => {
    const { send } = skillOf();
    const handled = await send(launch({ attributes: { foreign: 'CANARY' } }));
    expect(JSON.stringify(handled)).not.toContain('CANARY');
  });
});

describe('the end of a session', () => {
  it('is told to the assistant and answered with nothing', async () => {
    const { send, turns } = skillOf(() => null);
    const handled = await send(sessionEnded());
    expect(turns.map(({ heard }) => heard)).toEqual([{ kind: 'ended' }]);
    expect(handled).toMatchObject({ ok: true, response: { response: {}, sessionAttributes: {} } });
    expect(handled.ok && Object.keys(handled.response.response)).toEqual([]);
  });

  it('by an error of ours is logged by its code alone', async () => {
    const { send, logged } = skillOf(() => null);
    const error = { type: 'INVALID_RESPONSE', message: 'speech was "your balance is 42"' };
    await send(envelopeOf({ type: 'SessionEndedRequest', reason: 'ERROR', error }));
    expect(logged).toEqual([{ event: 'notice', code: 'SessionEndedRequest:INVALID_RESPONSE' }]);
  });

  it('is answered with nothing even by a fault', async () => {
    const { send } = skillOf(() => {
      throw new Error('bug');
    });
    const handled = await send(sessionEnded());
    expect(handled.ok && handled.response.response).toEqual({});
  });
});

describe('an event', () => {
  it.each([
    'AlexaSkillEvent.SkillEnabled',
    'AlexaSkillEvent.SkillDisabled',
    'System.ExceptionEncountered',
    'Something.New',
  ])('%s is acknowledged in silence', async type => {
    const { send, turns, logged } = skillOf();
    const handled = await send({ ...envelopeOf({ type }), session: undefined });
    expect(handled.ok && handled.response.response).toEqual({});
    expect(turns).toEqual([]);
    expect(logged).toEqual([{ event: 'notice', code: type }]);
  });
});

describe('what Alexa tells in a form that she does not use', () => {
  it.each([
    ['4821', undefined],
    ['AlexaSkillEvent.4821', undefined],
    ['SessionEndedRequest', { type: 'eyJhbGciOi.eyJzdWIi' }],
    ['Session ended', { type: 'INVALID_RESPONSE' }],
  ])('is not in the log: %s', async (type, error) => {
    const { send, logged } = skillOf(() => null);
    await send(envelopeOf({ type, ...(error === undefined ? {} : { error }) }));
    expect(logged).toEqual([{ event: 'notice', code: 'other' }]);
  });
});

describe('an event about a link', () => {
  const at = '2026-03-18T14:00:00.123Z';
  const eventOf = (type: string, changes: object = {}, accessToken: string | null = null) => ({
    ...envelopeOf({ type: `AlexaSkillEvent.${type}`, eventCreationTime: at, ...changes }, { accessToken }),
    session: undefined,
  });

  it.each([
    ['SkillDisabled', 'disabled'],
    ['SkillAccountUnlinked', 'unlinked'],
    ['SkillAccountLinked', 'linked'],
  ])('is told to the bank: %s', async (type, kind) => {
    const { send, told, turns } = skillOf();
    expect(await send(eventOf(type))).toMatchObject({ ok: true, response: { response: {} } });
    expect(told).toMatchObject([{ event: { kind, at }, accessToken: null }]);
    expect(linkEvent.safeParse(told[0]?.event).success).toBe(true);
    expect(JSON.stringify(told)).not.toContain('amzn1');
    expect(turns).toEqual([]);
  });

  it('is the same event however often it comes, and another one for another time or kind', async () => {
    const { send, told } = skillOf();
    for (const body of [
      eventOf('SkillDisabled'),
      eventOf('SkillDisabled', { timestamp: '2026-03-18T14:29:00Z' }),
      eventOf('SkillDisabled', { eventCreationTime: '2026-03-18T14:00:01Z' }),
      eventOf('SkillAccountUnlinked'),
    ])
      await send(body);
    const ids = told.map(({ event }) => event.eventId);
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
  });

  it('names the same user as a conversation does', async () => {
    const { send, told, turns } = skillOf();
    await send(launch());
    await send(eventOf('SkillDisabled'));
    expect(told[0]?.event.user).toBe(turns[0]?.context.user);
  });

  it('brings a token along, in its body or beside its user', async () => {
    const { send, told } = skillOf();
    await send(eventOf('SkillAccountLinked', { body: { accessToken: 'in-the-body' } }));
    await send(eventOf('SkillDisabled', {}, 'beside-the-user'));
    expect(told.map(({ accessToken }) => accessToken)).toEqual(['in-the-body', 'beside-the-user']);
  });

  it('happened when it was sent, where it does not say when', async () => {
    const { send, told } = skillOf();
    await send(eventOf('SkillDisabled', { eventCreationTime: 'yesterday' }));
    expect(told[0]?.event.at).toBe('2026-03-18T14:30:00Z');
  });

  it('is not acknowledged until the bank has it', async () => {
    const { send } = skillOf(undefined, skillId, false);
    expect(await send(eventOf('SkillDisabled'))).toEqual({ ok: false, code: 'bank_not_told' });
    expect((await send(eventOf('SkillEnabled'))).ok).toBe(true);
  });

  it('of another skill is told to nobody', async () => {
    const { send, told } = skillOf(undefined, 'amzn1.ask.skill.other');
    expect((await send(eventOf('SkillDisabled'))).ok).toBe(false);
    expect(told).toEqual([]);
  });
});

describe('a fault', () => {
  it('is an apology that ends the session, and a line without its message', async () => {
    const { send, logged } = skillOf(() => {
      throw new TypeError('CANARY');
    });
    const handled = await send(intent('BalanceIntent'));
    expect(handled).toMatchObject({
      ok: true,
      response: {
        sessionAttributes: {},
        response: {
          outputSpeech: { ssml: '<speak>Sorry, I can&apos;t do that just now.</speak>' },
          shouldEndSession: true,
        },
      },
    });
    expect(logged).toMatchObject([{ event: 'fault', error: 'TypeError' }]);
    expect(JSON.stringify([handled, logged])).not.toContain('CANARY');
  });

  it('is a reply that Alexa would not take, too', async () => {
    const { send, logged } = skillOf(() => ({ ...reply, speech: 'x'.repeat(9_000) }));
    expect(await send(launch())).toMatchObject({
      ok: true,
      response: { response: { shouldEndSession: true } },
    });
    expect(logged).toMatchObject([{ event: 'fault', error: 'ResponseTooLarge' }]);
  });
});

describe('another skill', () => {
  it('is refused', async () => {
    const { send, turns } = skillOf();
    const other = 'amzn1.ask.skill.99999999-2222-4333-8444-555555555555';
    expect(await send(launch({ applicationId: other }))).toEqual({ ok: false, code: 'wrong_application' });
    expect(turns).toEqual([]);
  });

  it('is refused where the two places that name it differ', async () => {
    const { send } = skillOf();
    const body = launch();
    const session = { ...body.session, application: { applicationId: 'amzn1.ask.skill.other' } };
    expect(await send({ ...body, session })).toEqual({ ok: false, code: 'wrong_application' });
  });

  it('is everybody as long as our own id is not set', async () => {
    const { send } = skillOf(undefined, '');
    expect(await send(launch())).toEqual({ ok: false, code: 'wrong_application' });
    expect(await send(launch({ applicationId: '' }))).toEqual({ ok: false, code: 'wrong_application' });
  });
});
