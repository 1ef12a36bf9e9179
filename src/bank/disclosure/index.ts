/** Disclosure control: what may be told, after all that has been told. `audit.ts` says what is promised and why it holds. */
export { allowSeal, sealAuditor } from './allow-seal.ts';
export { closedUntil, readClosedUntil } from './closed-books.ts';
export type { Day } from './day.ts';
export { closed } from './ladder.ts';
export { seriesKey, type Series } from './series.ts';
export { tellTotals } from './tell-totals.ts';
export {
  daysOf,
  decideTotals,
  isAboutTotals,
  seriesOf,
  type TotalsQuestion,
  type TotalsScope,
} from './totals.ts';
