/** How the question that was answered differs from the one that was asked. */
import { Temporal } from 'temporal-polyfill';
import type { Question } from '../facade/contract.ts';
import type { Moved } from './wording.ts';

/** Null where it does not, or where it only stops at yesterday: the period's own name says so. */
export function movedFrom(
  asked: Question,
  answered: Question,
  scene: { readonly today: string },
): Moved | null {
  if (isOfAccount(asked) && !isOfAccount(answered)) return 'accounts';
  if (!('window' in asked) || !('window' in answered)) return null;
  const { today } = scene;
  const isUntilNow = asked.window.through === today && answered.window.through !== today;
  const yesterday = Temporal.PlainDate.from(today).subtract({ days: 1 }).toString();
  const through = isUntilNow ? yesterday : asked.window.through;
  const isSame = answered.window.from === asked.window.from && answered.window.through === through;
  return isSame ? null : 'days';
}

const isOfAccount = (question: Question): boolean => 'account' in question && question.account !== undefined;
