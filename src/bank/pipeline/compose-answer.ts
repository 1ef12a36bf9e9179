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
  const { name } = rounded.question;
  const precision = precisionOf(consent, name);
  const answer = answerSchemas[name].parse({
    answerId,
    asOf: formatInstant(isOfSlot(name, consent) ? slotAt(now, timeZone).beganAt : now, timeZone),
    ...(precision === null ? {} : { precision }),
    ...rounded,
  });
  return Promise.resolve({ answer });
}

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
