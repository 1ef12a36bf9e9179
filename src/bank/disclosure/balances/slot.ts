import { Temporal } from 'temporal-polyfill';

const slotHours = 6;

/** A quarter of the bank's day. */
export interface Slot {
  /** Its day and first hour on the bank's clock, `YYYY-MM-DDThh`; sorts as time goes. */
  readonly name: string;
  /** When it began: milliseconds since 1970 UTC. */
  readonly beganAt: number;
}

/**
 * The quarter of the bank's day in which an instant lies: from 00, 06, 12 or 18 o'clock. It is the same for everybody and
 * known to everybody, so it tells nothing of when somebody asked.
 */
export function slotAt(now: number, timeZone: string): Slot {
  const local = Temporal.Instant.fromEpochMilliseconds(now).toZonedDateTimeISO(timeZone);
  const day = local.toPlainDate();
  const plainTime = new Temporal.PlainTime(local.hour - (local.hour % slotHours));
  return {
    name: day.toPlainDateTime(plainTime).toString().slice(0, 'YYYY-MM-DDThh'.length),
    beganAt: day.toZonedDateTime({ timeZone, plainTime }).epochMilliseconds,
  };
}
