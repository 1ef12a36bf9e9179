import { randomUuid } from '../link/random-uuid.ts';
import type { Question } from '../../facade/contract.ts';
import { precisionOf, type Consent } from '../consent/index.ts';
import type { Link } from './facts.ts';
import type { Circumstances } from './step.ts';

/**
 * Writes down that this question is being answered, to which platform, when and how precisely. The figures are not
 * kept. It is part of the answer's own transaction: an answer whose record is not on disk is not sent.
 */
export async function recordDisclosure(
  { allowed, link, consent }: { allowed: Question; link: Link; consent: Consent },
  { database, now, random }: Circumstances,
): Promise<{ answerId: string }> {
  const answerId = randomUuid(random);
  await database
    .insertInto('disclosure')
    .values({
      customer_id: link.customerId,
      answer_id: answerId,
      link_id: link.linkId,
      platform: link.platform,
      answered_at: now,
      question: JSON.stringify(allowed),
      precision: precisionOf(consent, allowed.name),
    })
    .execute();
  return { answerId };
}
