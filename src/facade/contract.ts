/**
 * The wall, as a schema: everything that may pass between the skill and the bank, and nothing else.
 *
 * Every object is strict. A field that is not written here makes the receiver refuse the whole message, so a bank
 * that sends too much is not quietly passed on. There is no transaction, merchant, counterparty or account number
 * in this file, and no free text but the nickname that the customer chose for an account.
 */
import * as z from 'zod/mini';

/** Version of the contract; it is the first segment of every path. */
export const contractVersion = 'v1';

// ---------------------------------------------------------------------------------------------------- vocabulary

/** What an account is, in the words that customers use for it. */
export const accountKinds = ['checking', 'savings', 'credit-card'] as const;
export const accountKind = z.enum(accountKinds);
export type AccountKind = z.infer<typeof accountKind>;

/** What money was spent on. Coarse on purpose: a finer list would begin to name merchants. */
export const spendingCategories = [
  'groceries',
  'dining',
  'transport',
  'shopping',
  'entertainment',
  'housing',
  'utilities',
  'health',
  'travel',
  'insurance',
  'subscriptions',
  'education',
  'cash',
  'fees',
  'other',
] as const;
export const spendingCategory = z.enum(spendingCategories);
export type SpendingCategory = z.infer<typeof spendingCategory>;

/** How urgent an open alert is, least urgent first. */
export const severities = ['low', 'medium', 'high'] as const;
export const severity = z.enum(severities);
export type Severity = z.infer<typeof severity>;

/** How precise an answer's amounts are: `about` is rounded at the bank (`src/bank/pipeline/round.ts`), `exact` is to the minor unit. */
export const precision = z.enum(['about', 'exact']);
export type Precision = z.infer<typeof precision>;

/**
 * How precisely the customer lets balances be said. `fresh`: rounded, and the same within each quarter of the bank's day.
 * `sealed`: rounded, at the close of a day, and a new one only after so many bookings that none can be told from another.
 * `exact`: to the minor unit, as it is now.
 */
export const balancePrecision = z.enum(['fresh', 'sealed', 'exact']);
export type BalancePrecision = z.infer<typeof balancePrecision>;

/** What a consent says of precision: of totals (activity, spending, income) and of balances, each on its own. */
export const consentPrecision = z.strictObject({ totals: precision, balances: balancePrecision });
export type ConsentPrecision = z.infer<typeof consentPrecision>;

/** ISO 4217 alphabetic code. */
export const currency = z.string().check(z.regex(/^[A-Z]{3}$/));

/** Integer minor units (cents). Within what a double holds exactly. */
const amountMinor = z.int();
/** An amount whose direction is in its field's name. */
const magnitudeMinor = z.int().check(z.nonnegative());
const count = z.int().check(z.nonnegative());

/** A calendar date in the bank's time zone, `YYYY-MM-DD`. */
export const calendarDate = z.iso.date();

/** The longest window that a question may ask for, in days: two years with a leap day. */
export const maxWindowDays = 731;

const dayMs = 86_400_000;
const daysBetween = (from: string, through: string): number =>
  (Date.parse(through) - Date.parse(from)) / dayMs;

/** Calendar days, both ends included. */
export const dateWindow = z.strictObject({ from: calendarDate, through: calendarDate }).check(
  z.refine(window => window.from <= window.through, { error: 'from is after through' }),
  z.refine(window => daysBetween(window.from, window.through) < maxWindowDays, {
    error: `longer than ${maxWindowDays} days`,
  }),
);
export type DateWindow = z.infer<typeof dateWindow>;

/** A number of entries and their sum. The sum is never negative: the direction is in the field's name. */
const total = z.strictObject({ count, sumMinor: magnitudeMinor });
export type Total = z.infer<typeof total>;

// ----------------------------------------------------------------------------------------------------- questions

/** Which accounts a question is about; absent means every account that the customer shares. */
const account = z.optional(accountKind);

/**
 * What can be asked. A question names aggregates only, so there is none that a single transaction would answer by
 * definition.
 */
export const questionSchemas = {
  balance: z.strictObject({ name: z.literal('balance'), account }),
  /**
   * Whether there is at least so much: yes or no, never how much. It is about one account; without one, about what the
   * bank takes as the account that people pay from. In an answer `atLeastMinor` is what was compared, which the bank
   * chooses near the amount that was asked about.
   */
  funds: z.strictObject({
    name: z.literal('funds'),
    account,
    atLeastMinor: amountMinor.check(z.positive()),
    currency,
  }),
  activity: z.strictObject({ name: z.literal('activity'), account, window: dateWindow }),
  spending: z.strictObject({
    name: z.literal('spending'),
    account,
    /** Absent: all spending. */
    category: z.optional(spendingCategory),
    window: dateWindow,
  }),
  income: z.strictObject({ name: z.literal('income'), account, window: dateWindow }),
  /** The last statement of each credit card that the customer shares. */
  bill: z.strictObject({ name: z.literal('bill') }),
  alerts: z.strictObject({ name: z.literal('alerts') }),
  /** What the customer lets this platform say. It tells of the consent alone, so it is no class of consent itself. */
  sharing: z.strictObject({ name: z.literal('sharing') }),
  /** What this platform was told this month, in numbers. Of other platforms it tells nothing; no class of consent. */
  disclosures: z.strictObject({ name: z.literal('disclosures') }),
} as const;

/** What a customer switches on or off for a platform: one class for each question about money. */
export const consentClasses = [
  'balance',
  'funds',
  'activity',
  'spending',
  'income',
  'bill',
  'alerts',
] as const;
export const consentClass = z.enum(consentClasses);
export type ConsentClass = z.infer<typeof consentClass>;

/** The names of the questions, which are the last segment of their path. */
export const questionNames = [...consentClasses, 'sharing', 'disclosures'] as const;
export const questionName = z.enum(questionNames);
export type QuestionName = z.infer<typeof questionName>;

export const question = z.discriminatedUnion('name', [
  questionSchemas.balance,
  questionSchemas.funds,
  questionSchemas.activity,
  questionSchemas.spending,
  questionSchemas.income,
  questionSchemas.bill,
  questionSchemas.alerts,
  questionSchemas.sharing,
  questionSchemas.disclosures,
]);
export type Question = z.infer<typeof question>;
export type QuestionOf<Name extends QuestionName> = Extract<Question, { name: Name }>;

// ------------------------------------------------------------------------------------------------------- answers

/** What the customer calls an account. Never a number. */
const nickname = z.string().check(z.minLength(1), z.maxLength(40));

const head = {
  /** Names this answer in the bank's disclosure record. Random; it says nothing. */
  answerId: z.uuid(),
  /** When the figures were true, with the bank's offset (RFC 3339); of fresh balances, when their quarter of the day began. */
  asOf: z.iso.datetime({ offset: true }),
};

/**
 * What is answered, question by question. `question` repeats the question as the bank understood it: the reply is
 * worded from it, so that what is said is always what was answered.
 */
export const answerSchemas = {
  balance: z.strictObject({
    ...head,
    question: questionSchemas.balance,
    precision,
    accounts: z
      .array(
        z.strictObject({
          kind: accountKind,
          nickname,
          currency,
          /** Booked balance; below zero the customer owes it, as on a credit card. */
          bookedMinor: amountMinor,
          /** What can be spent: booked less pending, or what is left of a card's limit. Of pending an `about` answer says nothing. */
          availableMinor: amountMinor,
          /** The day at whose close this was so, where balances are sealed; null: it is so at `asOf`. Accounts may differ. */
          asOfDay: z.nullable(calendarDate),
        }),
      )
      .check(z.minLength(1), z.maxLength(20)),
  }),
  funds: z.strictObject({
    ...head,
    question: questionSchemas.funds,
    precision,
    /** The account that was looked at. */
    account: z.strictObject({ kind: accountKind, nickname }),
    /** True: there is at least so much. False: that cannot be confirmed; where `precision` is exact, there is less. */
    fundsAvailable: z.boolean(),
    /** As with a balance. */
    asOfDay: z.nullable(calendarDate),
  }),
  activity: z.strictObject({
    ...head,
    question: questionSchemas.activity,
    precision,
    currency,
    /** Booked in the window, without moves between the customer's own accounts. */
    moneyOut: total,
    /** Null: not told for this window. */
    moneyIn: z.nullable(total),
    /**
     * The category on which most was spent, and its share of `moneyOut` (null: not told, since with the total it is the
     * category's own total); null when nothing went out.
     */
    largestCategory: z.nullable(
      z.strictObject({
        category: spendingCategory,
        sharePercent: z.nullable(z.int().check(z.minimum(0), z.maximum(100))),
      }),
    ),
    /** Entries of the window that are not booked yet; in no total. Null: not told. */
    pendingCount: z.nullable(count),
  }),
  spending: z.strictObject({
    ...head,
    question: questionSchemas.spending,
    precision,
    currency,
    spent: total,
    /** The same for the window before it, so that a reply can compare. Null: not told. */
    before: z.nullable(z.strictObject({ window: dateWindow, spent: total })),
  }),
  income: z.strictObject({
    ...head,
    question: questionSchemas.income,
    precision,
    currency,
    /** Money in from others, without refunds and moves between the customer's own accounts. */
    received: total,
  }),
  bill: z.strictObject({
    ...head,
    question: questionSchemas.bill,
    /** Of a balance: a statement's balance is one. */
    precision,
    /** Empty: the customer shares no credit card. */
    cards: z
      .array(
        z.strictObject({
          nickname,
          currency,
          /** The last one; null: the bank has none. */
          statement: z.nullable(
            z.strictObject({
              dueOn: calendarDate,
              /** What was paid since covers it. */
              paid: z.boolean(),
              /** Null: not told on this platform. */
              amounts: z.nullable(
                z.strictObject({
                  /** What was owed when the statement was made. */
                  balanceMinor: magnitudeMinor,
                  /** At least what has to be paid by then; never rounded down. */
                  minimumMinor: magnitudeMinor,
                }),
              ),
            }),
          ),
        }),
      )
      .check(z.maxLength(20)),
  }),
  alerts: z.strictObject({
    ...head,
    question: questionSchemas.alerts,
    openCount: count,
    /** Null when none is open. */
    mostUrgent: z.nullable(severity),
  }),
  sharing: z.strictObject({
    ...head,
    question: questionSchemas.sharing,
    /** The classes that are switched on. */
    questions: z.array(consentClass).check(
      z.maxLength(consentClasses.length),
      z.refine(classes => new Set(classes).size === classes.length, { error: 'a class is named twice' }),
    ),
    /** The accounts that answers may be about. */
    accounts: z.array(z.strictObject({ kind: accountKind, nickname })).check(z.maxLength(20)),
    precision: consentPrecision,
    /** The last day on which the consent holds. */
    validUntil: calendarDate,
  }),
  disclosures: z
    .strictObject({
      ...head,
      question: questionSchemas.disclosures,
      /** How many answers of each kind, this calendar month at the bank; a kind that is not here had none. */
      told: z.array(z.strictObject({ kind: consentClass, count: z.int().check(z.positive()) })).check(
        z.maxLength(consentClasses.length),
        z.refine(told => new Set(told.map(({ kind }) => kind)).size === told.length, {
          error: 'a kind is named twice',
        }),
      ),
      /** The day of the last of them; null when there was none. */
      lastOn: z.nullable(calendarDate),
    })
    .check(
      z.refine(({ told, lastOn }) => (told.length === 0) === (lastOn === null), {
        error: 'there is a last one where there is any, and only there',
      }),
    ),
} as const;

export type AnswerOf<Name extends QuestionName> = z.infer<(typeof answerSchemas)[Name]>;
export type Answer = { [Name in QuestionName]: AnswerOf<Name> }[QuestionName];

// --------------------------------------------------------------------------------------------- requests and grants

/**
 * An opaque name that a channel makes from a platform's identifier (a hash), so that the bank never learns the
 * platform's own ids and cannot join its users by them.
 */
export const opaqueId = z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/));

/** In which conversation a question was asked, on which device and, where the platform tells, by whom. */
export const conversationContext = z.strictObject({
  conversation: opaqueId,
  device: z.optional(opaqueId),
  /** The platform's user, as its events about a link name it (`linkEvent`). */
  user: z.optional(opaqueId),
  /** The recognised voice; absent where the platform does not recognise voices. */
  speaker: z.optional(opaqueId),
});
export type ConversationContext = z.infer<typeof conversationContext>;

/** Body of `POST /v1/answers/{question}`. The question's name must be the path's. */
export const answerRequest = z.strictObject({ context: conversationContext, question });

/**
 * What a platform tells of a link: its user has switched the skill off, has unlinked, or has linked. It comes more than
 * once, late, and in any order with others.
 *
 * Body of `POST /v1/link-events`. A link that was made after `at` is another one: the event does not concern it. Without
 * an access token the link is the one on which `user` has asked; with one, that of the token as well.
 */
export const linkEvent = z.strictObject({
  kind: z.enum(['disabled', 'unlinked', 'linked']),
  user: opaqueId,
  /** When it happened, by the platform's clock. */
  at: z.iso.datetime({ offset: true }),
  /** The same for each repetition. */
  eventId: opaqueId,
});
export type LinkEvent = z.infer<typeof linkEvent>;

/** What a customer can say to step up: the voice PIN, two digits of it, or a code that the bank's app shows once. */
export const factorKinds = ['voice-pin', 'pin-digits', 'one-time-code'] as const;
export type FactorKind = (typeof factorKinds)[number];

/** Which digit of the voice PIN, counted from 1. */
const pinPosition = z.int().check(z.minimum(1), z.maximum(4));

/** Which two digits of the voice PIN are asked for, the earlier one first. */
export const pinPositions = z
  .tuple([pinPosition, pinPosition])
  .check(z.refine(([one, other]) => one < other, { error: 'not in ascending order' }));
export type PinPositions = z.infer<typeof pinPositions>;

/** What the bank wants to hear before it answers. */
export const stepUpChallenge = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('voice-pin') }),
  z.strictObject({ kind: z.literal('pin-digits'), positions: pinPositions }),
  z.strictObject({ kind: z.literal('one-time-code') }),
]);
export type StepUpChallenge = z.infer<typeof stepUpChallenge>;

/** A voice PIN: four digits. */
export const voicePin = z.string().check(z.regex(/^\d{4}$/));

/** What the customer said: the answer to the challenge of the same kind. */
export const stepUpFactor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('voice-pin'), pin: voicePin }),
  /** In the order of the positions that were asked for. */
  z.strictObject({ kind: z.literal('pin-digits'), digits: z.string().check(z.regex(/^\d{2}$/)) }),
  z.strictObject({ kind: z.literal('one-time-code'), code: z.string().check(z.regex(/^\d{6}$/)) }),
]);
export type StepUpFactor = z.infer<typeof stepUpFactor>;

/** Body of `POST /v1/step-ups`: the customer steps up in this conversation. */
export const stepUpRequest = z.strictObject({ context: conversationContext, factor: stepUpFactor });
export type StepUpRequest = z.infer<typeof stepUpRequest>;

/** Answer to a step-up that succeeded. The grant itself stays at the bank: the skill holds nothing. */
export const stepUpGranted = z.strictObject({
  idleSeconds: z.int().check(z.positive()),
  absoluteSeconds: z.int().check(z.positive()),
});
export type StepUpGranted = z.infer<typeof stepUpGranted>;

/**
 * The authentication context that each factor reaches. Private URNs: they name what happened and claim no level of any
 * published scale.
 */
export const factorAcr: Readonly<Record<FactorKind, string>> = {
  'voice-pin': 'urn:sottovoce:acr:voice-pin',
  'pin-digits': 'urn:sottovoce:acr:pin-digits',
  'one-time-code': 'urn:sottovoce:acr:one-time-code',
};

// ------------------------------------------------------------------------------------------------------ refusals

/**
 * Every way in which the bank says no, with its HTTP status. Closed: a code that is not in this table makes the
 * skill treat the bank as out of order.
 */
export const refusalStatus = {
  /** The request does not fit this contract. */
  invalid_request: 400,
  /** No client assertion, or none of a skill that the bank knows (RFC 6749, section 5.2). */
  invalid_client: 401,
  /** No token, or one that links to nobody: unlinked, or without a consent in force (RFC 6750, section 3.1). */
  invalid_token: 401,
  /** The question needs a fresh step-up in this conversation (RFC 9470, section 3). */
  insufficient_user_authentication: 401,
  /**
   * The step-up failed. The same for a token that links to nobody, a locked link, a customer without a PIN and a wrong
   * one: which it was is never said.
   */
  step_up_refused: 403,
  /** The bank does not answer this to this platform. The same words for every reason. */
  not_disclosed: 403,
  /** The customer shares no account of that kind. */
  no_such_account: 404,
  /** No such path. */
  not_found: 404,
  /** The path exists for another method. */
  method_not_allowed: 405,
  /** The accounts asked about are in different currencies and cannot be added up. */
  mixed_currencies: 409,
  /** The body is larger than the bank reads. */
  payload_too_large: 413,
  /** The body is not JSON. */
  unsupported_media_type: 415,
  /** The window reaches into the future. */
  window_unavailable: 422,
  /** Too many requests; `Retry-After` says when. */
  rate_limited: 429,
  /** A fault at the bank. */
  internal_error: 500,
  /** The bank cannot reach its own data just now. */
  unavailable: 503,
} as const;
export type RefusalCode = keyof typeof refusalStatus;
export const refusalCodes = Object.keys(refusalStatus) as [RefusalCode, ...RefusalCode[]];

/** The body of every refusal, `application/problem+json` (RFC 9457) with a closed `code`. */
export const problem = z
  .strictObject({
    type: z.string().check(z.maxLength(200)),
    title: z.string().check(z.maxLength(200)),
    status: z.int().check(z.minimum(400), z.maximum(599)),
    code: z.enum(refusalCodes),
    /** What the bank wants to hear, with `insufficient_user_authentication` alone; absent: the voice PIN. */
    challenge: z.optional(stepUpChallenge),
  })
  .check(
    z.refine(
      ({ code, challenge }) => challenge === undefined || code === 'insufficient_user_authentication',
      {
        error: 'a challenge belongs to insufficient_user_authentication',
      },
    ),
  );
export type Problem = z.infer<typeof problem>;

// -------------------------------------------------------------------------------------------------------- limits

/** Sizes and paths that both sides keep. */
export const maxRequestBytes = 4_096;
export const maxAnswerBytes = 16_384;
/**
 * The header in which a skill shows who it is: a JWT by ES256 that it has signed itself, with the claims of
 * `private_key_jwt` (RFC 7523, section 3). `aud` is the facade's base URL; it lasts five minutes at most. Every path of
 * the facade wants it, and a link answers to a skill of its own platform alone.
 */
export const clientAssertionHeader = 'client-assertion';
export const maxClientAssertionLength = 2_048;
/**
 * The header by which the logs of skill and bank are read side by side (W3C trace context): random, anew for each turn. It
 * may stay away, and nothing is decided by it.
 */
export const traceHeader = 'traceparent';
export const paths = {
  /** `POST`, one path a question. */
  answers: `/${contractVersion}/answers`,
  /** `POST` to step up, `DELETE {conversation}` to end it. */
  stepUps: `/${contractVersion}/step-ups`,
  /**
   * `DELETE`: the customer takes back the consent, and the link that the token names is no more. It takes the token
   * and nothing else, no step-up either: taking back is as easy as giving (GDPR, Article 7(3)).
   */
  link: `/${contractVersion}/link`,
  /** `POST`: the platform's own events about links. The skill shows who it is; a customer's token is not needed. */
  linkEvents: `/${contractVersion}/link-events`,
} as const;
