/**
 * Reads a response as Alexa would, and as a careful privacy officer would. A finding is one sentence.
 * The table is the whole of it: what is checked, in the order in which it is told.
 */
import type { Check, CheckedResponse } from './checks/checked.ts';
import { checkDirectives, checkSize, checkSpeech, checkVersion } from './checks/format.ts';
import { checkAccountNumbers, checkAmounts, checkIds, checkPin, checkToken } from './checks/leaks.ts';
import { checkCard, checkDocuments } from './checks/screen.ts';
import { checkSession } from './checks/session.ts';

export type { CheckedResponse } from './checks/checked.ts';

const checks: readonly Check[] = [
  // As Alexa reads it.
  checkVersion,
  checkSize,
  checkSpeech,
  checkCard,
  checkDirectives,
  checkDocuments,
  checkSession,
  // What may not come back.
  checkToken,
  checkIds,
  checkPin,
  checkAccountNumbers,
  checkAmounts,
];

/** Everything that there is to object to; empty when all is well. */
export function checkResponse(checked: CheckedResponse): string[] {
  return checks.flatMap(check => [...check(checked)]);
}
