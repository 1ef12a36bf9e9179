/** Skills that answer in one wrong way, and the rule that has to say so. */
import type { Response } from 'ask-sdk-model';
import type { BankScene, Facts, Scene, TalkScene, Turn } from '../../src/certify/facts.ts';
import { wordsOf } from '../../src/certify/rules/reading.ts';
import { copyOf, type Breach, type Writable } from './breach.ts';
import type { Gathered } from './gathered.ts';

/** What it is like when its answers are others. */
function withAnswers(
  facts: Gathered,
  scene: TalkScene | BankScene,
  change: (response: Writable<Response>, turn: Turn, at: number) => void,
): Facts {
  const changed = (scenes: Readonly<Record<string, Scene>>): Scene =>
    (scenes[scene] ?? []).map((turn, at) => {
      if (turn.answer.kind !== 'response') return turn;
      const envelope = copyOf(turn.answer.response);
      change(envelope.response, turn, at);
      // As it is sent.
      return {
        ...turn,
        answer: { kind: 'response', response: envelope, text: JSON.stringify(envelope) },
      };
    });
  return scene in facts.talk.scenes
    ? {
        ...facts,
        talk: { ...facts.talk, scenes: { ...facts.talk.scenes, [scene]: changed(facts.talk.scenes) } },
      }
    : {
        ...facts,
        bank: { ...facts.bank, scenes: { ...facts.bank.scenes, [scene]: changed(facts.bank.scenes) } },
      };
}
const say = (response: Writable<Response>, words: string): void => {
  response.outputSpeech = { type: 'SSML', ssml: `<speak>${words}</speak>` };
};

export const answerBreaches: readonly Breach[] = [
  // What the skill answers.
  [
    'help-keeps-open',
    'a help that closes the session',
    facts =>
      withAnswers(facts, 'help', (response, _turn, at) => {
        if (at === 0) return;
        say(
          response,
          "You can ask: what's my balance, what did I spend, or, do I have any alerts. Goodbye for now.",
        );
        delete response.reprompt;
        response.shouldEndSession = true;
      }),
  ],
  [
    'stop-closes',
    'a stop that goes on',
    facts =>
      withAnswers(facts, 'stop', (response, _turn, at) => {
        if (at === 0) return;
        say(response, 'Are you sure?');
        response.reprompt = { outputSpeech: { type: 'SSML', ssml: '<speak>Are you sure?</speak>' } };
        response.shouldEndSession = false;
      }),
  ],
  [
    'no-open-session-without-question',
    'a session that is left open for nothing',
    facts =>
      withAnswers(facts, 'fraud', response => {
        response.shouldEndSession = false;
        response.reprompt = { outputSpeech: { type: 'SSML', ssml: '<speak>Hello.</speak>' } };
      }),
  ],
  [
    'no-question-at-the-end',
    'a question at a closed microphone',
    facts =>
      withAnswers(facts, 'fraud', response => {
        say(response, 'Please call your bank. Shall I repeat that?');
      }),
  ],
  [
    'session-end-silent',
    'words after the end',
    facts =>
      withAnswers(facts, 'session-ended', response => {
        say(response, 'Goodbye.');
      }),
  ],
  [
    'events-acknowledged',
    'an event that is not acknowledged',
    facts => ({
      ...facts,
      talk: {
        ...facts.talk,
        scenes: {
          ...facts.talk.scenes,
          events: facts.talk.scenes.events.map(turn => ({
            ...turn,
            answer: { kind: 'refused' as const, code: 'bank_not_told' },
          })),
        },
      },
    }),
  ],
  [
    'unknown-properties-taken',
    'a strict reading of the envelope',
    facts => ({
      ...facts,
      talk: {
        ...facts.talk,
        scenes: {
          ...facts.talk.scenes,
          'unknown-properties': facts.talk.scenes['unknown-properties'].map(turn => ({
            ...turn,
            answer: { kind: 'refused' as const, code: 'malformed' },
          })),
        },
      },
    }),
  ],
  [
    'wrong-application-refused',
    'an id that is not compared',
    facts => ({
      ...facts,
      talk: {
        ...facts.talk,
        scenes: { ...facts.talk.scenes, 'wrong-application': facts.talk.scenes.launch },
      },
    }),
  ],
  [
    'response-speech',
    'markup that is not well-formed',
    facts =>
      withAnswers(facts, 'fraud', response => {
        response.outputSpeech = { type: 'SSML', ssml: '<speak>Call Fennel & Rye right away.</speak>' };
      }),
  ],
  [
    'unlinked-gets-card',
    'no card for who has not linked',
    facts =>
      withAnswers(facts, 'unlinked', response => {
        delete response.card;
      }),
  ],
  // The voice code.
  [
    'pin-three-tells-reset',
    'a lock that nobody is told how to lift',
    facts =>
      withAnswers(facts, 'wrong-pins', (response, _turn, at) => {
        if (at === 3) say(response, "That didn't work. Ask in the app or at a branch. Goodbye.");
      }),
  ],
  [
    'pin-fourth-fails',
    'a fourth PIN that works',
    facts => ({
      ...facts,
      bank: {
        ...facts.bank,
        scenes: { ...facts.bank.scenes, 'fourth-pin': facts.bank.scenes['after-reset'] },
      },
    }),
  ],
  [
    'pin-not-spoken-back',
    'a PIN that is repeated',
    facts =>
      withAnswers(facts, 'wrong-pins', (response, turn, at) => {
        if (at === 1)
          say(
            response,
            `${turn.pins.at(-1)?.split('').join(' ') ?? ''} didn't work. Please say your four-digit voice PIN again.`,
          );
      }),
  ],
  [
    'pin-asked-first',
    'a PIN that is asked for without its name',
    facts =>
      withAnswers(facts, 'wrong-pins', (response, _turn, at) => {
        if (at === 0) say(response, 'Please say the four digits.');
      }),
  ],
  [
    'pin-not-in-log',
    'a PIN in the log',
    facts => ({
      ...facts,
      bank: {
        ...facts.bank,
        log: [
          ...facts.bank.log,
          `{"level":"info","event":"turn","said":"${facts.bank.secrets.pins[0] ?? ''}"}`,
        ],
      },
    }),
  ],
  // Our own law.
  [
    'leak-token',
    'the token on a card',
    facts =>
      withAnswers(facts, 'bank-down', (response, turn) => {
        response.card = {
          type: 'Simple',
          title: 'Your bank',
          content: turn.envelope.context.System.user.accessToken ?? '',
        };
      }),
  ],
  [
    'leak-amounts',
    'an amount on a card',
    facts =>
      withAnswers(facts, 'bank-down', response => {
        response.card = { type: 'Simple', title: 'Your bank', content: 'You had $2,420 yesterday.' };
      }),
  ],
  [
    'leak-account-numbers',
    'an account number on a card',
    facts =>
      withAnswers(facts, 'bank-down', response => {
        response.card = { type: 'Simple', title: 'Your account', content: 'US 0044 1728 3306 0000' };
      }),
  ],
  [
    'bank-talkative-refused',
    'an answer with a feed in it that is told',
    facts =>
      withAnswers(facts, 'bank-talkative', (response, _turn, at) => {
        const told = wordsOf(facts.bank.scenes['after-reset'][1]).replace(/ Anything else\?$/, '');
        if (at === 1) say(response, told);
      }),
  ],
  [
    'log-has-no-token',
    'a token in the log',
    facts => ({
      ...facts,
      bank: {
        ...facts.bank,
        log: [
          ...facts.bank.log,
          `{"level":"info","event":"facade","code":"${facts.bank.secrets.tokens[0] ?? ''}"}`,
        ],
      },
    }),
  ],
  // The zips, and an endpoint.
  [
    'bundle-size',
    'a bundle that has grown',
    facts => {
      const { skill } = facts.bundle.functions;
      const files = [{ path: 'src/channels/alexa/lambda.js', bytes: 900_000 }];
      return skill === undefined
        ? facts
        : { ...facts, bundle: { functions: { skill: { ...skill, files } } } };
    },
  ],
  [
    'live-unsigned',
    'an endpoint that answers anybody',
    facts => ({
      ...facts,
      live: {
        ...facts.live,
        cases: { ...facts.live.cases, unsigned: { status: 200, answered: true, ms: 30 } },
      },
    }),
  ],
];
