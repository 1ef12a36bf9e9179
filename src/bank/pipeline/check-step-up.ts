import { useGrant } from '../step-up/grants.ts';
import type { Inquiry, Link } from './facts.ts';
import { questionPolicy } from './question-policy.ts';
import { refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * The customer has stepped up in this conversation, on this device, with this voice, and not too long ago. Asking
 * keeps the step-up alive.
 */
export async function checkStepUp(
  { link, question, context }: Pick<Inquiry, 'question' | 'context'> & { link: Link },
  { database, now }: Circumstances,
): Promise<object | Refusal<'insufficient_user_authentication'>> {
  if (questionPolicy[question.name].factor === 'none') return {};
  const fresh = await useGrant(database, { link, context, now });
  return fresh ? {} : refuse('insufficient_user_authentication');
}
