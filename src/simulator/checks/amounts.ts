/** Amounts of money in text, and whether the bank answered them. */
import { currency as currencyCode } from '../../facade/contract.ts';
import type { FacadeExchange } from '../turn-record.ts';
import { findNumber } from '../understand/numbers.ts';
import { tokenize } from '../understand/tokens.ts';

/** An amount as it was said, in major units. */
export interface SaidAmount {
  readonly value: number;
  /** The smallest step that the way of saying it tells apart: 10 for "2,420", 0.01 for "2,420.10". */
  readonly step: number;
}

const unitWords: ReadonlySet<string> = new Set(
  'dollar dollars buck bucks pound pounds quid euro euros franc francs krona kronor koruna korunas crown crowns yen rupee rupees peso pesos'.split(
    ' ',
  ),
);
const centWords: ReadonlySet<string> = new Set(['cent', 'cents', 'penny', 'pence']);
const isoCodes: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));
const number = String.raw`\d[\d,]*(?:\.\d+)?`;
const afterSign = new RegExp(String.raw`(?:\p{Sc}|\b([A-Z]{3}))\s?(${number})`, 'gu');
const beforeSign = new RegExp(String.raw`(${number})\s?(?:\p{Sc}|([A-Z]{3})\b|Kč)`, 'gu');

/** Every amount of money in a text, in figures or in words. */
export function amountsIn(text: string): SaidAmount[] {
  // One spelling for all currencies: which one it is does not matter here.
  const spelt = text
    .replaceAll(afterSign, (whole, code: string | undefined, value: string) =>
      code === undefined || isoCodes.has(code) ? ` ${value} dollars ` : whole,
    )
    .replaceAll(beforeSign, (whole, value: string, code: string | undefined) =>
      code === undefined || isoCodes.has(code) ? ` ${value} dollars ` : whole,
    );
  const words = tokenize(spelt).map(token => token.text);
  const found: SaidAmount[] = [];
  for (let at = 0; at < words.length;) {
    const said = saidNumber(words, at);
    if (said === null) {
      at += 1;
      continue;
    }
    at += said.length;
    const unit = words[at] ?? '';
    if (unitWords.has(unit)) {
      const cents = words[at + 1] === 'and' ? saidNumber(words, at + 2) : null;
      if (cents !== null && centWords.has(words[at + 2 + cents.length] ?? '')) {
        found.push({ value: said.value + cents.value / 100, step: 0.01 });
        at += 2 + cents.length;
      } else {
        found.push({ value: said.value, step: said.step });
      }
    } else if (centWords.has(unit)) {
      found.push({ value: said.value / 100, step: 0.01 });
    }
  }
  return found;
}

function saidNumber(words: readonly string[], at: number): (SaidAmount & { length: number }) | null {
  const word = words[at] ?? '';
  if (/^\d+\.\d+$/.test(word)) return { value: Number(word), step: 0.01, length: 1 };
  const found = findNumber(words, at);
  if (found === null) return null;
  const zeros = /0*$/.exec(String(found.value))?.[0].length ?? 0;
  return { value: found.value, step: found.value === 0 ? 1 : 10 ** zeros, length: found.length };
}

/** What the bank told in these exchanges, in major units: every amount, and the difference that a reply may draw. */
export function answeredAmounts(exchanges: readonly FacadeExchange[]): number[] {
  return exchanges.flatMap(({ answer, status }) => (status === 200 ? amountsOf(answer) : []));
}

/** What the customer asked about in these exchanges, in major units: the platform has heard it. */
export const askedAmounts = (exchanges: readonly FacadeExchange[]): number[] =>
  exchanges.flatMap(({ question }) => amountsOf(question));

function amountsOf(answer: unknown): number[] {
  const minor: number[] = [];
  const codes = new Set<string>();
  walk(answer, (key, value) => {
    if (typeof value === 'number' && key.endsWith('Minor')) minor.push(Math.abs(value));
    if (key === 'currency' && currencyCode.safeParse(value).success) codes.add(String(value));
  });
  const { spent, before } = (answer ?? {}) as {
    spent?: { sumMinor?: unknown };
    before?: { spent?: { sumMinor?: unknown } };
  };
  const [now, then] = [spent?.sumMinor, before?.spent?.sumMinor];
  if (typeof now === 'number' && typeof then === 'number') minor.push(Math.abs(now - then));
  const scales = codes.size === 0 ? [100] : [...codes].map(code => 10 ** fractionDigits(code));
  return scales.flatMap(scale => minor.map(value => value / scale));
}

function fractionDigits(code: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency: code }).resolvedOptions()
      .maximumFractionDigits ?? 2
  );
}

/** Whether an amount is one of those that were answered, to the precision in which it is said. */
export function isAnswered(said: SaidAmount, answered: readonly number[]): boolean {
  return answered.some(value => Math.abs(value - said.value) <= said.step / 2 + 1e-6);
}

/** Visits every property of a JSON value, at any depth; an array's elements have the array's key. */
export function walk(value: unknown, visit: (key: string, value: unknown) => void, key = ''): void {
  visit(key, value);
  if (Array.isArray(value)) for (const each of value) walk(each, visit, key);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, each] of Object.entries(value)) walk(each, visit, name);
  }
}
