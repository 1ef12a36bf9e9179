/**
 * The facade's contract as cases: what is given at the bank, what is called through the `Facade` port, what a bank
 * that keeps the contract replies over HTTP, and what comes back through the port.
 *
 * The same cases run twice. Against the client alone, with `reply` played by nock; and through the client against
 * the reference bank on each engine, which has to come to the same outcome by itself. A bank that is replaced by
 * another implementation has to pass the second run. Every figure here is worked out by hand from `contractLedger`.
 */
import {
  consentClasses,
  factorAcr,
  paths,
  type Answer,
  type AnswerOf,
  type ConsentPrecision,
  type ConversationContext,
  type LinkEvent,
  type Question,
  type QuestionOf,
  type RefusalCode,
  type StepUpChallenge,
  type StepUpFactor,
} from '../../src/facade/contract.ts';
import type { Facade, FacadeFailure, LinkEvents, Outcome } from '../../src/facade/port.ts';
import { problemOf } from '../../src/facade/problems.ts';

/** The bank's clock when a case begins: half past ten in the morning of Wednesday, 18 March 2026. */
export const contractNow = Date.parse('2026-03-18T14:30:00Z');
export const contractTimeZone = 'America/New_York';
const asOf = '2026-03-18T10:30:00-04:00';

/** What the bank's random source gives each time, so that an answer's id is known. */
export const contractRandom = (size: number): Uint8Array => new Uint8Array(size).fill(7);
const answerId = '07070707-0707-4707-8707-070707070707';

export const contractPin = '4821';
/** What `contractRandom` draws of the six pairs of digits, and the code that it makes. */
const contractPositions = [2, 3] satisfies [number, number];
const contractDigits = '82';
const contractCode = '466567';
const wrongPin = '4822';

/** Where a step-up that is given was made, and where a call is made that does not say otherwise. */
export const contractContext: ConversationContext = {
  conversation: 'conversation-0123456789ab',
  device: 'device-0123456789abcdefg',
  speaker: 'speaker-0123456789abcdef',
};

/** The accounts that a case's customer has. */
export const contractLedger = {
  accounts: [
    { kind: 'checking', nickname: 'everyday account', currency: 'USD', openingMinor: 300_000, limitMinor: 0 },
    { kind: 'savings', nickname: 'rainy day', currency: 'USD', openingMinor: 500_000, limitMinor: 0 },
    { kind: 'credit-card', nickname: 'travel card', currency: 'USD', openingMinor: 0, limitMinor: 300_000 },
  ],
  entries: [
    ['checking', '2026-02-01', 'out', 'housing', 120_000, 'booked'],
    ['checking', '2026-02-03', 'out', 'groceries', 12_000, 'booked'],
    ['checking', '2026-02-10', 'out', 'groceries', 8_000, 'booked'],
    ['checking', '2026-02-25', 'out', 'groceries', 10_000, 'booked'],
    ['checking', '2026-02-27', 'in', 'salary', 250_000, 'booked'],
    ['checking', '2026-03-02', 'out', 'groceries', 9_500, 'booked'],
    ['checking', '2026-03-12', 'out', 'transfer', 50_000, 'booked'],
    ['savings', '2026-03-12', 'in', 'transfer', 50_000, 'booked'],
    ['checking', '2026-03-13', 'in', 'salary', 250_000, 'booked'],
    ['credit-card', '2026-03-14', 'out', 'dining', 4_450, 'booked'],
    ['credit-card', '2026-03-15', 'out', 'travel', 20_000, 'booked'],
    ['checking', '2026-03-16', 'out', 'groceries', 6_050, 'booked'],
    ['checking', '2026-03-17', 'in', 'refund', 1_999, 'booked'],
    ['credit-card', '2026-03-17', 'out', 'shopping', 7_000, 'pending'],
    ['checking', '2026-03-18', 'out', 'dining', 3_000, 'pending'],
  ],
  statements: [
    {
      account: 'credit-card',
      closedOn: '2026-02-10',
      dueOn: '2026-03-07',
      balanceMinor: 80_000,
      minimumMinor: 2_500,
    },
    {
      account: 'credit-card',
      closedOn: '2026-03-10',
      dueOn: '2026-04-04',
      balanceMinor: 124_318,
      minimumMinor: 2_487,
    },
  ],
  alerts: [
    { severity: 'low', openedOn: '2026-03-01', closedOn: null },
    { severity: 'high', openedOn: '2026-03-17', closedOn: null },
    { severity: 'high', openedOn: '2026-01-05', closedOn: '2026-01-06' },
  ],
} as const;

/** What is the case at the bank before the first step. */
export interface Given {
  /** The token of the call: one that is in force, one that nobody issued, or one that is no good any more. */
  readonly token: 'valid' | 'unknown' | 'expired' | 'unlinked';
  /** Whether the customer has stepped up in `contractContext` just now. */
  readonly stepUp: 'fresh' | 'none';
  /** What the bank asks this customer for. */
  readonly asks: StepUpChallenge['kind'];
  /** For every class, or for one. */
  readonly consent: 'given' | 'for alerts alone' | 'absent' | 'withdrawn' | 'expired';
  readonly precision: ConsentPrecision;
  /** Which of the accounts the customer has; in `two-currencies` the savings account is in EUR. */
  readonly accounts: 'all' | 'checking-only' | 'two-currencies';
}

export type Call =
  | { readonly kind: 'answer'; readonly question: Question; readonly context?: ConversationContext }
  | { readonly kind: 'step-up'; readonly factor: StepUpFactor; readonly context?: ConversationContext }
  | { readonly kind: 'end-step-up'; readonly context?: ConversationContext }
  | { readonly kind: 'unlink'; readonly context?: ConversationContext }
  /** The platform's own word, with the customer's token or without. */
  | { readonly kind: 'link-event'; readonly event: LinkEvent; readonly withToken: boolean };

/** An HTTP reply; a body of null is none. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

interface Step {
  /** How far the bank's clock moves before the call. */
  readonly afterMs?: number;
  readonly call: Call;
  readonly reply: Reply;
  readonly expected: Outcome<unknown>;
}

export interface ContractCase {
  readonly name: string;
  readonly given: Given;
  readonly steps: readonly [Step, ...Step[]];
  /** Why the reference bank cannot be brought to reply so in this suite; the client has to understand it all the same. */
  readonly notAtTheBank?: string;
}

/** The HTTP request that a call is: what the client has to send. */
export function requestOf(call: Call): { method: 'POST' | 'DELETE'; path: string; body: unknown } {
  const context = contextOf(call);
  switch (call.kind) {
    case 'answer':
      return {
        method: 'POST',
        path: `${paths.answers}/${call.question.name}`,
        body: { context, question: call.question },
      };
    case 'step-up':
      return {
        method: 'POST',
        path: paths.stepUps,
        body: { context, factor: call.factor },
      };
    case 'end-step-up':
      return { method: 'DELETE', path: `${paths.stepUps}/${context.conversation}`, body: null };
    case 'unlink':
      return { method: 'DELETE', path: paths.link, body: null };
    case 'link-event':
      return { method: 'POST', path: paths.linkEvents, body: call.event };
  }
}

const contextOf = (call: Call): ConversationContext =>
  ('context' in call ? call.context : undefined) ?? contractContext;

/** Makes a call through the port. */
export async function perform(
  facade: Facade & LinkEvents,
  call: Call,
  { accessToken, signal }: { accessToken: string; signal: AbortSignal },
): Promise<Outcome<unknown>> {
  const facadeCall = { accessToken, signal, context: contextOf(call) };
  switch (call.kind) {
    case 'answer':
      return await facade.answer(call.question, facadeCall);
    case 'step-up':
      return await facade.stepUp(call.factor, facadeCall);
    case 'end-step-up':
      return await facade.endStepUp(facadeCall);
    case 'unlink':
      return await facade.unlink(facadeCall);
    case 'link-event':
      return await facade.tellLinkEvent(call.event, {
        accessToken: call.withToken ? accessToken : null,
        signal,
      });
  }
}

// ------------------------------------------------------------------------------------------------ making of cases

const exactly: ConsentPrecision = { totals: 'exact', balances: 'exact' };
const roughly: ConsentPrecision = { totals: 'about', balances: 'fresh' };
const usual: Given = {
  token: 'valid',
  stepUp: 'fresh',
  asks: 'voice-pin',
  consent: 'given',
  precision: exactly,
  accounts: 'all',
};

const headers: Readonly<Record<StepUpChallenge['kind'], string>> = {
  'voice-pin':
    'Bearer error="insufficient_user_authentication", ' +
    'error_description="The voice PIN is needed in this conversation", ' +
    `acr_values="${factorAcr['voice-pin']}", max_age="300"`,
  'pin-digits':
    'Bearer error="insufficient_user_authentication", ' +
    'error_description="Two digits of the voice PIN are needed in this conversation", ' +
    `acr_values="${factorAcr['pin-digits']}", max_age="300"`,
  'one-time-code':
    'Bearer error="insufficient_user_authentication", ' +
    'error_description="A one-time code is needed in this conversation", ' +
    `acr_values="${factorAcr['one-time-code']}", max_age="300"`,
};
const challenges: Partial<Record<RefusalCode, string>> = {
  invalid_client: 'Bearer error="invalid_client"',
  invalid_token: 'Bearer error="invalid_token"',
  insufficient_user_authentication: headers['voice-pin'],
};

/** The reply of a bank that refuses. */
export function refusal(code: RefusalCode, wanted?: StepUpChallenge): Reply {
  const challenge = wanted === undefined ? challenges[code] : headers[wanted.kind];
  return {
    status: problemOf(code).status,
    headers: {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
      ...(challenge === undefined ? {} : { 'www-authenticate': challenge }),
      ...(code === 'rate_limited' ? { 'retry-after': '30' } : {}),
    },
    body: problemOf(code, wanted),
  };
}

const success = (body: unknown): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store' },
  body,
});

const refused = (call: Call, code: RefusalCode, failure: FacadeFailure, afterMs = 0): Step => ({
  afterMs,
  call,
  reply: refusal(code),
  expected:
    failure === 'step_up_required'
      ? { ok: false, failure, challenge: { kind: 'voice-pin' } }
      : { ok: false, failure },
});

const answered = (answer: Answer, step: { afterMs?: number; context?: ConversationContext } = {}): Step => ({
  afterMs: step.afterMs ?? 0,
  call: {
    kind: 'answer',
    question: answer.question,
    ...(step.context === undefined ? {} : { context: step.context }),
  },
  reply: success(answer),
  expected: { ok: true, value: answer },
});

const steppedUp = (call: Call = sayPin()): Step => {
  const granted = { idleSeconds: 300, absoluteSeconds: 900 };
  return {
    call,
    reply: success(granted),
    expected: { ok: true, value: granted },
  };
};

const stepUpEnded: Step = {
  call: { kind: 'end-step-up' },
  reply: { status: 204, headers: { 'cache-control': 'no-store' }, body: null },
  expected: { ok: true, value: null },
};

const unlinked: Step = { ...stepUpEnded, call: { kind: 'unlink' } };

/** The user of the platform, as conversations and events name it. */
const platformUser = 'platform-user-0123456789ab';
const asUser = { context: { ...contractContext, user: platformUser } };

/** The platform tells something; the bank always has it. */
const told = (
  kind: LinkEvent['kind'],
  { at = '2026-03-18T14:30:00Z', user = platformUser, withToken = false } = {},
): Step => ({
  ...stepUpEnded,
  call: {
    kind: 'link-event',
    event: { kind, user, at, eventId: `event-0123456789-${kind}` },
    withToken,
  },
});

/** The bank asks for something else than the voice PIN. */
const asksFor = (challenge: StepUpChallenge, call: Call): Step => ({
  call,
  reply: refusal('insufficient_user_authentication', challenge),
  expected: { ok: false, failure: 'step_up_required', challenge },
});

const sayPin = (pin = contractPin): Call => ({ kind: 'step-up', factor: { kind: 'voice-pin', pin } });

const ask = (question: Question, context: ConversationContext = contractContext): Call => ({
  kind: 'answer',
  question,
  context,
});
const wrong: Step = refused(sayPin(wrongPin), 'step_up_refused', 'step_up_refused');

/** When the quarter of the day began. */
const sinceSix = '2026-03-18T06:00:00-04:00';
const head = { answerId, asOf };
const thisMonth = { from: '2026-03-01', through: '2026-03-18' };
const lastSevenDays = { from: '2026-03-12', through: '2026-03-18' };

const incomeThisMonth: Answer = {
  ...head,
  question: { name: 'income', window: thisMonth },
  precision: 'exact',
  currency: 'USD',
  received: { count: 1, sumMinor: 250_000 },
};
const cardBill = (
  precision: 'about' | 'exact',
  told: Pick<NonNullable<AnswerOf<'bill'>['cards'][number]['statement']>, 'paid' | 'amounts'> = {
    paid: false,
    amounts: { balanceMinor: 124_318, minimumMinor: 2_487 },
  },
): AnswerOf<'bill'> => ({
  ...head,
  question: { name: 'bill' },
  precision,
  cards: [{ nickname: 'travel card', currency: 'USD', statement: { dueOn: '2026-04-04', ...told } }],
});
/** Funds are compared with an amount near the one that was asked about, and the answer names it. */
const enough = (
  question: QuestionOf<'funds'>,
  comparedMinor: number,
  told: Pick<AnswerOf<'funds'>, 'account' | 'fundsAvailable'> & Partial<AnswerOf<'funds'>>,
): Step => {
  const compared = { ...question, atLeastMinor: comparedMinor };
  const answer = { ...head, question: compared, precision: 'exact', asOfDay: null, ...told } as const;
  return {
    call: { kind: 'answer', question },
    reply: success(answer),
    expected: { ok: true, value: answer },
  };
};
const everyday = { kind: 'checking', nickname: 'everyday account' } as const;
const rainyDay = { kind: 'savings', nickname: 'rainy day' } as const;
const openAlerts: Answer = { ...head, question: { name: 'alerts' }, openCount: 2, mostUrgent: 'high' };
const sharedAll: Answer = {
  ...head,
  question: { name: 'sharing' },
  questions: [...consentClasses],
  accounts: contractLedger.accounts.map(({ kind, nickname }) => ({ kind, nickname })),
  precision: exactly,
  // Given the day before, for ninety days.
  validUntil: '2026-06-15',
};
const minutes = (count: number): number => count * 60_000;
/** The same answer, given later: only its clock reads differently. */
const at = <Given extends Answer>(answer: Given, later: string): Given => ({ ...answer, asOf: later });

// ---------------------------------------------------------------------------------------------------------- cases

export const contractCases: readonly ContractCase[] = [
  {
    name: 'balance of every account, in the order checking, savings, credit card',
    given: usual,
    steps: [
      answered({
        ...head,
        question: { name: 'balance' },
        precision: 'exact',
        accounts: [
          {
            kind: 'checking',
            nickname: 'everyday account',
            currency: 'USD',
            bookedMinor: 586_449,
            availableMinor: 583_449,
            asOfDay: null,
          },
          {
            kind: 'savings',
            nickname: 'rainy day',
            currency: 'USD',
            bookedMinor: 550_000,
            availableMinor: 550_000,
            asOfDay: null,
          },
          {
            kind: 'credit-card',
            nickname: 'travel card',
            currency: 'USD',
            bookedMinor: -24_450,
            availableMinor: 268_550,
            asOfDay: null,
          },
        ],
      }),
    ],
  },
  {
    name: 'balance of one account, fresh: to the nearest ten units, of the quarter of the day, without what is pending',
    given: { ...usual, precision: roughly },
    steps: [
      answered({
        answerId,
        asOf: sinceSix,
        question: { name: 'balance', account: 'checking' },
        precision: 'about',
        accounts: [
          {
            kind: 'checking',
            nickname: 'everyday account',
            currency: 'USD',
            bookedMinor: 586_000,
            availableMinor: 586_000,
            asOfDay: null,
          },
        ],
      }),
    ],
  },
  {
    // A card payment of the day before is still pending; the card itself began with nothing and has few entries.
    name: 'balance, sealed: as of the day before anything waits to be booked, where enough is booked to hide in',
    given: { ...usual, precision: { totals: 'about', balances: 'sealed' } },
    steps: [
      answered({
        ...head,
        question: { name: 'balance' },
        precision: 'about',
        accounts: [
          {
            kind: 'checking',
            nickname: 'everyday account',
            currency: 'USD',
            bookedMinor: 584_000,
            availableMinor: 584_000,
            asOfDay: '2026-03-16',
          },
          {
            kind: 'savings',
            nickname: 'rainy day',
            currency: 'USD',
            bookedMinor: 550_000,
            availableMinor: 550_000,
            asOfDay: '2026-03-16',
          },
        ],
      }),
      refused(ask({ name: 'balance', account: 'credit-card' }), 'not_disclosed', 'not_disclosed'),
    ],
  },
  {
    name: 'funds: at least so much or not, in what people pay from unless they say otherwise',
    given: usual,
    steps: [
      enough({ name: 'funds', atLeastMinor: 500_000, currency: 'USD' }, 500_000, {
        account: everyday,
        fundsAvailable: true,
      }),
      enough({ name: 'funds', account: 'savings', atLeastMinor: 500_000, currency: 'USD' }, 500_000, {
        account: rainyDay,
        fundsAvailable: true,
      }),
      enough({ name: 'funds', account: 'credit-card', atLeastMinor: 500_000, currency: 'USD' }, 500_000, {
        account: { kind: 'credit-card', nickname: 'travel card' },
        fundsAvailable: false,
      }),
    ],
  },
  {
    name: 'funds are compared with the nearest of a few amounts upwards, and with the highest beyond it',
    given: usual,
    steps: [
      enough({ name: 'funds', atLeastMinor: 1, currency: 'USD' }, 2_000, {
        account: everyday,
        fundsAvailable: true,
      }),
      enough({ name: 'funds', atLeastMinor: 510_000, currency: 'USD' }, 1_000_000, {
        account: everyday,
        fundsAvailable: false,
      }),
      enough({ name: 'funds', atLeastMinor: 99_999_999, currency: 'USD' }, 1_000_000, {
        account: everyday,
        fundsAvailable: false,
      }),
    ],
  },
  {
    name: 'funds, about: compared with the balance as it is told, and of the same time',
    given: { ...usual, precision: roughly },
    steps: [
      enough({ name: 'funds', atLeastMinor: 180_000, currency: 'USD' }, 200_000, {
        asOf: '2026-03-18T06:00:00-04:00',
        precision: 'about',
        account: everyday,
        fundsAvailable: true,
      }),
    ],
  },
  {
    name: 'funds in a currency in which nothing is shared',
    given: { ...usual, accounts: 'two-currencies' },
    steps: [
      refused(
        ask({ name: 'funds', account: 'checking', atLeastMinor: 20_000, currency: 'EUR' }),
        'no_such_account',
        'no_such_account',
      ),
      enough({ name: 'funds', atLeastMinor: 20_000, currency: 'EUR' }, 20_000, {
        account: rainyDay,
        fundsAvailable: true,
      }),
    ],
  },
  {
    name: 'activity leaves out transfers and counts pending entries apart',
    given: usual,
    steps: [
      answered({
        ...head,
        question: { name: 'activity', window: lastSevenDays },
        precision: 'exact',
        currency: 'USD',
        moneyOut: { count: 3, sumMinor: 30_500 },
        moneyIn: { count: 2, sumMinor: 251_999 },
        largestCategory: { category: 'travel', sharePercent: 66 },
        pendingCount: 2,
      }),
    ],
  },
  {
    name: 'activity, about: rounded, without what is not told of the window',
    notAtTheBank: 'the household of these cases buys too little for a total that is told rounded',
    given: { ...usual, precision: roughly },
    steps: [
      answered({
        ...head,
        question: { name: 'activity', window: lastSevenDays },
        precision: 'about',
        currency: 'USD',
        moneyOut: { count: 7, sumMinor: 31_000 },
        moneyIn: null,
        largestCategory: { category: 'travel', sharePercent: null },
        pendingCount: null,
      }),
    ],
  },
  {
    name: 'activity of an account on which nothing happened',
    given: usual,
    steps: [
      answered({
        ...head,
        question: { name: 'activity', account: 'savings', window: lastSevenDays },
        precision: 'exact',
        currency: 'USD',
        moneyOut: { count: 0, sumMinor: 0 },
        moneyIn: { count: 0, sumMinor: 0 },
        largestCategory: null,
        pendingCount: 0,
      }),
    ],
  },
  {
    name: 'spending of a month so far beside the same days of the month before',
    given: usual,
    steps: [
      answered({
        ...head,
        question: { name: 'spending', category: 'groceries', window: thisMonth },
        precision: 'exact',
        currency: 'USD',
        spent: { count: 2, sumMinor: 15_550 },
        before: {
          window: { from: '2026-02-01', through: '2026-02-18' },
          spent: { count: 2, sumMinor: 20_000 },
        },
      }),
    ],
  },
  {
    name: 'all spending of a whole month beside the whole month before',
    given: usual,
    steps: [
      answered({
        ...head,
        question: { name: 'spending', window: { from: '2026-02-01', through: '2026-02-28' } },
        precision: 'exact',
        currency: 'USD',
        spent: { count: 4, sumMinor: 150_000 },
        before: { window: { from: '2026-01-01', through: '2026-01-31' }, spent: { count: 0, sumMinor: 0 } },
      }),
    ],
  },
  { name: 'income without refunds and transfers', given: usual, steps: [answered(incomeThisMonth)] },
  { name: 'the bill of a card: its last statement', given: usual, steps: [answered(cardBill('exact'))] },
  {
    name: 'the bill of a card, about: the balance to the nearest ten units, the minimum up to the next five',
    given: { ...usual, precision: roughly },
    steps: [
      answered(cardBill('about', { paid: false, amounts: { balanceMinor: 124_000, minimumMinor: 2_500 } })),
    ],
  },
  {
    name: 'the bill of a card where balances are sealed: no amount',
    given: { ...usual, precision: { totals: 'exact', balances: 'sealed' } },
    steps: [answered(cardBill('about', { paid: false, amounts: null }))],
  },
  {
    name: 'the bill where no card is shared',
    given: { ...usual, accounts: 'checking-only' },
    steps: [answered({ ...cardBill('exact'), cards: [] })],
  },
  {
    name: 'the bill without a step-up',
    given: { ...usual, stepUp: 'none' },
    steps: [refused(ask({ name: 'bill' }), 'insufficient_user_authentication', 'step_up_required')],
  },
  { name: 'alerts without a step-up', given: { ...usual, stepUp: 'none' }, steps: [answered(openAlerts)] },
  {
    name: 'what is shared, without a step-up',
    given: { ...usual, stepUp: 'none' },
    steps: [answered(sharedAll)],
  },
  {
    name: 'what is shared when little is, and it is no class of its own',
    given: {
      ...usual,
      stepUp: 'none',
      consent: 'for alerts alone',
      precision: roughly,
      accounts: 'checking-only',
    },
    steps: [
      answered({
        ...sharedAll,
        questions: ['alerts'],
        accounts: [{ kind: 'checking', nickname: 'everyday account' }],
        precision: roughly,
      }),
      answered(openAlerts),
    ],
  },
  {
    name: 'a question that the consent leaves out',
    given: { ...usual, consent: 'for alerts alone' },
    steps: [
      refused(ask({ name: 'balance' }), 'not_disclosed', 'not_disclosed'),
      refused(ask({ name: 'income', window: thisMonth }), 'not_disclosed', 'not_disclosed'),
    ],
  },
  {
    name: 'sharing stops on the very next request, without a step-up and whatever the token',
    given: { ...usual, stepUp: 'none' },
    steps: [
      answered(openAlerts),
      unlinked,
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
      refused(ask({ name: 'sharing' }), 'invalid_token', 'not_linked'),
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      refused({ kind: 'unlink' }, 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'sharing stops in the middle of a conversation that is stepped up',
    given: usual,
    steps: [
      answered(incomeThisMonth),
      unlinked,
      refused(ask({ name: 'income', window: thisMonth }), 'invalid_token', 'not_linked'),
      refused({ kind: 'end-step-up' }, 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'the skill was switched off at the platform: sharing stops, however often it is told',
    given: { ...usual, stepUp: 'none' },
    steps: [
      answered(openAlerts, asUser),
      told('disabled'),
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      told('disabled'),
      told('unlinked'),
    ],
  },
  {
    name: 'what was told this month, without a step-up: counted by kind; asking for it is not counted',
    given: { ...usual, stepUp: 'none' },
    steps: [
      answered({ ...head, question: { name: 'disclosures' }, told: [], lastOn: null }),
      answered(openAlerts),
      answered(sharedAll),
      ...[1, 2].map(() =>
        answered({
          ...head,
          question: { name: 'disclosures' },
          told: [{ kind: 'alerts', count: 1 }],
          lastOn: '2026-03-18',
        }),
      ),
    ],
  },
  {
    name: 'unlinked at the platform before a question was asked: the token names the link',
    given: { ...usual, stepUp: 'none' },
    steps: [
      told('unlinked'),
      answered(openAlerts),
      told('unlinked', { withToken: true }),
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'linked at the platform: the user is known before a question was asked',
    given: { ...usual, stepUp: 'none' },
    steps: [
      told('linked', { withToken: true }),
      told('disabled'),
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'an event about an earlier link, or about another user, changes nothing',
    given: { ...usual, stepUp: 'none' },
    steps: [
      answered(openAlerts, asUser),
      told('unlinked', { at: '2026-03-17T14:29:59Z' }),
      told('disabled', { at: '2026-03-17T14:29:59Z', withToken: true }),
      told('disabled', { user: 'another-user-0123456789ab' }),
      told('linked', { user: 'another-user-0123456789ab' }),
      answered(openAlerts),
    ],
  },
  {
    name: 'a token that nobody issued',
    given: { ...usual, token: 'unknown' },
    steps: [
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      refused({ kind: 'end-step-up' }, 'invalid_token', 'not_linked'),
      refused({ kind: 'unlink' }, 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'a token that has expired',
    given: { ...usual, token: 'expired' },
    steps: [
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
      refused({ kind: 'unlink' }, 'invalid_token', 'not_linked'),
    ],
  },
  {
    name: 'a link that the customer has taken back',
    given: { ...usual, token: 'unlinked' },
    steps: [refused(ask({ name: 'balance' }), 'invalid_token', 'not_linked')],
  },
  {
    name: 'every question but alerts needs a step-up',
    given: { ...usual, stepUp: 'none' },
    steps: [
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required'),
      refused(
        ask({ name: 'activity', window: thisMonth }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      refused(
        ask({ name: 'spending', window: thisMonth }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      refused(
        ask({ name: 'income', window: thisMonth }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
    ],
  },
  {
    name: 'the right PIN, then the question',
    given: { ...usual, stepUp: 'none' },
    steps: [steppedUp(), answered(incomeThisMonth)],
  },
  {
    name: 'two digits of the PIN: the same are asked for until they are said rightly, and all four are refused',
    given: { ...usual, stepUp: 'none', asks: 'pin-digits' },
    steps: [
      asksFor({ kind: 'pin-digits', positions: contractPositions }, ask({ name: 'balance' })),
      refused(
        { kind: 'step-up', factor: { kind: 'pin-digits', digits: '99' } },
        'step_up_refused',
        'step_up_refused',
      ),
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      asksFor({ kind: 'pin-digits', positions: contractPositions }, ask({ name: 'balance' })),
      steppedUp({ kind: 'step-up', factor: { kind: 'pin-digits', digits: contractDigits } }),
      answered(incomeThisMonth),
    ],
  },
  {
    name: 'a one-time code works once; the PIN works beside it',
    given: { ...usual, stepUp: 'none', asks: 'one-time-code' },
    steps: [
      asksFor({ kind: 'one-time-code' }, ask({ name: 'balance' })),
      steppedUp(),
      stepUpEnded,
      steppedUp({ kind: 'step-up', factor: { kind: 'one-time-code', code: contractCode } }),
      answered(incomeThisMonth),
      stepUpEnded,
      refused(
        { kind: 'step-up', factor: { kind: 'one-time-code', code: contractCode } },
        'step_up_refused',
        'step_up_refused',
      ),
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required'),
    ],
  },
  {
    name: 'a one-time code lasts for five minutes',
    given: { ...usual, stepUp: 'none', asks: 'one-time-code' },
    steps: [
      refused(
        { kind: 'step-up', factor: { kind: 'one-time-code', code: contractCode } },
        'step_up_refused',
        'step_up_refused',
        minutes(5),
      ),
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required'),
    ],
  },
  {
    name: 'a step-up is for its own conversation, device and speaker',
    given: usual,
    steps: [
      refused(
        ask({ name: 'balance' }, { ...contractContext, conversation: 'conversation-another-one1' }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      refused(
        ask({ name: 'balance' }, { ...contractContext, device: 'device-another-one-12345' }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      refused(
        ask({ name: 'balance' }, { ...contractContext, speaker: 'speaker-another-one-1234' }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      refused(
        ask({ name: 'balance' }, { conversation: contractContext.conversation }),
        'insufficient_user_authentication',
        'step_up_required',
      ),
      answered(incomeThisMonth),
    ],
  },
  {
    name: 'a step-up dies after five minutes without a question',
    given: usual,
    steps: [
      refused(
        ask({ name: 'balance' }),
        'insufficient_user_authentication',
        'step_up_required',
        minutes(5) + 1,
      ),
    ],
  },
  {
    name: 'a question keeps a step-up alive, but not beyond fifteen minutes',
    given: usual,
    steps: [
      answered(at(incomeThisMonth, '2026-03-18T10:34:00-04:00'), { afterMs: minutes(4) }),
      answered(at(incomeThisMonth, '2026-03-18T10:38:00-04:00'), { afterMs: minutes(4) }),
      answered(at(incomeThisMonth, '2026-03-18T10:42:00-04:00'), { afterMs: minutes(4) }),
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required', minutes(4)),
    ],
  },
  {
    name: 'a step-up that was ended is ended; ending it again succeeds',
    given: usual,
    steps: [
      stepUpEnded,
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required'),
      stepUpEnded,
    ],
  },
  {
    name: 'two wrong PINs do not lock, and the right one is accepted',
    given: { ...usual, stepUp: 'none' },
    steps: [wrong, wrong, steppedUp(), wrong, wrong, steppedUp(), answered(incomeThisMonth)],
  },
  {
    name: 'three wrong PINs lock: the fourth attempt fails with the right one, and the step-up in force ends',
    given: usual,
    steps: [
      wrong,
      wrong,
      wrong,
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      refused(ask({ name: 'balance' }), 'insufficient_user_authentication', 'step_up_required'),
      refused(sayPin(), 'step_up_refused', 'step_up_refused', minutes(60 * 24 * 30)),
    ],
  },
  ...(['absent', 'withdrawn', 'expired'] as const).map((consent): ContractCase => ({
    name: `a link whose consent is ${consent} is none, though its token is in force; it can still be ended`,
    given: { ...usual, consent },
    steps: [
      refused(ask({ name: 'balance' }), 'invalid_token', 'not_linked'),
      refused(ask({ name: 'alerts' }), 'invalid_token', 'not_linked'),
      refused(ask({ name: 'sharing' }), 'invalid_token', 'not_linked'),
      refused(sayPin(), 'step_up_refused', 'step_up_refused'),
      unlinked,
    ],
  })),
  {
    name: 'an account that the customer does not have',
    given: { ...usual, accounts: 'checking-only' },
    steps: [
      refused(ask({ name: 'balance', account: 'savings' }), 'no_such_account', 'no_such_account'),
      refused(
        ask({ name: 'activity', account: 'credit-card', window: thisMonth }),
        'no_such_account',
        'no_such_account',
      ),
    ],
  },
  {
    name: 'a total over two currencies; one account of them is answered',
    given: { ...usual, accounts: 'two-currencies' },
    steps: [
      refused(ask({ name: 'income', window: thisMonth }), 'mixed_currencies', 'mixed_currencies'),
      answered({ ...incomeThisMonth, question: { name: 'income', account: 'checking', window: thisMonth } }),
    ],
  },
  {
    name: 'a window that reaches into the future',
    given: usual,
    steps: [
      refused(
        ask({ name: 'income', window: { from: '2026-03-01', through: '2026-03-19' } }),
        'window_unavailable',
        'window_unavailable',
      ),
    ],
  },
  {
    name: 'a skill that the bank does not know, whatever the token',
    given: usual,
    notAtTheBank: 'the suite comes with a key that the bank knows; the tests of clients send others',
    steps: [
      refused(ask({ name: 'alerts' }), 'invalid_client', 'bank_error'),
      refused(sayPin(), 'invalid_client', 'bank_error'),
      refused({ kind: 'end-step-up' }, 'invalid_client', 'bank_error'),
      refused({ kind: 'unlink' }, 'invalid_client', 'bank_error'),
    ],
  },
  {
    name: 'too many requests',
    given: usual,
    notAtTheBank: 'the reference bank sets no rate limit yet',
    steps: [refused(ask({ name: 'alerts' }), 'rate_limited', 'busy')],
  },
  {
    name: 'a fault at the bank',
    given: usual,
    notAtTheBank: 'a fault cannot be ordered; the HTTP tests inject one',
    steps: [
      refused(ask({ name: 'alerts' }), 'internal_error', 'bank_error'),
      refused(sayPin(), 'internal_error', 'bank_error'),
      refused({ kind: 'end-step-up' }, 'internal_error', 'bank_error'),
      refused({ kind: 'unlink' }, 'internal_error', 'bank_error'),
    ],
  },
  {
    name: 'a bank that cannot reach its own data',
    given: usual,
    notAtTheBank: 'the database would have to go away; the HTTP tests take it away',
    steps: [refused(sayPin(), 'unavailable', 'bank_unreachable')],
  },
  {
    name: 'a bank that does not understand what the client sends',
    given: usual,
    notAtTheBank: 'the client sends only what the contract allows; the HTTP tests send the rest',
    steps: [
      refused(ask({ name: 'alerts' }), 'invalid_request', 'bank_error'),
      refused(ask({ name: 'alerts' }), 'not_found', 'bank_error'),
      refused(ask({ name: 'alerts' }), 'method_not_allowed', 'bank_error'),
      refused(ask({ name: 'alerts' }), 'payload_too_large', 'bank_error'),
      refused(ask({ name: 'alerts' }), 'unsupported_media_type', 'bank_error'),
    ],
  },
];
