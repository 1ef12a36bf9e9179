import type { Consent, Inquiry, Link } from './facts.ts';
import { refuse, type Circumstances, type Refusal } from './step.ts';

/**
 * The customer has said yes to this question on this platform, the yes is in force, and it has not been taken back.
 * Of several the latest counts. No row: no.
 */
export async function checkConsent(
  { link, question }: Pick<Inquiry, 'question'> & { link: Link },
  { database, now }: Circumstances,
): Promise<{ consent: Consent } | Refusal<'not_disclosed'>> {
  const consent = await database
    .selectFrom('consent')
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .where('question_name', '=', question.name)
    .where('given_at', '<=', now)
    .where('valid_until', '>', now)
    .where('withdrawn_at', 'is', null)
    .orderBy('given_at', 'desc')
    .orderBy('consent_id')
    .select(['consent_id as consentId', 'precision'])
    .executeTakeFirst();
  return consent === undefined ? refuse('not_disclosed') : { consent };
}
