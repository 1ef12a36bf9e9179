/**
 * "And savings?", "what about last month?": the last question with some of its details changed.
 */
import type { DateWindow, Question } from '../facade/contract.ts';
import { defaultWindow } from './periods.ts';
import type { SaidDetails } from './slots.ts';

/**
 * The question that a follow-up means. A category turns what was asked into a question about spending. After
 * nothing that has details, it is the plainest question that has those said. Null when nothing was said at all.
 */
export function changeQuestion(last: Question | null, said: SaidDetails, today: string): Question | null {
  const { account, category, window } = said;
  if (account === undefined && category === undefined && window === undefined) return null;
  const before = last === null || last.name === 'alerts' || last.name === 'sharing' ? null : last;

  if (category !== undefined) {
    return {
      name: 'spending',
      account: account ?? before?.account,
      category,
      window: window ?? windowOf(before) ?? defaultWindow('this-month', today),
    };
  }
  if (before === null) {
    return window === undefined ? { name: 'balance', account } : { name: 'activity', account, window };
  }
  if (before.name === 'balance') return { name: 'balance', account: account ?? before.account };
  return { ...before, account: account ?? before.account, window: window ?? before.window };
}

const windowOf = (question: Question | null): DateWindow | undefined =>
  question !== null && 'window' in question ? question.window : undefined;
