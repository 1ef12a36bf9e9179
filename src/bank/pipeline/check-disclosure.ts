import type { Consent } from '../consent/index.ts';
import { moveToBand } from '../disclosure/bands.ts';
import type { Inquiry, Link } from './facts.ts';
import type { Refusal } from './step.ts';
import type { Question } from '../../facade/contract.ts';

/**
 * Disclosure control: whether this question may be answered after all that has been answered before, and in which
 * form.
 *
 * It allows everything for now, as it was asked. What protects the customer until then is that an answer is an
 * aggregate, that it is rounded unless the customer chose otherwise, and that it is recorded. What does not yet: a
 * platform that keeps every answer can subtract one window from another, and a window with one purchase in it is
 * that purchase.
 *
 * @returns The question that is answered in place of the one asked; `not_disclosed` when there is none.
 */
export function checkDisclosure({
  question,
}: Pick<Inquiry, 'question'> & { link: Link; consent: Consent }): Promise<
  { allowed: Question } | Refusal<'not_disclosed'>
> {
  // Funds are compared with an amount that everybody is told of, never with one that the platform chooses.
  return Promise.resolve({ allowed: question.name === 'funds' ? moveToBand(question) : question });
}
