/**
 * A bank of one customer, behind the facade's port: three accounts, fixed figures, the voice PIN 4821. It asks for
 * the PIN as the real one does (each conversation and speaker alone; alerts, sharing and disclosures need none), locks after three
 * wrong, and knows nobody any more once it was told to unlink.
 */
import { moveToBand } from '../../src/bank/disclosure/bands.ts';
import { comparisonWindow } from '../../src/bank/answers/comparison-window.ts';
import {
  type Answer,
  type AnswerOf,
  type Question,
  type QuestionName,
  type QuestionOf,
  type StepUpChallenge,
  type StepUpFactor,
  answerSchemas,
} from '../../src/facade/contract.ts';
import type { Facade, FacadeCall, FacadeFailure, Failed, Outcome } from '../../src/facade/port.ts';

export const pretendPin = '4821';
const pretendCode = '730192';
export const pretendToken = 'token-of-the-pretend-customer';

/** The names and figures that may be in no session attribute, card or log. */
export const secrets = [
  pretendPin,
  pretendToken,
  pretendCode,
  'Everyday',
  'Rainy',
  'Visa',
  '2420',
  '2,420',
  '2380',
  '2,380',
  '8150',
  '8,150',
  '410',
  '5590',
  '5,590',
  '640',
  '4200',
  '4,200',
  '320',
  '1240',
  '1,240',
] as const;

const figures = {
  balance: {
    precision: 'about',
    accounts: [
      account('checking', 'Everyday Checking', 242_000, 238_000),
      account('savings', 'Rainy Day', 815_000, 815_000),
      account('credit-card', 'the Visa', -41_000, 559_000),
    ],
  },
  funds: {
    precision: 'about',
    asOfDay: null,
  },
  activity: {
    precision: 'about',
    currency: 'USD',
    moneyOut: { count: 12, sumMinor: 64_000 },
    moneyIn: { count: 1, sumMinor: 210_000 },
    largestCategory: { category: 'groceries', sharePercent: 38 },
    pendingCount: 2,
  },
  spending: { precision: 'about', currency: 'USD', spent: { count: 6, sumMinor: 32_000 } },
  income: { precision: 'about', currency: 'USD', received: { count: 2, sumMinor: 420_000 } },
  bill: {
    precision: 'about',
    cards: [
      {
        nickname: 'the Visa',
        currency: 'USD',
        statement: {
          dueOn: '2026-12-05',
          paid: false,
          amounts: { balanceMinor: 124_000, minimumMinor: 2_500 },
        },
      },
    ],
  },
  alerts: { openCount: 2, mostUrgent: 'high' },
  sharing: {
    questions: ['balance', 'spending'],
    accounts: [
      { kind: 'checking', nickname: 'Everyday Checking' },
      { kind: 'savings', nickname: 'Rainy Day' },
    ],
    precision: { totals: 'about', balances: 'fresh' },
    validUntil: '2027-02-21',
  },
  disclosures: {
    told: [
      { kind: 'balance', count: 4 },
      { kind: 'spending', count: 2 },
    ],
    lastOn: '2026-11-22',
  },
};

function account(kind: string, nickname: string, bookedMinor: number, availableMinor: number) {
  return { kind, nickname, currency: 'USD', bookedMinor, availableMinor, asOfDay: null };
}

/** What a transcript changes about the bank. */
export type FigureChanges = Partial<Record<QuestionName, Record<string, unknown>>>;

export interface PretendBank {
  readonly facade: Facade;
  /** The failure that every call meets until this is set to null again. */
  failing: FacadeFailure | null;
  /** What the bank wants to hear. */
  challenge: StepUpChallenge;
  /** The calls since the last time this was asked, as a transcript writes them. */
  readonly takeCalls: () => string[];
}

export function createPretendBank(changes: FigureChanges = {}): PretendBank {
  const grants = new Set<string>();
  const calls: string[] = [];
  const withoutPin: readonly QuestionName[] = ['alerts', 'sharing', 'disclosures'];
  let wrongPins = 0;
  let isLinked = true;

  const record = <Value>(name: string, outcome: Outcome<Value>): Promise<Outcome<Value>> => {
    calls.push(`${name} -> ${outcome.ok ? 'ok' : outcome.failure}`);
    return Promise.resolve(outcome);
  };
  const refuse = (failure: FacadeFailure): Failed =>
    failure === 'step_up_required'
      ? { ok: false, failure, challenge: bank.challenge }
      : { ok: false, failure };
  /** What keeps any call from being carried out; null: nothing. */
  const obstacle = (): FacadeFailure | null => bank.failing ?? (isLinked ? null : 'not_linked');

  const bank: PretendBank = {
    failing: null,
    challenge: { kind: 'voice-pin' },
    takeCalls: () => calls.splice(0),
    facade: {
      answer: (question, call) => {
        const outcome = (): Outcome<Answer> => {
          const inTheWay = obstacle();
          if (inTheWay !== null) return refuse(inTheWay);
          if (!withoutPin.includes(question.name) && !grants.has(grantKey(call))) {
            return refuse('step_up_required');
          }
          return { ok: true, value: answerTo(question, changes) };
        };
        // The port promises the answer of the question's own name, which `answerTo` keeps.
        return record(nameQuestion(question), outcome()) as Promise<Outcome<AnswerOf<typeof question.name>>>;
      },
      stepUp: (factor, call) => {
        const inTheWay = obstacle();
        if (inTheWay !== null) return record('step-up', refuse(inTheWay));
        if (!isRight(factor, bank.challenge) || wrongPins >= 3) {
          wrongPins += 1;
          return record('step-up', refuse('step_up_refused'));
        }
        wrongPins = 0;
        grants.add(grantKey(call));
        return record('step-up', { ok: true, value: { idleSeconds: 300, absoluteSeconds: 900 } });
      },
      endStepUp: () => {
        const inTheWay = obstacle();
        if (inTheWay !== null) return record('end-step-up', refuse(inTheWay));
        grants.clear();
        return record('end-step-up', { ok: true, value: null });
      },
      unlink: () => {
        const inTheWay = obstacle();
        if (inTheWay !== null) return record('unlink', refuse(inTheWay));
        grants.clear();
        isLinked = false;
        return record('unlink', { ok: true, value: null });
      },
    },
  };
  return bank;
}

/** Of another kind than the challenge is as wrong as wrong digits. */
function isRight(factor: StepUpFactor, challenge: StepUpChallenge): boolean {
  switch (factor.kind) {
    case 'voice-pin':
      return challenge.kind === 'voice-pin' && factor.pin === pretendPin;
    case 'pin-digits':
      return (
        challenge.kind === 'pin-digits' &&
        factor.digits === challenge.positions.map(position => pretendPin[position - 1]).join('')
      );
    case 'one-time-code':
      return challenge.kind === 'one-time-code' && factor.code === pretendCode;
  }
}

const grantKey = ({ context }: FacadeCall): string => `${context.conversation} ${context.speaker ?? ''}`;

function answerTo(question: Question, changes: FigureChanges): Answer {
  const answer = {
    answerId: '0d8f6a52-6f0e-4d0e-9a3b-3d1c8f4f1b11',
    asOf: '2026-11-23T12:00:00-05:00',
    question,
    ...figures[question.name],
    ...(question.name === 'spending' ? { before: spentBefore(question) } : {}),
    ...(question.name === 'balance' && question.account ? { accounts: accountsOf(question.account) } : {}),
    ...(question.name === 'funds' ? fundsOf(question) : {}),
    ...changes[question.name],
  };
  return answerSchemas[question.name].parse(answer);
}

const accountsOf = (kind: string) => figures.balance.accounts.filter(each => each.kind === kind);

/** Compared as the reference bank does; a rounded balance is certain to the half of its step. */
function fundsOf(asked: QuestionOf<'funds'>) {
  const question = moveToBand(asked);
  const [account] = accountsOf(asked.account ?? 'checking');
  if (account === undefined) throw new Error('the customer has one of each kind');
  return {
    question,
    account: { kind: account.kind, nickname: account.nickname },
    fundsAvailable: account.availableMinor - 500 >= question.atLeastMinor,
  };
}

/** The window before is the reference bank's choice. */
const spentBefore = ({ window }: QuestionOf<'spending'>) => ({
  window: comparisonWindow(window),
  spent: { count: 7, sumMinor: 36_000 },
});

/** A question in one line: its name, what it is about, its window. */
function nameQuestion(question: Question): string {
  return [
    question.name,
    'account' in question ? question.account : undefined,
    'atLeastMinor' in question ? `${question.atLeastMinor / 100} ${question.currency}` : undefined,
    'category' in question ? question.category : undefined,
    'window' in question ? `${question.window.from}..${question.window.through}` : undefined,
  ]
    .filter(part => part !== undefined)
    .join(' ');
}
