/** A ledger as the bank's disclosure control reads it, and what it has read so far. */
import type { Day, Window } from '../bank/disclosure/day.ts';
import { closedUntil } from '../bank/disclosure/index.ts';
import { addFigures, noFigures, type Figures } from '../bank/disclosure/figures.ts';
import type { ReadFigures } from '../bank/disclosure/intervals.ts';
import { belongs, leafKey, type LeafKey, type Series } from '../bank/disclosure/series.ts';
import { nothingTold, type DisclosureState } from '../bank/disclosure/state.ts';
import { minutesPerDay, transactionAt, type Household, type Minute } from './household.ts';

interface OfDay {
  readonly index: number;
  readonly key: LeafKey;
  readonly figures: Figures;
  readonly bookedAt: Minute;
}

export class LedgerInMemory {
  readonly #household: Household;
  readonly #byDay = new Map<Day, OfDay[]>();
  #state = nothingTold;
  /** By day, which transactions the figures of the state hold: those that were booked when they were read. */
  #frozen = new Map<Day, readonly number[]>();

  constructor(household: Household) {
    this.#household = household;
    for (const [index, transaction] of household.transactions.entries()) {
      const { amountMinor, bookedAt, day } = transaction;
      const figures = { count: 1, sumMinor: amountMinor, largestMinor: amountMinor, secondMinor: 0 };
      const ofDay = this.#byDay.get(day) ?? [];
      if (ofDay.length === 0) this.#byDay.set(day, ofDay);
      ofDay.push({ index, key: leafKey(transaction), figures, bookedAt });
    }
  }

  /** What disclosure control remembers. */
  get state(): DisclosureState {
    return this.#state;
  }

  /** Takes over what it remembers from now on; of days that are new in it, what is booked by now. */
  keep(state: DisclosureState, at: Minute): void {
    if (state === this.#state) return;
    const frozen = new Map<Day, readonly number[]>();
    for (const { from, until, figures } of state.intervals) {
      if (figures === null) continue;
      for (let day = from; day < until; day += 1) {
        const booked = (): number[] => this.#booked(day, at).map(({ index }) => index);
        frozen.set(day, this.#frozen.get(day) ?? booked());
      }
    }
    this.#state = state;
    this.#frozen = frozen;
  }

  /** The first day whose books are open at an instant. */
  closedUntil(at: Minute): Day {
    const today = Math.floor(at / minutesPerDay);
    const pending = this.#household.transactions.filter(
      ({ occurredAt, bookedAt }) => occurredAt <= at && bookedAt > at,
    );
    return closedUntil(
      today,
      0,
      pending.map(({ day }) => day),
    );
  }

  /** Which transactions a total holds that is told from what is remembered. */
  membersOf(series: Series, { from, until }: Window): number[] {
    const members: number[] = [];
    for (let day = from; day < until; day += 1) {
      for (const index of this.#frozen.get(day) ?? []) {
        if (belongs(transactionAt(this.#household.transactions, index), series)) members.push(index);
      }
    }
    return members;
  }

  /** The figures of all leaves, as they stand at an instant. */
  reader(at: Minute): ReadFigures {
    return ({ from, until }) => {
      const sums = new Map<LeafKey, Figures>();
      for (let day = from; day < until; day += 1) {
        for (const { key, figures } of this.#booked(day, at)) {
          sums.set(key, addFigures(sums.get(key) ?? noFigures, figures));
        }
      }
      return Promise.resolve(sums);
    };
  }

  #booked(day: Day, at: Minute): OfDay[] {
    return (this.#byDay.get(day) ?? []).filter(({ bookedAt }) => bookedAt <= at);
  }
}
