/** "What can you tell me?" */
import { Temporal } from 'temporal-polyfill';
import { consentClasses } from '../../facade/contract.ts';
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
    validUntil: lastDay(asked.consent.validUntil, asked.timeZone),
  };
};

/** The calendar date of the last instant before an end. */
const lastDay = (endMs: number, timeZone: string): string =>
  Temporal.Instant.fromEpochMilliseconds(endMs - 1)
    .toZonedDateTimeISO(timeZone)
    .toPlainDate()
    .toString();
