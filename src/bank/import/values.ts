/** Amounts, days and names as files write them. Null: it is not one. */
import { Temporal } from 'temporal-polyfill';

/** Digits after the decimal mark of a currency (ISO 4217): 2 for most, 0 for JPY, 3 for KWD. */
export function fractionDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}

/** Amounts of more than ten trillion units are not money; with this limit a sum of many still is exact. */
const maxDigits = 13;

/**
 * A decimal number to minor units, without going through a floating number: `-1,234.5` with two digits is -123450.
 * Digit groups may be set off by the other mark, a space or an apostrophe.
 */
export function parseAmountMinor(text: string, digits: number, mark: '.' | ',' = '.'): number | null {
  const group = mark === '.' ? ',' : '\\.';
  const pattern = new RegExp(
    `^([+-]?)((?:\\d{1,3}(?:[${group}\u00a0\u202f '’]\\d{3})+)|\\d+)(?:\\${mark}(\\d*))?$`,
  );
  const [, sign, whole = '', fraction = ''] = pattern.exec(text.trim()) ?? [];
  if (sign === undefined) return null;
  const kept = fraction.slice(0, digits).padEnd(digits, '0');
  if (/[1-9]/.test(fraction.slice(digits))) return null;
  const wholeDigits = whole.replaceAll(/\D/g, '');
  if (wholeDigits.length > maxDigits) return null;
  const minor = Number(wholeDigits + kept);
  // Not minus zero, which is equal to zero and prints otherwise.
  return sign === '-' && minor !== 0 ? -minor : minor;
}

/** A day that exists, as `YYYY-MM-DD`. */
export function parseDay(year: string | number, month: string | number, day: string | number): string | null {
  try {
    const date = { year: Number(year), month: Number(month), day: Number(day) };
    const parsed = Temporal.PlainDate.from(date, { overflow: 'reject' });
    return parsed.year >= 1900 && parsed.year <= 2199 ? parsed.toString() : null;
  } catch {
    return null;
  }
}

/** A name for a customer at the terminal: what `--customer` takes. */
export const customerName = /^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$/;
