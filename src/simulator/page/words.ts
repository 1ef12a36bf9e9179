/** How the page writes numbers, weights, times, amounts, days and accounts. Pure. */
import type { AccountKind } from '../../facade/contract.ts';

const wholeNumber = new Intl.NumberFormat('en-US');

export const count = (value: number): string => wholeNumber.format(value);

/** `1 answer`, `2 answers`. */
export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** Bytes as a person reads them, decimal units. */
export function size(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  return bytes < 1_000_000 ? `${(bytes / 1_000).toFixed(1)} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}

export const utf8Size = (text: string): number => new TextEncoder().encode(text).length;

export function duration(ms: number): string {
  if (ms >= 1_000) return `${(ms / 1_000).toFixed(1)} s`;
  return ms >= 10 ? `${ms.toFixed(0)} ms` : `${ms.toFixed(1)} ms`;
}

const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en-US', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ??
  2;

export function money(amountMinor: number, currency: string): string {
  const amount = amountMinor / 10 ** minorDigits(currency);
  return new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    trailingZeroDisplay: 'stripIfInteger',
  })
    .format(amount)
    .replace('-', '−');
}

const dayFormat = new Intl.DateTimeFormat('en-US', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});
const longDayFormat = new Intl.DateTimeFormat('en-US', {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  timeZone: 'UTC',
});

/** An instant at the bank: its calendar date, and the time of day to the minute. */
export function bankTime(
  epochMs: number,
  timeZone: string,
): { readonly date: string; readonly time: string } {
  // The Swedish way to write it is that of ISO 8601, with a space.
  const text = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short', timeZone });
  const [date = '', time = ''] = text.format(epochMs).split(' ');
  return { date, time };
}

/** A probability. Whole percents, but never all or nothing where it is neither. */
export function percent(probability: number): string {
  const whole = Math.round(100 * probability);
  if (whole === 0 && probability > 0) return 'under 1 %';
  return whole === 100 && probability < 1 ? 'over 99 %' : `${whole} %`;
}

/** A calendar date, with its weekday. */
export const longDay = (date: string): string => longDayFormat.format(new Date(`${date}T00:00:00Z`));

export const dayInWords = (date: string): string => dayFormat.format(new Date(`${date}T00:00:00Z`));

export const windowInWords = ({ from, through }: { from: string; through: string }): string =>
  from === through
    ? dayInWords(from)
    : dayFormat.formatRange(new Date(`${from}T00:00:00Z`), new Date(`${through}T00:00:00Z`));

export const accountInWords = (account: AccountKind | undefined): string =>
  account === undefined ? 'every account' : account.replace('-', ' ');

/** A public transaction feed sends about this much for one transaction (Plaid `/transactions/sync`, its example). */
const feedBytesPerTransaction = 1_537;

/** What the transactions that stayed would weigh in such a feed. */
export const feedSize = (transactions: number): string => size(transactions * feedBytesPerTransaction);
