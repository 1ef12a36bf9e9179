/** Our own skill, made wrong on purpose in one way after another: each is caught by a finding of its own. */
import type { RequestEnvelope, Response, ResponseEnvelope } from 'ask-sdk-model';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  conversationsOf,
  loadInteractionModel,
  playConversation,
  type Conversation,
  type InteractionModel,
  type OpenStage,
} from 'sottovoce/testing';
import * as intents from '../../intents/index.ts';
import { replies } from '../../models/en-US.replies.ts';
import { createPretendSkill } from '../../src/simulator/stack/pretend-stage.ts';
import { openStage } from '../../src/simulator/stack/skill-stage.ts';
import { transcriptForm } from '../../src/simulator/transcripts/form.ts';

/** A question, the PIN, an answer, and goodbye; with what is not checked left to vary. */
const row = { answer: '…', then: 'listens' };
const [conversation] = conversationsOf(
  transcriptForm.parse({
    today: '2026-11-23',
    conversations: [
      {
        title: 'A good one',
        screen: false,
        turns: [
          { customer: 'balance', intent: 'BalanceIntent', ...row },
          { customer: '{pin}', intent: 'PinIntent', slots: { pin: '{pin}' }, ...row },
          { customer: 'stop', intent: 'AMAZON.StopIntent', ...row },
          { customer: 'balance', intent: 'BalanceIntent', ...row },
          { closed: true },
        ],
      },
    ],
  }),
);

/** What a response was an answer to. */
interface Answered {
  readonly request: RequestEnvelope;
  /** The PIN's own turn has the answer; the ones before and after it are about something else. */
  readonly is: 'asking' | 'answer' | 'goodbye' | 'farewell';
}

/** Makes a response wrong in one way; those that it leaves alone stay as they are. */
type Mutation = (envelope: ResponseEnvelope, answered: Answered) => void;

const isOf: Readonly<Record<string, Answered['is']>> = {
  BalanceIntent: 'asking',
  PinIntent: 'answer',
  'AMAZON.StopIntent': 'goodbye',
};

/** Changes the responses of one kind. */
const at =
  (
    is: Answered['is'],
    change: (response: Response, envelope: ResponseEnvelope, request: RequestEnvelope) => void,
  ) =>
  (envelope: ResponseEnvelope, answered: Answered): void => {
    if (answered.is === is) change(envelope.response, envelope, answered.request);
  };
/** Puts other words in the place of what is said. */
const says = (is: Answered['is'], words: (before: string) => string): Mutation =>
  at(is, response => {
    const before = response.outputSpeech?.type === 'SSML' ? response.outputSpeech.ssml : '';
    response.outputSpeech = { type: 'SSML', ssml: words(before) };
  });
const ending = (what: string) => (before: string) => before.replace('</speak>', `${what}</speak>`);
/** Keeps something in the session attributes. */
const keeps = (what: (request: RequestEnvelope) => unknown): Mutation =>
  at('answer', (_response, envelope, request) => {
    envelope.sessionAttributes = { ...envelope.sessionAttributes, kept: what(request) };
  });
const elicits = (intent: string, slot: string): Mutation =>
  at('asking', response => {
    response.directives = [
      {
        type: 'Dialog.ElicitSlot',
        slotToElicit: slot,
        updatedIntent: { name: intent, confirmationStatus: 'NONE' },
      },
    ];
  });
/** What the SDK's types do not let through, and a skill in another language may send. */
const untyped = (value: unknown): never => value as never;

const mutants: readonly [string, Mutation, string][] = [
  ['a bare ampersand', says('answer', ending(' & more?')), 'not well-formed SSML'],
  ['markup that Alexa does not know', says('answer', ending('<blink>now?</blink>')), 'does not support'],
  [
    'an element without its attribute',
    says('answer', ending('<say-as>12?</say-as>')),
    'without its attribute',
  ],
  ['a pause of twenty seconds', says('answer', ending('<break time="20s"/>')), 'a break that is not'],
  [
    'a sound without TLS',
    says('answer', ending('<audio src="http://example.com/a.mp3"/>')),
    'not served over https',
  ],
  ['speech without an end', says('answer', ending(' Really?'.repeat(1_000))), 'Alexa says 8000'],
  ['a response without an end', keeps(() => 'x'.repeat(25_000)), 'Alexa takes 24576'],
  [
    'markup that is read out',
    at('answer', response => (response.outputSpeech = { type: 'PlainText', text: '<p>More?</p>' })),
    'plain text with markup',
  ],
  ['nothing said', at('goodbye', response => delete response.outputSpeech), 'says nothing'],
  ['another version', at('answer', (_response, envelope) => (envelope.version = '2.0')), 'version is "2.0"'],
  [
    'a session left open',
    at('goodbye', response => {
      response.shouldEndSession = false;
      response.reprompt = { outputSpeech: { type: 'SSML', ssml: '<speak>Hm?</speak>' } };
    }),
    'nothing is asked',
  ],
  [
    'a question left hanging',
    at('answer', response => {
      response.shouldEndSession = true;
      delete response.reprompt;
    }),
    'ends with a question, and the session ends',
  ],
  ['a silence with no word', at('answer', response => delete response.reprompt), 'without a reprompt'],
  [
    'a reprompt that nobody hears',
    at(
      'goodbye',
      response => (response.reprompt = { outputSpeech: { type: 'SSML', ssml: '<speak>Hm?</speak>' } }),
    ),
    'before it can be said',
  ],
  [
    'neither open nor ended',
    at('answer', response => delete response.shouldEndSession),
    'shouldEndSession is missing',
  ],
  [
    'a slot that is asked for at the end',
    at('asking', response => {
      response.shouldEndSession = true;
      delete response.reprompt;
    }),
    'asks for something, and the session ends',
  ],
  ['words after the end', says('farewell', () => '<speak>Wait!</speak>'), 'still says or shows'],
  [
    'a directive of another world',
    at('answer', response => (response.directives = [untyped({ type: 'Door.Open' })])),
    'unknown to Alexa',
  ],
  ['a slot that there is not', elicits('PinIntent', 'colour'), 'does not have'],
  ['an intent that there is not', elicits('LoanIntent', 'pin'), 'the interaction model does not have'],
  ['an intent without a dialog', elicits('BalanceIntent', 'account'), 'not in the dialog model'],
  [
    'a document where there is no screen',
    at(
      'answer',
      response => (response.directives = [untyped({ type: 'Alexa.Presentation.APL.RenderDocument' })]),
    ),
    'is for a screen',
  ],
  [
    'a card of another kind',
    at('answer', response => (response.card = untyped({ type: 'Fancy' }))),
    'does not know',
  ],
  [
    'an empty card',
    at('answer', response => (response.card = { type: 'Simple', title: ' ' })),
    'shows nothing',
  ],
  [
    'permissions that are not named',
    at('answer', response => (response.card = { type: 'AskForPermissionsConsent', permissions: [] })),
    'names none',
  ],
  [
    'an amount on a card',
    at('answer', response => (response.card = { type: 'Simple', title: 'Balance', content: '$2,380' })),
    'An amount is on the card',
  ],
  [
    'an amount that the bank did not answer',
    says('answer', ending(' You win $1,000,007?')),
    'did not answer',
  ],
  ['an amount that is kept', keeps(() => ({ balance: '$2,380' })), 'session attributes or directives'],
  ['the PIN, said again', says('answer', ending(' You said four eight two one?')), 'The voice PIN'],
  ['the token', keeps(({ context }) => context.System.user.accessToken), 'The access token is in'],
  ['a token of another kind', keeps(() => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhZGEifQ.x'), 'looks like a token'],
  ["the platform's identifier", keeps(({ context }) => context.System.user.userId), "platform's identifiers"],
  ["the bank's identifier", keeps(() => '0d8f6a52-6f0e-4d0e-9a3b-3d1c8f4f1b11'), "bank's identifiers"],
  ['an account number', says('answer', ending(' It is account 000123456789?')), 'account number'],
];

let model: InteractionModel;
let stage: OpenStage;
let mutation: Mutation = () => undefined;

beforeAll(async () => {
  model = loadInteractionModel('en-US');
  stage = await openStage({ model }, cue => {
    const staged = createPretendSkill({ intents, replies }, cue);
    return {
      ...staged,
      handler: async request => {
        // What the skill answers is what the SDK's types say; it may be the same object each time.
        const envelope = structuredClone(await staged.handler(request)) as ResponseEnvelope;
        const name = request.request.type === 'IntentRequest' ? request.request.intent.name : '';
        mutation(envelope, { request, is: isOf[name] ?? 'farewell' });
        return envelope;
      },
    };
  });
});
afterAll(() => stage[Symbol.asyncDispose]());

/** Everything that is objected to, whatever else is different. */
async function findingsOf(played: Conversation): Promise<string[]> {
  await using scene = await stage.open(played);
  const findings: string[] = [];
  for (const turn of played.turns) {
    const record =
      'customer' in turn
        ? await scene.device.say(turn.customer.replace('{pin}', '4821'), {
            taken: {
              intent: turn.intent ?? '',
              slots: turn.intent === 'PinIntent' ? { pin: { value: '4821', id: null } } : {},
            },
          })
        : await scene.device.close();
    findings.push(...(record?.findings ?? []));
  }
  return [...new Set(findings)];
}

const good = conversation ?? expect.fail('there is one conversation');

describe('a skill that is', () => {
  it('right is not objected to', async () => {
    mutation = () => undefined;
    expect(await findingsOf(good)).toEqual([]);
  });

  it.each(mutants)('wrong by %s', async (_, wrong, finding) => {
    mutation = wrong;
    expect(await findingsOf(good)).toEqual([expect.stringContaining(finding)]);
  });

  it('wrong in any way fails as a test', async () => {
    mutation = says('answer', ending(' & more?'));
    const played = await playConversation(good, stage);
    expect(played.flatMap(({ mismatches }) => mismatches).map(({ what }) => what)).toContain('then');
  });
});

it('there are twenty ways and more, and no finding is for two of them', () => {
  expect(mutants.length).toBeGreaterThanOrEqual(20);
  const findings = mutants.map(([, , finding]) => finding);
  expect(new Set(findings).size).toBe(findings.length);
});
