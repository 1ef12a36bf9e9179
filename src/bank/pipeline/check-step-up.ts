import { chooseChallenge } from '../step-up/factors/factors.ts';
import { useGrant } from '../step-up/grants.ts';
import type { Inquiry, Link } from './facts.ts';
import { questionPolicy } from './question-policy.ts';
import { refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * The customer has stepped up in this conversation, on this device, with this voice, and not too long ago. Asking
 * keeps the step-up alive.
 *
 * @returns Nothing more; or the refusal, with what the bank wants to hear.
 */
export async function checkStepUp(
  { link, question, context }: Pick<Inquiry, 'question' | 'context'> & { link: Link },
  { database, now, random, standingFactor }: Circumstances,
): Promise<object | Refusal<'insufficient_user_authentication'>> {
  if (questionPolicy[question.name].stepUp === 'none') return {};
  if (await useGrant(database, { link, context, now })) return {};
  const challenge = await chooseChallenge(link, { database, now, random, standing: standingFactor });
  return { ...refuse('insufficient_user_authentication'), challenge };
}
