import { Temporal } from 'temporal-polyfill';

/**
 * The day on the bank's calendar on which an instant lies, `YYYY-MM-DD`.
 *
 * @param at milliseconds since 1970 UTC
 * @param timeZone IANA name of the bank's
 */
export function calendarDate(at: number, timeZone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
