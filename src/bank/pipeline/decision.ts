import type { Answer, Question } from '../../facade/contract.ts';
import type { Decision } from '../log.ts';
import { isRefusal, type Refusal } from './step.ts';

/** What disclosure control made of a question, for the log; null where it was not asked. */
export function decisionOn(asked: Question, outcome: Answer | Refusal): Decision | null {
  if (isRefusal(outcome)) {
    const isDecided = outcome.by === 'checkDisclosure' || outcome.by === 'computeAnswer';
    return isDecided && outcome.refused === 'not_disclosed' ? 'refused' : null;
  }
  return isSame(asked, outcome.question) ? 'told' : 'moved';
}

/** Whether two questions say the same, in whatever order. */
function isSame(one: object, other: object): boolean {
  const [mine, its] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))];
  return (
    mine.length === its.size &&
    mine.every(([name, value]) => {
      const said = its.get(name);
      if (!isObject(value) || !isObject(said)) return value === said;
      return isSame(value, said);
    })
  );
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
