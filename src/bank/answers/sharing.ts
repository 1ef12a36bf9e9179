/** "What can you tell me?" */
import { consentClasses } from '../../facade/contract.ts';
import { calendarDate } from '../calendar-date.ts';
import { isRefusal } from '../pipeline/step.ts';
import { loadAccounts } from './accounts.ts';
import type { Compute } from './compute.ts';

/** What the consent in force says, and nothing of what there is to tell. */
export const computeSharing: Compute<'sharing'> = async (question, asked) => {
  const accounts = await loadAccounts(asked, undefined);
  return {
    question,
    questions: consentClasses.filter(name => asked.consent.questions.has(name)),
    accounts: isRefusal(accounts) ? [] : accounts.map(({ kind, nickname }) => ({ kind, nickname })),
    precision: asked.consent.precision,
    // The day of its last instant: at `validUntil` it no longer holds.
    validUntil: calendarDate(asked.consent.validUntil - 1, asked.timeZone),
  };
};
