import type { DateWindow } from '../../facade/contract.ts';

/**
 * No ledger goes back further, and calendar arithmetic before year 0 would leave the four-digit years of the
 * contract.
 */
const earliestDay = '1900-01-01';

/** Whether a window has happened: through today at the latest, by the bank's calendar. */
export function isAvailable(window: DateWindow, today: string): boolean {
  return window.from >= earliestDay && window.through <= today;
}
