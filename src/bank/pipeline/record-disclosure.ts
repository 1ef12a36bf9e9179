import { randomUuid } from '../link/random-uuid.ts';
import type { Question } from '../../facade/contract.ts';
import { chosenPrecision, type Consent } from '../consent/index.ts';
import { appendDisclosure } from '../disclosure/record/index.ts';
import type { Figures, Link } from './facts.ts';
import type { Circumstances } from './step.ts';

/**
 * Writes down that this question is being answered: as it was asked and as it is told, to which platform, when, under
 * which consent and how precisely. The figures are not kept, only a commitment to them. It is part of the answer's own
 * transaction: an answer whose record is not on disk is not sent.
 */
export async function recordDisclosure(
  {
    question,
    link,
    consent,
    rounded,
  }: { question: Question; link: Link; consent: Consent; rounded: Figures },
  { database, now, random, recordKeys: keys }: Circumstances,
): Promise<{ answerId: string }> {
  const answerId = randomUuid(random);
  const { question: told } = rounded;
  await appendDisclosure(
    database,
    { keys, random },
    {
      ...link,
      answerId,
      answeredAt: now,
      consentSequence: consent.sequence,
      asked: question,
      told,
      precision: chosenPrecision(consent, told.name),
      figures: { ...rounded },
    },
  );
  return { answerId };
}
