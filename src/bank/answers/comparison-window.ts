import { Temporal } from 'temporal-polyfill';
import type { DateWindow } from '../../facade/contract.ts';

/**
 * The window that a customer would compare a window with, by calendar:
 * - whole months (a year is twelve of them): as many whole months before them;
 * - the first days of a month: the same days of the month before, or all of it where it is shorter;
 * - anything else: as many days, just before.
 */
export function comparisonWindow(window: DateWindow): DateWindow {
  const from = Temporal.PlainDate.from(window.from);
  const through = Temporal.PlainDate.from(window.through);

  if (from.day === 1 && through.day === through.daysInMonth) {
    const months = from.until(through.add({ days: 1 }), { largestUnit: 'months' }).months;
    return spanning(from.subtract({ months }), from.subtract({ days: 1 }));
  }
  if (from.day === 1 && from.toPlainYearMonth().equals(through.toPlainYearMonth())) {
    return spanning(from.subtract({ months: 1 }), through.subtract({ months: 1 }));
  }
  const days = from.until(through, { largestUnit: 'days' }).days + 1;
  return spanning(from.subtract({ days }), from.subtract({ days: 1 }));
}

const spanning = (from: Temporal.PlainDate, through: Temporal.PlainDate): DateWindow => ({
  from: from.toString(),
  through: through.toString(),
});
