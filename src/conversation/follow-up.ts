/**
 * "And savings?", "what about last month?": the last question with some of its details changed.
 */
import type { AccountKind, DateWindow, Question, QuestionName, QuestionOf } from '../facade/contract.ts';
import { toMinor } from './money.ts';
import { defaultWindow } from './periods.ts';
import type { SaidAmount, SaidDetails } from './slots.ts';

/**
 * The question that a follow-up means. A category turns what was asked into a question about spending, an amount into
 * one about funds. After nothing that has details, it is the plainest question that has those said. Null when nothing
 * was said at all.
 *
 * @param currency ISO 4217 code of an amount that was said without one
 */
export function changeQuestion(
  last: Question | null,
  said: SaidDetails,
  { today, currency }: { readonly today: string; readonly currency: string },
): Question | null {
  const { account, category, window, amount } = said;
  if (account === undefined && category === undefined && window === undefined && amount === undefined) {
    return null;
  }
  const before = last !== null && hasDetails(last) ? last : null;

  if (amount !== undefined) return fundsQuestion(account ?? before?.account, amount, currency);
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
  if (!('window' in before)) return { ...before, account: account ?? before.account };
  return { ...before, account: account ?? before.account, window: window ?? before.window };
}

/** Questions of which there is nothing to change. */
const withoutDetails = [
  'alerts',
  'bill',
  'sharing',
  'disclosures',
] as const satisfies readonly QuestionName[];

const hasDetails = (
  question: Question,
): question is Exclude<Question, QuestionOf<(typeof withoutDetails)[number]>> =>
  !withoutDetails.some(name => name === question.name);

/** @param currency ISO 4217 code of an amount that was said without one */
export function fundsQuestion(
  account: AccountKind | undefined,
  amount: SaidAmount,
  currency: string,
): QuestionOf<'funds'> {
  const code = amount.currency ?? currency;
  return { name: 'funds', account, atLeastMinor: toMinor(amount.units, code), currency: code };
}

const windowOf = (question: Question | null): DateWindow | undefined =>
  question !== null && 'window' in question ? question.window : undefined;
