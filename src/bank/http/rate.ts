/**
 * How fast somebody may ask: the generic cell rate algorithm (ITU-T I.371), which is a leaky bucket in one number a key,
 * the time at which all that was asked would have been asked evenly.
 *
 * It is kept in this process. It protects the process and slows who guesses; what must hold over all processes (PINs,
 * budgets, sign-ins) is counted in the database.
 */

export interface RateLimit {
  /**
   * Takes one request of a key.
   * @returns null when it may pass; otherwise after how many milliseconds one may, and then nothing has been taken
   */
  take(key: string): number | null;
  /** How long a key would have to wait now; null when it need not. Takes nothing. */
  waitMs(key: string): number | null;
}

/** So much of a minute may come at once. */
const burstMs = 10_000;

/**
 * Keys remembered. Beyond it the one that came longest ago is forgotten: who owns that many addresses is not stopped by a
 * limit on each of them, and must not be able to fill the memory either.
 */
export const maxKeys = 50_000;

/** So much ahead of its time is a matter of sums of fractions. */
const roundingMs = 0.001;

const unlimited: RateLimit = { take: () => null, waitMs: () => null };

/**
 * @param perMinute how many a key may, evenly; 0 is without limit
 * @param now milliseconds of a clock that is never set back
 */
export function createRateLimit(perMinute: number, now: () => number): RateLimit {
  if (perMinute === 0) return unlimited;
  const intervalMs = 60_000 / perMinute;
  // One request may always come, however few a minute has.
  const toleranceMs = Math.max(0, burstMs - intervalMs);
  /** When a key's next request is due if all come evenly; the key that came longest ago first. */
  const dueAt = new Map<string, number>();

  const waitOf = (key: string, at: number): number | null => {
    const aheadMs = (dueAt.get(key) ?? at) - at - toleranceMs;
    return aheadMs > roundingMs ? aheadMs : null;
  };

  return {
    waitMs: key => waitOf(key, now()),
    take: key => {
      const at = now();
      const waitMs = waitOf(key, at);
      if (waitMs !== null) return waitMs;
      const due = Math.max(dueAt.get(key) ?? at, at) + intervalMs;
      dueAt.delete(key);
      dueAt.set(key, due);
      if (dueAt.size > maxKeys) forgetOldest(dueAt);
      return null;
    },
  };
}

function forgetOldest(keys: Map<string, number>): void {
  const [oldest] = keys.keys();
  if (oldest !== undefined) keys.delete(oldest);
}
