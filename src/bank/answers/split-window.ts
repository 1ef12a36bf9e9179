import { Temporal } from 'temporal-polyfill';

/** Days of a window, both ends included; without `from` it begins with the ledger. */
export interface Span {
  readonly from: string | null;
  readonly through: string;
}

/** A span as the rollups hold it: whole months, and the days at its ends. Disjoint, and together the span. */
export interface SplitSpan {
  /** `YYYY-MM`, both ends included; null where the span holds no whole month. */
  readonly months: { readonly from: string | null; readonly through: string } | null;
  readonly days: readonly { readonly from: string; readonly through: string }[];
}

/** Splits a span so that as much of it as possible is read by month: its cost does not grow with its length. */
export function splitSpan(span: Span): SplitSpan {
  const through = Temporal.PlainDate.from(span.through);
  const dayAfter = through.add({ days: 1 });
  /** The first day that is not in a whole month any more. */
  const tail = dayAfter.with({ day: 1 });
  const lastMonth = tail.subtract({ days: 1 }).toPlainYearMonth().toString();
  const tailDays = tail.equals(dayAfter) ? [] : [{ from: tail.toString(), through: span.through }];
  if (span.from === null) return { months: { from: null, through: lastMonth }, days: tailDays };

  const from = Temporal.PlainDate.from(span.from);
  /** The first day of the first whole month. */
  const head = from.day === 1 ? from : from.with({ day: 1 }).add({ months: 1 });
  if (Temporal.PlainDate.compare(head, tail) >= 0) {
    return { months: null, days: [{ from: span.from, through: span.through }] };
  }
  const headDays = head.equals(from)
    ? []
    : [{ from: span.from, through: head.subtract({ days: 1 }).toString() }];
  return {
    months: { from: head.toPlainYearMonth().toString(), through: lastMonth },
    days: [...headDays, ...tailDays],
  };
}
