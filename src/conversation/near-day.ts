import { Temporal } from 'temporal-polyfill';

/** A day as people name it: near today by a word of its own, else by its date. */
export type NearDay =
  | { readonly kind: 'today' | 'tomorrow' | 'yesterday' }
  | { readonly kind: 'day'; readonly date: string; readonly sameYear: boolean };

const words: ReadonlyMap<number, 'yesterday' | 'today' | 'tomorrow'> = new Map([
  [-1, 'yesterday'],
  [0, 'today'],
  [1, 'tomorrow'],
]);

/** @param date `YYYY-MM-DD`, as `today` */
export function nearDay(date: string, today: string): NearDay {
  const kind = words.get(Temporal.PlainDate.from(today).until(date, { largestUnit: 'days' }).days);
  return kind === undefined
    ? { kind: 'day', date, sameYear: date.slice(0, 4) === today.slice(0, 4) }
    : { kind };
}
