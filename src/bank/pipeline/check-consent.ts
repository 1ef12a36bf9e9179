import { consentClasses, type ConsentClass, type QuestionName } from '../../facade/contract.ts';
import { asOffered, covers, loadConsent, type Consent } from '../consent/index.ts';
import type { Inquiry, Link } from './facts.ts';
import { refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * The customer lets this platform answer this question: the consent of the link is in force, and the question's class
 * is switched on in it. What is shared, and what was told, may be asked under any consent.
 *
 * A link without a consent in force links to nobody, whatever its token says (`docs/decisions/0006-no-consent-no-link.md`).
 *
 * @returns The consent; `invalid_token` when there is none or its time is over or it was withdrawn; `not_disclosed`
 * when there is one that leaves this question out.
 */
export async function checkConsent(
  { link, question }: Pick<Inquiry, 'question'> & { link: Link },
  { database, now, exactAmounts = 'allowed' }: Circumstances,
): Promise<{ consent: Consent } | Refusal<'invalid_token' | 'not_disclosed'>> {
  const consent = await loadConsent(database, link, now);
  if (consent === null) return refuse('invalid_token');
  if (isClass(question.name) && !covers(consent, question.name)) return refuse('not_disclosed');
  return { consent: asOffered(consent, exactAmounts) };
}

const isClass = (name: QuestionName): name is ConsentClass => consentClasses.some(known => known === name);
