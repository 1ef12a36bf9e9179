/** What `tellTotals` does, over a list of entries and without a database. */
import { dateOf, type Day, type Window } from '../../../src/bank/disclosure/day.ts';
import { addFigures, noFigures, type Figures } from '../../../src/bank/disclosure/figures.ts';
import type { ReadFigures } from '../../../src/bank/disclosure/intervals.ts';
import { closed } from '../../../src/bank/disclosure/ladder.ts';
import { leafKey, seriesKey, type Leaf, type LeafKey } from '../../../src/bank/disclosure/series.ts';
import { nothingTold, type DisclosureState } from '../../../src/bank/disclosure/state.ts';
import {
  daysOf,
  decideTotals,
  seriesOf,
  type DecidedTotals,
  type TotalsQuestion,
} from '../../../src/bank/disclosure/totals.ts';
import type { DateWindow } from '../../../src/facade/contract.ts';

export interface Entry extends Leaf {
  readonly day: Day;
  readonly amountMinor: number;
}

/** Reads entries as they are when they are read: the list may grow. */
export function readerOf(entries: readonly Entry[]): ReadFigures {
  return ({ from, until }) => {
    const figures = new Map<LeafKey, Figures>();
    for (const entry of entries) {
      if (entry.day < from || entry.day >= until) continue;
      const { amountMinor } = entry;
      const one = { count: 1, sumMinor: amountMinor, largestMinor: amountMinor, secondMinor: 0 };
      figures.set(leafKey(entry), addFigures(figures.get(leafKey(entry)) ?? noFigures, one));
    }
    return Promise.resolve(figures);
  };
}

/** A window of days as a question has it. */
export const datesOf = ({ from, until }: Window): DateWindow => ({
  from: dateOf(from),
  through: dateOf(until - 1),
});

export interface Teller {
  readonly state: DisclosureState;
  /** Answers a question about some accounts; null where no window nearby is safe. */
  readonly ask: (
    question: TotalsQuestion,
    accountIds: readonly string[],
    closedUntil: Day,
  ) => Promise<DecidedTotals | null>;
  /** Remembers what was told otherwise. */
  readonly keep: (state: DisclosureState) => void;
}

/**
 * A bank that remembers what it tells of one customer.
 *
 * @param readLedger reads it as it is at each question
 */
export function createTeller(readLedger: ReadFigures): Teller {
  let state = nothingTold;
  const moved = new Map<string, Window>();
  return {
    get state() {
      return state;
    },
    keep: after => void (state = after),
    async ask(question, accountIds, closedUntil) {
      const scope = { accountIds, currency: 'USD' };
      const asked = closed(daysOf(question.window), closedUntil);
      const key = `${seriesKey(seriesOf(question, scope))} ${asked.from} ${asked.until}`;
      const recalled = moved.get(key) ?? null;
      const decided = await decideTotals(
        state,
        question,
        scope,
        { asked, recalled, closedUntil },
        readLedger,
      );
      if (decided === null) return null;
      state = decided.state;
      const { window } = decided;
      if (window.from !== asked.from || window.until !== asked.until) moved.set(key, window);
      return decided;
    },
  };
}
