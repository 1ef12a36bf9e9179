/** Turns as the device records them, one of each kind that the page tells apart. */
import type { RequestEnvelope, ResponseEnvelope } from 'ask-sdk-model';
import type { Question, RefusalCode } from '../../../src/facade/contract.ts';
import { refusalStatus } from '../../../src/facade/contract.ts';
import type { FacadeExchange, TurnRecord } from '../../../src/simulator/turn-record.ts';

const answerId = '3f0c8f6e-5f1d-4c37-9a51-0a4f3d1f2b60';
const asOf = '2026-11-23T12:00:00-05:00';

function exchange(
  question: Question,
  status: number | null,
  answer: unknown,
  durationMs = 9,
): FacadeExchange {
  return {
    method: 'POST',
    path: `/v1/answers/${question.name}`,
    question,
    status,
    answer,
    answerBytes: answer === null ? 0 : JSON.stringify(answer).length,
    durationMs,
  };
}

export function refusal(question: Question, code: RefusalCode): FacadeExchange {
  const status = refusalStatus[code];
  return exchange(question, status, { type: 'about:blank', title: 'Refused', status, code });
}

function stepUp(status: number, answer: unknown): FacadeExchange {
  return {
    method: 'POST',
    path: '/v1/step-ups',
    question: null,
    status,
    answer,
    answerBytes: JSON.stringify(answer).length,
    durationMs: 41,
  };
}

function request(intent: string, slots: Readonly<Record<string, string>>): RequestEnvelope {
  return {
    version: '1.0',
    session: {
      new: false,
      sessionId: 'amzn1.echo-api.session.0001',
      application: { applicationId: 'amzn1.ask.skill.sottovoce' },
      user: { userId: 'amzn1.ask.account.DEMO', accessToken: 'token-of-the-link' },
      attributes: {},
    },
    context: {
      System: {
        application: { applicationId: 'amzn1.ask.skill.sottovoce' },
        user: { userId: 'amzn1.ask.account.DEMO', accessToken: 'token-of-the-link' },
        device: { deviceId: 'amzn1.ask.device.KITCHEN', supportedInterfaces: {} },
        apiEndpoint: 'https://api.amazonalexa.com',
        apiAccessToken: 'token-of-the-platform',
      },
    },
    request: {
      type: 'IntentRequest',
      requestId: 'amzn1.echo-api.request.0001',
      timestamp: '2026-11-23T17:00:00Z',
      locale: 'en-US',
      dialogState: 'STARTED',
      intent: {
        name: intent,
        confirmationStatus: 'NONE',
        slots: Object.fromEntries(
          Object.entries(slots).map(([name, value]) => [
            name,
            { name, value, confirmationStatus: 'NONE' as const },
          ]),
        ),
      },
    },
  };
}

function response(speech: string, listening: boolean, linkAccount = false): ResponseEnvelope {
  return {
    version: '1.0',
    sessionAttributes: { pending: null, last: null, refusedPins: 0 },
    response: {
      outputSpeech: { type: 'SSML', ssml: `<speak>${speech}</speak>` },
      ...(linkAccount ? { card: { type: 'LinkAccount' as const } } : {}),
      shouldEndSession: !listening,
    },
  };
}

interface Told {
  readonly utterance: string;
  readonly intent: string;
  readonly slots?: Readonly<Record<string, string>>;
  readonly speech: string;
  readonly ended?: boolean;
  readonly linkAccount?: boolean;
  readonly facade?: readonly FacadeExchange[];
  readonly score?: number;
}

export function turn(told: Told): TurnRecord {
  const { slots = {}, ended = false, facade = [] } = told;
  const bankMs = facade.reduce((sum, call) => sum + call.durationMs, 0);
  return {
    utterance: told.utterance,
    speaker: null,
    screen: true,
    whispered: false,
    intent: told.intent,
    score: told.score ?? 1,
    how: told.score === undefined ? 'template' : 'classifier',
    runnerUp: null,
    slots,
    request: request(told.intent, slots),
    response: response(told.speech, !ended, told.linkAccount ?? false),
    speech: told.speech,
    reprompt: ended ? null : 'Are you still there?',
    meanwhile: [],
    document: null,
    asked: null,
    ended,
    facade,
    transactionsStayed: 1482,
    findings: [],
    timing: { understandMs: 0.6, skillMs: bankMs + 4.2, bankMs },
  };
}

const balance: Question = { name: 'balance' };
const groceries: Question = {
  name: 'spending',
  category: 'groceries',
  window: { from: '2026-10-01', through: '2026-10-31' },
};

const balances = {
  answerId,
  asOf,
  question: balance,
  precision: 'about',
  accounts: [
    {
      kind: 'checking',
      nickname: 'Everyday checking',
      currency: 'USD',
      bookedMinor: 251000,
      availableMinor: 242000,
      asOfDay: null,
    },
    {
      kind: 'savings',
      nickname: 'Rainy day',
      currency: 'USD',
      bookedMinor: 1280000,
      availableMinor: 1280000,
      asOfDay: null,
    },
    {
      kind: 'credit-card',
      nickname: 'Travel card',
      currency: 'USD',
      bookedMinor: -64000,
      availableMinor: 436000,
      asOfDay: null,
    },
  ],
};

export const pinAsked = turn({
  utterance: "what's my balance",
  intent: 'BalanceIntent',
  speech: 'For that I need your four-digit voice PIN.',
  facade: [refusal(balance, 'insufficient_user_authentication')],
  score: 0.98,
});

export const answeredAfterPin = turn({
  utterance: '••••',
  intent: 'PinIntent',
  slots: { pin: '••••' },
  speech:
    'You have about $2,420 in Everyday checking, about $12,800 in Rainy day, and you owe about $640 on your Travel card. Anything else?',
  facade: [stepUp(200, { idleSeconds: 300, absoluteSeconds: 900 }), exchange(balance, 200, balances)],
});

export const spent = turn({
  utterance: 'what did I spend on groceries last month',
  intent: 'SpendingIntent',
  slots: { category: 'groceries', period: '2026-10' },
  speech: 'You spent about $410 on groceries in October, about $40 less than in September.',
  facade: [
    exchange(groceries, 200, {
      answerId,
      asOf,
      question: groceries,
      precision: 'about',
      currency: 'USD',
      spent: { count: 9, sumMinor: 41000 },
      before: {
        window: { from: '2026-09-01', through: '2026-09-30' },
        spent: { count: 10, sumMinor: 45000 },
      },
    }),
  ],
  score: 0.94,
});

export const wrongPin = turn({
  utterance: '••••',
  intent: 'PinIntent',
  slots: { pin: '••••' },
  speech: 'That did not work. Please say your four-digit voice PIN again, or say stop.',
  facade: [stepUp(403, { type: 'about:blank', title: 'Refused', status: 403, code: 'step_up_refused' })],
});

export const notLinked = turn({
  utterance: "what's my balance",
  intent: 'BalanceIntent',
  speech: 'To answer that, please link your bank account in the Alexa app. I have sent a card there.',
  linkAccount: true,
  ended: true,
});

export const bankDown = turn({
  utterance: 'have I been paid this month',
  intent: 'IncomeIntent',
  slots: { period: '2026-11' },
  speech: "I can't reach your bank just now. Please try again in a little while.",
  ended: true,
  facade: [
    exchange({ name: 'income', window: { from: '2026-11-01', through: '2026-11-23' } }, null, null, 3),
  ],
});

export const stoppedAtWall = turn({
  utterance: 'how much is in savings',
  intent: 'BalanceIntent',
  slots: { account: 'savings' },
  speech: 'Your bank sent something that I may not pass on, so I have stopped there.',
  ended: true,
  facade: [
    exchange(balance, 200, { ...balances, transactions: [{ merchant: 'CORNER BAKERY', amountMinor: -845 }] }),
  ],
});

export const notUnderstood = turn({
  utterance: 'order a pizza with extra olives',
  intent: 'AMAZON.FallbackIntent',
  speech: 'I can tell you about balances, spending, income and alerts. What would you like to know?',
  score: 0.81,
});
