import { transact } from '../database/transact.ts';
import type { Answer } from '../../facade/contract.ts';
import type { Inquiry } from './facts.ts';
import { answerPipeline } from './policy.ts';
import { isRefusal, type Circumstances, type Refusal } from './step.ts';

/**
 * Answers a question, or refuses.
 *
 * All steps run in one transaction, and the answer is handed out after it is committed. So no answer leaves that is
 * not recorded; a record may exist of an answer that nobody received (the connection broke after the commit), which
 * errs on the customer's side. A step that throws undoes them all. The isolation level is the engine's default: what
 * must not be torn apart is read in one statement, and what must not be lost is one conditional update.
 */
export async function answerQuestion(
  inquiry: Inquiry,
  circumstances: Circumstances,
): Promise<Answer | Refusal> {
  const outcome = await transact(circumstances.database, transaction =>
    answerPipeline.run(inquiry, { ...circumstances, database: transaction }),
  );
  return isRefusal(outcome) ? outcome : outcome.answer;
}
