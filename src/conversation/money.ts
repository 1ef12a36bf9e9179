/**
 * Amounts of money in the form that a speech engine reads well: "$2,420", "$2,420.50", "2,420 Czech korunas".
 */

/** Currencies whose sign every voice of the locale reads as a name. */
const signed: readonly string[] = ['USD', 'EUR', 'GBP'];

/**
 * Formats integer minor units of an ISO 4217 currency. Whole amounts are said without cents; the sign is dropped,
 * since "you owe" and "overdrawn" say it in words.
 */
export function formatMoney(locale: string, amountMinor: number, currency: string): string {
  const style = {
    style: 'currency',
    currency,
    currencyDisplay: signed.includes(currency) ? 'narrowSymbol' : 'name',
  } as const;
  const digits = minorDigits(currency);
  const amount = Math.abs(amountMinor) / 10 ** digits;
  const isWhole = Math.abs(amountMinor) % 10 ** digits === 0;
  return new Intl.NumberFormat(locale, { ...style, minimumFractionDigits: isWhole ? 0 : digits })
    .format(amount)
    .replaceAll('\u00A0', ' ');
}

/** A number of whole units of a currency in its minor units. */
export const toMinor = (units: number, currency: string): number => units * 10 ** minorDigits(currency);

/** How many decimal digits a currency's minor unit has: two for dollars, none for yen. */
const minorDigits = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
