/** Disclosure control: what may be told, after all that has been told. `audit.ts` says what is promised and why it holds. */
export { allowNearest, allowWindow, type Allowed } from './decide.ts';
export { dateOf, dayOf, type Day, type Window } from './day.ts';
export type { Figures } from './figures.ts';
export type { ReadFigures } from './intervals.ts';
export { leafKey, readLeafKey, type Leaf, type LeafKey, type Series } from './series.ts';
export { nothingTold, readState, writeState, type DisclosureState } from './state.ts';
