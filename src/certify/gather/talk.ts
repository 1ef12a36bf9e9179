/** The scenes that need no bank: whoever listens is not linked. */
import type { Intent, Request, RequestEnvelope } from 'ask-sdk-model';
import {
  emptySlot,
  filledSlot,
  intentRequest,
  launchRequest,
  sessionEndedRequest,
  skillEventRequest,
  type RequestHead,
  type SkillEvent,
} from '../../simulator/envelope.ts';
import type { InteractionModel } from '../../simulator/interaction-model.ts';
import { talkScenes, type Scene, type TalkFacts, type TalkScene } from '../facts.ts';
import type { Scenery, Stage } from './stage.ts';

type Act = (scenery: Scenery, model: InteractionModel) => Promise<unknown>;

/** Of somebody who has linked an account; nothing that is played here asks the bank with it. */
const accessToken = 'certify-token-of-somebody';

/** Somebody opens the skill, and then asks for a built-in intent. */
const afterLaunch =
  (...intents: readonly string[]): Act =>
  async ({ device }) => {
    const customer = device({ accessToken });
    await customer.open();
    for (const intent of intents) await customer.say(intent, { taken: { intent, slots: {} } });
  };

/** A request of a type that the SDK's types do not have. */
const requestOf =
  (type: string, parts: object = {}) =>
  (head: RequestHead): Request =>
    ({ type, ...head, ...parts }) as unknown as Request;

const intentOf = (name: string, slots: Intent['slots'] = {}): Intent => ({
  name,
  confirmationStatus: 'NONE',
  slots,
});

/** The questions about money of the model, without what steers the conversation. */
export const questionIntents = (model: InteractionModel): string[] =>
  model.languageModel.intents
    .map(({ name }) => name)
    .filter(name =>
      /^(?:Balance|Activity|Spending|Income|Bill|Alerts|Sharing|Disclosures)Intent$/.test(name),
    );

/** Words that no catalogue has. */
const unheardOf = 'the purple teapot';

/** The events that a skill can subscribe to. */
const events: readonly SkillEvent[] = [
  'SkillEnabled',
  'SkillDisabled',
  'SkillPermissionAccepted',
  'SkillPermissionChanged',
  'SkillAccountLinked',
];

/** Every intent of the model, with all of its slots empty. */
export const emptyIntents = (model: InteractionModel) =>
  model.languageModel.intents.map(({ name, slots }) => {
    const empty = Object.fromEntries(slots.map(slot => [slot.name, emptySlot(slot.name)]));
    return intentRequest(intentOf(name, empty), slots.length === 0 ? null : 'STARTED');
  });

/** Every intent with slots, which hold what was not understood. */
export const unknownValues = (model: InteractionModel) =>
  model.languageModel.intents
    .filter(({ slots }) => slots.length > 0)
    .map(({ name, slots }) => {
      const filled = slots.map(slot => [
        slot.name,
        filledSlot({
          name: slot.name,
          value: slot.type.startsWith('AMAZON.') ? '?' : unheardOf,
          resolutions: slot.type.startsWith('AMAZON.') ? null : noMatch(slot.type),
        }),
      ]);
      return intentRequest(intentOf(name, Object.fromEntries(filled) as Intent['slots']), 'STARTED');
    });

const withUnknownProperties = (envelope: RequestEnvelope): unknown => {
  const news = { futureProperty: { nested: ['anything', 1, null] } };
  const { session, context, request } = envelope;
  return {
    ...envelope,
    ...news,
    session: { ...session, ...news },
    context: {
      ...context,
      ...news,
      'Alexa.Future': news,
      System: { ...context.System, ...news, user: { ...context.System.user, ...news } },
    },
    request: { ...request, ...news },
  };
};

const anotherSkill = { applicationId: 'amzn1.ask.skill.99999999-9999-4999-8999-999999999999' };

const acts: Readonly<Record<TalkScene, Act>> = {
  launch: ({ device }) => device({ accessToken }).open(),
  silence: async ({ device }) => {
    const customer = device({ accessToken });
    await customer.open();
    await customer.silence();
    await customer.silence();
  },
  help: afterLaunch('AMAZON.HelpIntent', 'AMAZON.HelpIntent'),
  'help-one-shot': ({ send }) => send(intentRequest(intentOf('AMAZON.HelpIntent'), null)),
  stop: afterLaunch('AMAZON.StopIntent'),
  cancel: afterLaunch('AMAZON.CancelIntent'),
  'navigate-home': afterLaunch('AMAZON.NavigateHomeIntent'),
  fallback: afterLaunch('AMAZON.FallbackIntent', 'AMAZON.FallbackIntent'),
  repeat: afterLaunch('AMAZON.RepeatIntent'),
  yes: afterLaunch('AMAZON.YesIntent'),
  no: afterLaunch('AMAZON.NoIntent'),
  goodbyes: async ({ send }) => {
    for (const name of ['AMAZON.StopIntent', 'AMAZON.CancelIntent', 'AMAZON.NavigateHomeIntent'])
      await send(intentRequest(intentOf(name), null));
  },
  'session-ended': async ({ send }) => {
    await send(sessionEndedRequest('USER_INITIATED', null));
    await send(sessionEndedRequest('EXCEEDED_MAX_REPROMPTS', null));
    await send(sessionEndedRequest('ERROR', { type: 'INVALID_RESPONSE', message: 'made up' }));
  },
  unlinked: async ({ send }, model) => {
    await send(launchRequest());
    for (const name of questionIntents(model)) await send(intentRequest(intentOf(name), null));
  },
  fraud: ({ send }) => send(intentRequest(intentOf('ReportFraudIntent'), null)),
  'every-intent': async ({ send }, model) => {
    for (const request of emptyIntents(model)) await send(request);
  },
  'unknown-values': async ({ send }, model) => {
    for (const request of unknownValues(model)) await send(request);
  },
  'unknown-intent': ({ send }) => send(intentRequest(intentOf('TeapotIntent'), null)),
  'unknown-requests': async ({ send }) => {
    await send(requestOf('Alexa.Presentation.APL.UserEvent', { token: 'none', arguments: ['x'] }));
    await send(requestOf('Connections.Response', { name: 'Upsell', status: { code: '200' }, token: '' }));
    await send(requestOf('Teapot.Boiled', { temperature: 100 }));
  },
  'unknown-properties': ({ send }) => send(launchRequest(), { accessToken, change: withUnknownProperties }),
  exception: ({ send }) =>
    send(
      requestOf('System.ExceptionEncountered', {
        error: { type: 'INVALID_RESPONSE', message: 'made up' },
        cause: { requestId: 'amzn1.echo-api.request.none' },
      }),
    ),
  tampered: async ({ send }) => {
    const junk = [{ memory: 'x' }, { pending: { question: 'all' } }, ['a'], 'text', null, { v: 1e9 }];
    for (const attributes of junk) {
      await send(intentRequest(intentOf('AMAZON.RepeatIntent'), null), { attributes });
    }
  },
  events: async ({ send }) => {
    for (const event of events) await send(skillEventRequest(event, null), { session: false });
  },
  'wrong-application': ({ send }) =>
    send(launchRequest(), {
      change: ({ session, context, ...rest }) => ({
        ...rest,
        session,
        context: { ...context, System: { ...context.System, application: anotherSkill } },
      }),
    }),
  'wrong-application-in-session': ({ send }) =>
    send(launchRequest(), {
      change: ({ session, ...rest }) => ({ ...rest, session: { ...session, application: anotherSkill } }),
    }),
  malformed: async ({ send }) => {
    const bodies: readonly unknown[] = [{}, [], 'text', null, { version: '1.0', session: {}, request: {} }];
    for (const body of bodies) await send(launchRequest(), { change: () => body });
  },
};

const noMatch = (type: string) => ({
  resolutionsPerAuthority: [
    {
      authority: `amzn1.er-authority.echo-sdk.certify.${type}`,
      status: { code: 'ER_SUCCESS_NO_MATCH' as const },
      values: [],
    },
  ],
});

/** Plays them all, or those that are named. */
export async function gatherTalk(
  stage: Stage,
  model: InteractionModel,
  names: readonly TalkScene[] = talkScenes,
): Promise<TalkFacts> {
  const scenes: Partial<Record<TalkScene, Scene>> = {};
  for (const name of names) scenes[name] = await stage.play(scenery => acts[name](scenery, model));
  // Those that are not named are empty, and no rule of a test looks at them.
  const empty = Object.fromEntries(talkScenes.map(name => [name, []])) as unknown as TalkFacts['scenes'];
  return { scenes: { ...empty, ...scenes }, model };
}
