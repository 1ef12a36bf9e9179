import { Temporal } from 'temporal-polyfill';
import { answerSchemas, type Answer, type QuestionName } from '../../facade/contract.ts';
import { precisionOf, type Consent } from '../consent/index.ts';
import { slotAt } from '../disclosure/balances/index.ts';
import type { Figures } from './facts.ts';
import type { Circumstances } from './step.ts';

/**
 * Puts the answer together and holds it against the contract's own schema: a fault of this bank that adds a field
 * throws here, and nothing leaves.
 */
export function composeAnswer(
  { rounded, answerId, consent }: { rounded: Figures; answerId: string; consent: Consent },
  { now, timeZone }: Circumstances,
): Promise<{ answer: Answer }> {
  const answer = answerSchemas[rounded.question.name].parse({
    answerId,
    asOf: formatInstant(
      isOfSlot(rounded.question.name, consent) ? slotAt(now, timeZone).beganAt : now,
      timeZone,
    ),
    ...(hasAmounts(rounded.question.name) ? { precision: precisionOf(consent, rounded.question.name) } : {}),
    ...rounded,
  });
  return Promise.resolve({ answer });
}

/** Of the others no precision is said. */
const hasAmounts = (name: QuestionName): boolean => !['alerts', 'sharing', 'disclosures'].includes(name);

/**
 * Fresh balances carry the time of their quarter of the day, which everybody knows: when the snapshot was taken would
 * tell when somebody asked, perhaps on another platform.
 */
const isOfSlot = (name: QuestionName, { precision }: Consent): boolean =>
  (name === 'balance' || name === 'funds') && precision.balances === 'fresh';

/** RFC 3339 to the second, with the bank's offset: `2026-03-18T10:30:00-04:00`. */
function formatInstant(now: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(now).toString({ timeZone, smallestUnit: 'second' });
}
