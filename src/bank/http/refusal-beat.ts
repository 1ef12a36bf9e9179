/**
 * When a refusal to disclose leaves: at the next full tenth of a second since its request came. A question that the
 * consent leaves out is refused by the second step of the pipeline, one of which no window is safe by the sixth: without
 * this, the time would tell which of them it was. Nothing waits that holds a lock: the transaction is over by then.
 *
 * A person does not notice. Where the bank takes longer than a tenth of a second, what shows is how many tenths.
 */
const beatMs = 100;

/** How long to wait yet, in milliseconds; more than zero. */
export function untilNextBeatMs(elapsedMs: number): number {
  return beatMs - (Math.max(0, elapsedMs) % beatMs);
}
