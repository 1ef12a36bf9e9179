/** Disclosure control: what may be told, after all that has been told. `audit.ts` says what is promised and why it holds. */
export { sealAuditor } from './allow-seal.ts';
export { closedUntil, readPendingDays } from './closed-books.ts';
export { allowNearest, allowWindow, type Allowed } from './decide.ts';
export { dateOf, dayOf, type Day, type Window } from './day.ts';
export { addFigures, type Figures } from './figures.ts';
export type { ReadFigures } from './intervals.ts';
export { closed } from './ladder.ts';
export { leafKey, readLeafKey, seriesKey, type Leaf, type LeafKey, type Series } from './series.ts';
export { nothingTold, type DisclosureState } from './state.ts';
export { tellTotals } from './tell-totals.ts';
export {
  daysOf,
  decideTotals,
  isAboutTotals,
  seriesOf,
  type DecidedTotals,
  type TotalsFigures,
  type TotalsQuestion,
  type TotalsScope,
} from './totals.ts';
