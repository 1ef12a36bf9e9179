/**
 * A bank of one customer, behind the facade's port: fixed figures and a voice PIN. It asks for the PIN as the real one
 * does (each conversation and speaker alone; alerts and sharing need none), locks after three wrong, and knows nobody
 * any more once it was told to unlink. It writes its calls down as they would have crossed the wall.
 */
import {
  paths,
  refusalStatus,
  type Answer,
  type AnswerOf,
  type Question,
  type QuestionName,
  type RefusalCode,
  type StepUpChallenge,
  type StepUpFactor,
} from '../../facade/contract.ts';
import type { Facade, FacadeCall, FacadeFailure, Failed, LinkEvents, Outcome } from '../../facade/port.ts';
import { problemOf } from '../../facade/problems.ts';
import { tooSlowMs } from '../outcome.ts';
import type { FacadeExchange } from '../turn-record.ts';
import { pretendAnswer, pretendCode, pretendPin, type FigureChanges } from './pretend-figures.ts';

export interface PretendBank {
  readonly facade: Facade & LinkEvents;
  /** The failure that every call meets until this is set to null again. */
  failing: FacadeFailure | null;
  /** What the bank wants to hear. */
  challenge: StepUpChallenge;
  /** The calls since the last time this was asked, in order. */
  readonly takeExchanges: () => FacadeExchange[];
}

const withoutPin: readonly QuestionName[] = ['alerts', 'sharing', 'disclosures'];
const maxWrongPins = 3;

export function createPretendBank(changes: FigureChanges = {}): PretendBank {
  const grants = new Set<string>();
  const exchanges: FacadeExchange[] = [];
  let wrongPins = 0;
  let isLinked = true;

  const record = <Value>(
    call: Pick<FacadeExchange, 'method' | 'path' | 'question'>,
    outcome: Outcome<Value>,
  ): Promise<Outcome<Value>> => {
    exchanges.push({ ...call, ...crossed(outcome) });
    return Promise.resolve(outcome);
  };
  const refuse = (failure: FacadeFailure): Failed =>
    failure === 'step_up_required'
      ? { ok: false, failure, challenge: bank.challenge }
      : { ok: false, failure };
  /** What keeps any call from being carried out; null: nothing. */
  const obstacle = (): FacadeFailure | null => bank.failing ?? (isLinked ? null : 'not_linked');

  const answer = (question: Question, call: FacadeCall): Outcome<Answer> => {
    const inTheWay = obstacle();
    if (inTheWay !== null) return refuse(inTheWay);
    const needsPin = !withoutPin.includes(question.name) && !grants.has(grantKey(call));
    return needsPin ? refuse('step_up_required') : { ok: true, value: pretendAnswer(question, changes) };
  };
  const stepUp = (
    factor: StepUpFactor,
    call: FacadeCall,
  ): Outcome<{ idleSeconds: number; absoluteSeconds: number }> => {
    const inTheWay = obstacle();
    if (inTheWay !== null) return refuse(inTheWay);
    if (!isRight(factor, bank.challenge) || wrongPins >= maxWrongPins) {
      wrongPins += 1;
      return refuse('step_up_refused');
    }
    wrongPins = 0;
    grants.add(grantKey(call));
    return { ok: true, value: { idleSeconds: 300, absoluteSeconds: 900 } };
  };
  const endGrants = (alsoLink: boolean): Outcome<null> => {
    const inTheWay = obstacle();
    if (inTheWay !== null) return refuse(inTheWay);
    grants.clear();
    if (alsoLink) isLinked = false;
    return { ok: true, value: null };
  };

  const bank: PretendBank = {
    failing: null,
    challenge: { kind: 'voice-pin' },
    takeExchanges: () => exchanges.splice(0),
    facade: {
      answer: (question, call) =>
        // The port promises the answer of the question's own name, which `pretendAnswer` keeps.
        record(
          { method: 'POST', path: `${paths.answers}/${question.name}`, question },
          answer(question, call),
        ) as Promise<Outcome<AnswerOf<typeof question.name>>>,
      stepUp: (factor, call) =>
        record({ method: 'POST', path: paths.stepUps, question: null }, stepUp(factor, call)),
      endStepUp: ({ context }) =>
        record(
          { method: 'DELETE', path: `${paths.stepUps}/${context.conversation}`, question: null },
          endGrants(false),
        ),
      unlink: () => record({ method: 'DELETE', path: paths.link, question: null }, endGrants(true)),
      tellLinkEvent: ({ kind }) => {
        const outcome: Outcome<null> =
          bank.failing === null ? { ok: true, value: null } : refuse(bank.failing);
        if (outcome.ok && kind !== 'linked') isLinked = false;
        return record({ method: 'POST', path: paths.linkEvents, question: null }, outcome);
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

/** How the bank would have refused; null: it was not reached, or what it sent was no answer. */
const codes: Readonly<Record<FacadeFailure, RefusalCode | null>> = {
  not_linked: 'invalid_token',
  step_up_required: 'insufficient_user_authentication',
  step_up_refused: 'step_up_refused',
  not_disclosed: 'not_disclosed',
  no_such_account: 'no_such_account',
  mixed_currencies: 'mixed_currencies',
  window_unavailable: 'window_unavailable',
  busy: 'rate_limited',
  bank_error: 'internal_error',
  bank_unreachable: null,
  bank_too_slow: null,
  answer_refused: null,
};

/** An outcome as it would have crossed the wall. */
function crossed<Value>(outcome: Outcome<Value>): Omit<FacadeExchange, 'method' | 'path' | 'question'> {
  if (outcome.ok) return sent(outcome.value === null ? 204 : 200, outcome.value);
  const { failure } = outcome;
  const code = codes[failure];
  if (code !== null) {
    const challenge = failure === 'step_up_required' ? outcome.challenge : undefined;
    return sent(refusalStatus[code], problemOf(code, challenge));
  }
  if (failure === 'answer_refused') return sent(200, { transactions: [] });
  const durationMs = failure === 'bank_too_slow' ? tooSlowMs : 0;
  return { status: null, answer: null, answerBytes: 0, durationMs };
}

const sent = (status: number, answer: unknown) => ({
  status,
  answer,
  answerBytes: answer === null ? 0 : Buffer.byteLength(JSON.stringify(answer)),
  durationMs: 0,
});
