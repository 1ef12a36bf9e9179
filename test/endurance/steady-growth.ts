/** Whether something grows and grows, told from one figure a minute. */

/** In the first minutes caches fill, and the ids of requests are remembered for two minutes and a half. */
const settlingMinutes = 3;
/** What is judged has to have as many minutes as this. */
const leastMinutes = 4;
/** Of a shorter run nothing can be said. */
export const minutesToTell = settlingMinutes + leastMinutes;
/** What grows by less than this share, and less than this much, has not grown. */
const toleratedShare = 0.15;
const toleratedAmount = 5;

/**
 * What grows steadily, in words: more at the end than after the start, and more from minute to minute most of the time.
 * Nothing where there are too few minutes to tell.
 */
export function growthProblems(what: string, byMinute: readonly number[]): string[] {
  const judged = byMinute.slice(settlingMinutes);
  const [first = 0] = judged;
  const last = judged.at(-1) ?? 0;
  if (byMinute.length < minutesToTell) return [];
  const steps = judged.slice(1).map((value, index) => value - (judged[index] ?? 0));
  const up = steps.filter(step => step > 0).length;
  const hasGrown = last - first > Math.max(toleratedAmount, toleratedShare * first);
  return hasGrown && up > steps.length * 0.6
    ? [
        `${what} grows: ${first.toFixed(0)} after ${settlingMinutes + 1} minutes, ${last.toFixed(0)} at the end`,
      ]
    : [];
}
