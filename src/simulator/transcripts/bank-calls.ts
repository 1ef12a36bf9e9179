/** A call to the bank as a transcript writes it: `balance savings -> ok`, `step-up -> step_up_refused`. */
import { paths, problem, type Question, type StepUpChallenge } from '../../facade/contract.ts';
import { failureOfCode } from '../../facade/failure-of.ts';
import type { FacadeFailure } from '../../facade/port.ts';
import { crossingOf, whyUnreached } from '../outcome.ts';
import type { FacadeExchange } from '../turn-record.ts';

export const bankCall = (exchange: FacadeExchange): string => `${nameOf(exchange)} -> ${outcomeOf(exchange)}`;

function nameOf({ method, path, question }: FacadeExchange): string {
  if (question !== null) return nameQuestion(question);
  if (path === paths.linkEvents) return 'link-event';
  if (path === paths.link) return 'unlink';
  return method === 'DELETE' ? 'end-step-up' : 'step-up';
}

/** A question in one line: its name, and what it is about. */
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

function outcomeOf(exchange: FacadeExchange): 'ok' | FacadeFailure {
  const crossing = crossingOf(exchange);
  switch (crossing.kind) {
    case 'answer':
    case 'grant':
      return 'ok';
    case 'unreached':
      return whyUnreached(exchange);
    case 'stopped':
      return 'answer_refused';
    case 'refusal':
      return failureOfCode(crossing.code);
  }
}

/** What the bank has asked for last in these calls; null where it has asked for nothing. */
export function challengeIn(exchanges: readonly FacadeExchange[]): StepUpChallenge | null {
  for (const { answer } of exchanges.toReversed()) {
    const refusal = problem.safeParse(answer);
    if (refusal.success && refusal.data.code === 'insufficient_user_authentication')
      return refusal.data.challenge ?? { kind: 'voice-pin' };
  }
  return null;
}
