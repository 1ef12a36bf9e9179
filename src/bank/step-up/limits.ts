/** How long a step-up lasts and how often it may fail. By the bank's clock alone. */

/**
 * A step-up dies after so long without a question. Five minutes is what RTS (EU) 2018/389 Art. 4(3)(d) allows a
 * session without activity.
 */
export const idleMs = 5 * 60_000;

/** A step-up dies after so long however much is asked. */
export const absoluteMs = 15 * 60_000;

/**
 * Refused step-ups in a row that lock a link. Three, as Alexa's voice code policy wants (its test 2.4.4: the fourth
 * attempt fails with the right code too); RTS Art. 4(3)(b) would allow five.
 */
export const maxWrongInARow = 3;

/**
 * Refused step-ups over all links of a customer on a day of the bank, after which that day's are all refused. More than
 * one link can use up, so that whoever locks one does not lock the customer's others.
 */
export const maxFailuresADay = 10;

/** Whether a link takes no step-up any more. It may be locked by the counter alone, if the bank died in between. */
export function isLocked(link: {
  readonly failed_step_ups: number;
  readonly locked_at: number | null;
}): boolean {
  return link.locked_at !== null || link.failed_step_ups >= maxWrongInARow;
}
