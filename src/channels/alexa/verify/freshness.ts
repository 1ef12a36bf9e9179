/** Whether a request is of now, and new. */
import * as z from 'zod/mini';
import type { Envelope } from '../envelope.ts';
import type { RefusalCode } from '../refusal.ts';

/** Amazon's tolerance, on either side of our clock. */
const toleranceMs = 150_000;
/** Events of a skill's life are delivered again for an hour, until they are acknowledged. */
const eventToleranceMs = 3_600_000;
/** How many requests are remembered: more than a machine can answer within the tolerance. */
const maxRemembered = 50_000;

/** A date that exists (`Date.parse` takes 30 February), with its time and offset. */
const timestamp = z.iso.datetime({ offset: true });

/** Null when the request is fresh. It counts as seen from then on. */
export type FreshnessCheck = (request: Envelope['request']) => RefusalCode | null;

/**
 * Makes the check.
 * @param now Milliseconds since 1970 UTC.
 */
export function createFreshnessCheck(now: () => number): FreshnessCheck {
  /** Request ids, in the order in which they came, with the time until which a repetition would pass as fresh. */
  const seen = new Map<string, number>();

  const isFirst = (requestId: string, freshUntilMs: number): boolean => {
    const nowMs = now();
    const until = seen.get(requestId);
    if (until !== undefined && until >= nowMs) return false;
    for (const [oldest, oldestUntil] of seen) {
      if (oldestUntil >= nowMs && seen.size < maxRemembered) break;
      seen.delete(oldest);
    }
    seen.delete(requestId);
    seen.set(requestId, freshUntilMs);
    return true;
  };

  return ({ type, requestId, timestamp: text }) => {
    if (!timestamp.safeParse(text).success) return 'stale';
    const sentMs = Date.parse(text);
    const ageMs = now() - sentMs;
    const isEvent = type.startsWith('AlexaSkillEvent.');
    if (ageMs > (isEvent ? eventToleranceMs : toleranceMs) || ageMs < -toleranceMs) return 'stale';
    // An event that comes again is meant to: taking it twice does no more than taking it once.
    return isEvent || isFirst(requestId, sentMs + toleranceMs) ? null : 'replayed';
  };
}
