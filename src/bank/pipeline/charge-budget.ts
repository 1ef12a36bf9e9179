import { chargeAnswer, usualBudget } from '../disclosure/budget.ts';
import type { Inquiry, Link } from './facts.ts';
import { questionPolicy } from './question-policy.ts';
import { refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * There is an answer left in the customer's day. It comes after the step-up, so that nobody but the customer can use up
 * her day, and before disclosure control, so that what that refuses is counted.
 *
 * @returns Nothing more; or the same refusal as for every other reason, so that no platform learns how much is asked on
 * another one.
 */
export async function chargeBudget(
  { link, question }: Pick<Inquiry, 'question'> & { link: Link },
  { database, today, budget = usualBudget }: Circumstances,
): Promise<object | Refusal<'not_disclosed'>> {
  const kind = questionPolicy[question.name].budget;
  if (kind === 'none') return {};
  const isLeft = await chargeAnswer(database, { customerId: link.customerId, day: today, kind }, budget);
  return isLeft ? {} : refuse('not_disclosed');
}
