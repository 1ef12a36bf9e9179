/** What an amount is known to be once it was told after rounding. */
import type { Bounds } from './told.ts';

/** The bounds that a rounding leaves of an amount, by the rounding's own rule; it must never fall as amounts rise. */
export function boundsAfter(
  round: (amountMinor: number, currency: string) => number,
): (amountMinor: number, currency: string) => Bounds {
  const roundedOnce = new Map<string, number>();
  const known = new Map<string, Bounds>();
  return (amountMinor, currency) => {
    const amountKey = `${amountMinor} ${currency}`;
    const toldMinor = roundedOnce.get(amountKey) ?? round(amountMinor, currency);
    roundedOnce.set(amountKey, toldMinor);
    const key = `${toldMinor} ${currency}`;
    let bounds = known.get(key);
    if (bounds === undefined) {
      const isRoundedAlike = (amount: number): boolean => round(amount, currency) === toldMinor;
      bounds = {
        leastMinor: farthest(amountMinor, -1, isRoundedAlike),
        mostMinor: farthest(amountMinor, 1, isRoundedAlike),
      };
      known.set(key, bounds);
    }
    return bounds;
  };
}

/** The last whole number that still holds, going from `start`, which does, to one side. */
function farthest(start: number, side: 1 | -1, holds: (value: number) => boolean): number {
  let reach = 1;
  while (holds(start + side * reach)) reach *= 2;
  let [inside, outside] = [0, reach];
  while (outside - inside > 1) {
    const middle = Math.floor((inside + outside) / 2);
    if (holds(start + side * middle)) inside = middle;
    else outside = middle;
  }
  return start + side * inside;
}
