import { answers } from '../answers/index.ts';
import type { Consent } from '../consent/index.ts';
import { sealAuditor } from '../disclosure/index.ts';
import type { Compute, ComputeRefusal } from '../answers/compute.ts';
import type { Question, QuestionName } from '../../facade/contract.ts';
import type { Figures, Link } from './facts.ts';
import { isRefusal, type Circumstances, type Refusal } from './step.ts';

/** The exact figures of the question that may be answered, where disclosure control has not told them already. */
export async function computeAnswer(
  { allowed, told, link, consent }: { allowed: Question; told: Figures | null; link: Link; consent: Consent },
  { database, now, today, timeZone, booksOpenDays = 0 }: Circumstances,
): Promise<{ figures: Figures } | Refusal<ComputeRefusal>> {
  if (told !== null) return { figures: told };
  // Each row of the table takes its own question: the compiler cannot follow the name from one to the other.
  const compute = answers[allowed.name] as Compute<QuestionName>;
  const figures = await compute(allowed, {
    database,
    customerId: link.customerId,
    platform: link.platform,
    consent,
    now,
    today,
    timeZone,
    booksOpenDays,
    maySeal: sealAuditor(database, link.customerId),
  });
  return isRefusal(figures) ? figures : { figures };
}
