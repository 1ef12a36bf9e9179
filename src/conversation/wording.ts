/**
 * Everything that we say, as a type. A locale implements it (`models/<locale>.replies.ts`): functions from facts to
 * words, without a decision about what to say. What comes in has been chosen by an intent.
 */
import type {
  AccountKind,
  ConsentClass,
  ConsentPrecision,
  Precision,
  Severity,
  SpendingCategory,
  StepUpChallenge,
  Total,
} from '../facade/contract.ts';
import type { AsOf } from './as-of.ts';
import type { SpokenFailure } from './failures.ts';
import type { NearDay } from './near-day.ts';
import type { ComparedPeriod, Period } from './period-names.ts';

/** What is shown: never an amount. */
export interface CardText {
  readonly title: string;
  readonly text: string;
}

/** Something that ends with a question: what is said, and what is said again after a silence. */
export interface Prompt {
  readonly speech: string;
  readonly reprompt: string;
}

/** Words that hand the customer over to a person at the bank. */
export interface HandOver {
  readonly speech: string;
  /** The number as it stands in `speech`, to be read digit by digit; null where there is none. */
  readonly telephone: string | null;
  readonly card: CardText;
}

/** An amount of money. The sign is put into words by what is said about it, so it is never negative. */
export interface Amount {
  /** Integer minor units, zero or more. */
  readonly amountMinor: number;
  /** ISO 4217 code. */
  readonly currency: string;
  readonly precision: Precision;
}

/** How many entries, and what they add up to. */
export interface CountedAmount {
  readonly count: number;
  readonly amount: Amount;
}

/** A total of an answer as it is told; null when there was nothing, since "nothing" is said without a figure. */
export const counted = (
  total: Total,
  answer: { readonly currency: string; readonly precision: Precision },
): CountedAmount | null =>
  total.count === 0
    ? null
    : {
        count: total.count,
        amount: { amountMinor: total.sumMinor, currency: answer.currency, precision: answer.precision },
      };

/** How an account stands. `note` is told where one account was asked for and there is more to say. */
export interface AccountStanding {
  /** As the customer calls it. */
  readonly nickname: string;
  readonly standing:
    'holds' | 'holds-available' | 'empty' | 'overdrawn' | 'owes' | 'owes-nothing' | 'in-credit';
  readonly amount: Amount;
  readonly note: { readonly kind: 'booked' | 'left-to-spend'; readonly amount: Amount } | null;
}

/** Accounts that stood so at the same time. */
export interface BalanceFacts {
  /** Null: they stand so now. */
  readonly asOf: AsOf | null;
  readonly accounts: readonly AccountStanding[];
}

/** Whether there is enough in an account. */
export interface FundsFacts {
  /** As the customer calls it. */
  readonly nickname: string;
  /** Whether it is what is left to spend on a card. */
  readonly isCard: boolean;
  readonly asked: Amount;
  /** What the bank has compared instead, more or less than was asked about, or the same. */
  readonly compared: { readonly kind: 'as-asked' | 'more' | 'less'; readonly amount: Amount };
  /** `no`: there is less. `unsure`: there may be as much by a few units, or less. */
  readonly outcome: 'yes' | 'no' | 'unsure';
  /** The day of which it is told; null: now. */
  readonly asOf: AsOf | null;
}

/** Money in and out over a period. */
interface ActivityFacts {
  readonly period: Period;
  readonly account: AccountKind | null;
  /** Null when nothing went out. */
  readonly out: CountedAmount | null;
  /** Null when nothing came in; `untold` when it is not told. */
  readonly in: CountedAmount | 'untold' | null;
  readonly largest: { readonly category: SpendingCategory; readonly sharePercent: number | null } | null;
  /** Zero: not worth a word. */
  readonly pendingCount: number;
}

/** What was spent, and how that compares. */
interface SpendingFacts {
  readonly period: Period;
  readonly account: AccountKind | null;
  readonly category: SpendingCategory | null;
  /** Null when nothing was spent. */
  readonly spent: CountedAmount | null;
  readonly comparison: Comparison | null;
}

/**
 * How an answer differs from what was asked: other days, since those asked about hold so few payments that one could be
 * worked out; all accounts in place of one.
 */
export type Moved = 'days' | 'accounts';

/** How a sum compares with the period before. */
export type Comparison = { readonly to: ComparedPeriod } & (
  | { readonly kind: 'same' | 'nothing-before' }
  | { readonly kind: 'more' | 'less'; readonly difference: Amount }
);

/** What came in. */
interface IncomeFacts {
  readonly period: Period;
  readonly account: AccountKind | null;
  /** Null when nothing came in. */
  readonly received: CountedAmount | null;
}

/** How the bill of a card stands. */
export interface BillStanding {
  /** As the customer calls the card; null where it is the only one. */
  readonly nickname: string | null;
  readonly bill:
    | { readonly kind: 'none' | 'paid' | 'nothing-due' }
    | {
        readonly kind: 'due' | 'overdue';
        readonly on: NearDay;
        /** The minimum is null where it is all of the balance. Null: not told here. */
        readonly amounts: { readonly balance: Amount; readonly minimum: Amount | null } | null;
      };
}

/** What the customer lets us say. */
export interface SharingFacts {
  readonly classes: readonly ConsentClass[];
  /** Where a class is about amounts: on which accounts, as the customer calls them, and how precisely. */
  readonly amounts: {
    readonly nicknames: readonly string[];
    /** Null for what is not shared. */
    readonly totals: ConsentPrecision['totals'] | null;
    readonly balances: ConsentPrecision['balances'] | null;
  } | null;
  /** The last day of it, `YYYY-MM-DD`. */
  readonly until: string;
  /** Whether that day is in this year. */
  readonly sameYear: boolean;
}

/** How often something was told this month, and when the last time. */
interface ToldFacts {
  /** At least one. */
  readonly kinds: readonly { readonly kind: ConsentClass; readonly count: number }[];
  readonly last: NearDay;
}

/** Why a period cannot be asked about. */
export type PeriodProblem = 'unclear' | 'contradictory' | 'future' | 'too-long';

/** A prompt that names what the bank wants to hear. */
type PromptFor = (challenge: StepUpChallenge) => Prompt;

export interface Replies {
  /** BCP 47 tag. */
  readonly locale: string;
  /** ISO 4217 code: what a number is in when no currency was said. */
  readonly currency: string;

  // Opening, help and leaving.
  readonly welcome: (bank: { readonly bankName: string }) => Prompt;
  readonly help: (bank: { readonly bankName: string }) => Prompt;
  /** Things to say, for a screen. */
  readonly helpCard: (bank: { readonly bankName: string }) => CardText;
  readonly linkAccount: (bank: { readonly bankName: string }) => string;
  readonly goodbye: string;
  readonly notUnderstood: Prompt;

  // After an answer.
  readonly anythingElse: Prompt;
  /** Why the days are others than those asked about, or that it is about all accounts; a sentence after the answer. */
  readonly moved: Readonly<Record<Moved, string>>;
  readonly goAhead: Prompt;
  readonly neverMind: Prompt;
  readonly nothingToRepeat: Prompt;

  // Stepping up: the voice PIN, or what else is asked for. None of these tells which element was wrong.
  readonly pin: {
    readonly ask: PromptFor;
    /** What was heard is not as many digits as were asked for. */
    readonly notThatMany: PromptFor;
    readonly refused: PromptFor;
    /** Refused for the last time in this session. */
    readonly locked: string;
    readonly lockedCard: CardText;
    readonly help: PromptFor;
    /** In the middle of a step-up something else was said that we do not know. */
    readonly stillNeeded: PromptFor;
    /** A PIN that nobody asked for. */
    readonly notAsked: Prompt;
  };

  // Taking back the consent.
  readonly stopSharing: {
    /** What it means, and whether we shall. */
    readonly confirm: (bank: { readonly bankName: string }) => Prompt;
    /** Something else than yes or no was said that does not lead elsewhere. */
    readonly yesOrNo: Prompt;
    /** No. */
    readonly kept: Prompt;
    /** The session is left before there was a yes. */
    readonly leftAlone: string;
    readonly done: (bank: { readonly bankName: string }) => string;
    readonly doneCard: (bank: { readonly bankName: string }) => CardText;
    /** There is no link, as far as the bank tells. */
    readonly notLinked: (bank: { readonly bankName: string }) => string;
    /** After the sentence of a failure: it may still be shared. */
    readonly unsure: (sentence: string) => string;
  };

  /** Somebody else uses the card or the account, or the card is gone. Without a number: where to find it. */
  readonly reportFraud: (bank: { readonly bankName: string; readonly fraudLine: string | null }) => HandOver;

  // What has to be asked back.
  readonly which: {
    readonly account: Prompt;
    readonly category: Prompt;
    readonly period: Prompt;
    readonly amount: Prompt;
  };
  readonly unknownAccount: Prompt;
  readonly unknownCategory: Prompt;
  readonly unknownAmount: Prompt;
  readonly periodProblem: Readonly<Record<PeriodProblem, Prompt>>;
  /** A past balance was asked for. */
  readonly balanceIsNow: Prompt;

  // Answers.
  readonly balance: (facts: readonly BalanceFacts[]) => string;
  readonly funds: (facts: FundsFacts) => string;
  readonly activity: (facts: ActivityFacts) => string;
  readonly spending: (facts: SpendingFacts) => string;
  readonly income: (facts: IncomeFacts) => string;
  /** One a card. */
  readonly bill: (cards: readonly BillStanding[]) => string;
  /** The customer shares no credit card. */
  readonly noCard: string;
  readonly noAlerts: string;
  readonly alerts: (open: { readonly count: number; readonly mostUrgent: Severity }) => string;
  readonly sharing: (facts: SharingFacts) => string;
  readonly told: (facts: ToldFacts) => string;
  readonly nothingTold: string;

  /** A bug of ours. */
  readonly fault: string;
  /** What kept the customer from an answer. */
  readonly failure: Readonly<Record<SpokenFailure, string>>;
}
