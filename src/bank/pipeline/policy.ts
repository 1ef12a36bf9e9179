/**
 * The whole policy of an answer. Each line is a file of that name; what a line needs of those above it is checked by
 * the compiler. A line that says no ends the inquiry; nothing below it runs. Which question takes a step-up is
 * in `question-policy.ts`.
 */
import { authenticateLink } from './authenticate-link.ts';
import { chargeBudget } from './charge-budget.ts';
import { checkConsent } from './check-consent.ts';
import { checkDisclosure } from './check-disclosure.ts';
import { checkStepUp } from './check-step-up.ts';
import { composeAnswer } from './compose-answer.ts';
import { computeAnswer } from './compute-answer.ts';
import type { Inquiry } from './facts.ts';
import { recordDisclosure } from './record-disclosure.ts';
import { roundAnswer } from './round-answer.ts';
import { noteUser } from './note-user.ts';
import { pipeline } from './step.ts';

// prettier-ignore
export const answerPipeline = pipeline<Inquiry>()
  //    step              may refuse with
  .step(authenticateLink, 'invalid_token')
  .step(checkConsent,     'invalid_token', 'not_disclosed')
  .step(noteUser)
  .step(checkStepUp,      'insufficient_user_authentication')
  .step(chargeBudget,     'not_disclosed')
  .step(checkDisclosure,  'not_disclosed')
  .step(computeAnswer,    'no_such_account', 'mixed_currencies', 'window_unavailable', 'not_disclosed')
  .step(roundAnswer)
  .step(recordDisclosure)
  .step(composeAnswer);
