import { answers } from '../answers/index.ts';
import type { Consent } from '../consent/index.ts';
import type { Compute, ComputeRefusal } from '../answers/compute.ts';
import type { Question, QuestionName } from '../../facade/contract.ts';
import type { Figures, Link } from './facts.ts';
import { isRefusal, type Circumstances, type Refusal } from './step.ts';

/** Works out the exact figures of the question that may be answered. */
export async function computeAnswer(
  { allowed, link, consent }: { allowed: Question; link: Link; consent: Consent },
  { database, today, timeZone }: Circumstances,
): Promise<{ figures: Figures } | Refusal<ComputeRefusal>> {
  // Each row of the table takes its own question: the compiler cannot follow the name from one to the other.
  const compute = answers[allowed.name] as Compute<QuestionName>;
  const figures = await compute(allowed, {
    database,
    customerId: link.customerId,
    consent,
    today,
    timeZone,
  });
  return isRefusal(figures) ? figures : { figures };
}
