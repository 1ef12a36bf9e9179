/**
 * Rounding of what is said `about`. Money is rounded once, here, at the bank: what has been rounded cannot be
 * recovered by whoever keeps the answers. Deterministic, so that asking again gives nothing new.
 */

/** How many decimals a currency has (ISO 4217 as ICU knows it): 2 for USD, 0 for JPY, 3 for KWD. */
export function minorDigits(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', {
    style: 'currency',
    currency,
  }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** A balance in minor units, to the nearest ten units of its currency. */
export function roundBalance(amountMinor: number, currency: string): number {
  return roundToStep(amountMinor, balanceStepMinor(currency));
}

/** Down to a whole step of balances, for what must not be more than there is; zero or more. */
export function roundDownBalance(amountMinor: number, currency: string): number {
  return amountMinor - (amountMinor % balanceStepMinor(currency));
}

/** By how much a rounded balance may be too high or too low, in minor units. */
export function balanceErrorMinor(currency: string): number {
  return balanceStepMinor(currency) / 2;
}

const balanceStepMinor = (currency: string): number => 10 * 10 ** minorDigits(currency);

/** A total in minor units: to the nearest ten units below a thousand, to two significant digits from there up. */
export function roundTotal(amountMinor: number, currency: string): number {
  const unitMinor = 10 ** minorDigits(currency);
  const wholeUnits = Math.trunc(Math.abs(amountMinor) / unitMinor);
  const step = wholeUnits < 1_000 ? 10 : 10 ** (String(wholeUnits).length - 2);
  return roundToStep(amountMinor, step * unitMinor);
}

/** A minimum payment in minor units, up to the next five units: whoever pays what was said has paid enough. */
export function roundMinimum(amountMinor: number, currency: string): number {
  const step = 5 * 10 ** minorDigits(currency);
  return Math.ceil(amountMinor / step) * step;
}

/** To the nearest multiple of a step; a half goes away from zero. */
function roundToStep(amount: number, step: number): number {
  const size = Math.abs(amount);
  const rest = size % step;
  const rounded = size - rest + (2 * rest >= step ? step : 0);
  // Minus zero is not an amount.
  return rounded === 0 ? 0 : Math.sign(amount) * rounded;
}
