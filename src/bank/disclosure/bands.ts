/**
 * The amounts that "do I have at least so much?" is compared with. There are few of them, and the same for everybody:
 * by amounts of one's own choosing, a balance is found to the cent in twenty questions.
 */
import type { QuestionOf } from '../../facade/contract.ts';
import { minorDigits } from '../pipeline/round.ts';

const bandsInUnits = [20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000] as const;

/** How many times as large the bands are, for currencies whose unit buys less than a dollar does. */
const scales: Readonly<Record<string, number>> = {
  CZK: 10,
  DKK: 10,
  NOK: 10,
  SEK: 10,
  MXN: 10,
  PHP: 10,
  THB: 10,
  TWD: 10,
  UAH: 10,
  ZAR: 10,
  HUF: 100,
  INR: 100,
  ISK: 100,
  JPY: 100,
  CLP: 1_000,
  COP: 1_000,
  KRW: 1_000,
  IDR: 10_000,
  VND: 10_000,
};

/** The bands of a currency in its minor units, ascending. */
export function fundsBands(currency: string): readonly number[] {
  const unitMinor = (scales[currency] ?? 1) * 10 ** minorDigits(currency);
  return bandsInUnits.map(units => units * unitMinor);
}

/**
 * The question as it is compared: at the nearest band upwards, and above the highest one at the highest. It depends on
 * what was asked alone, so that it tells nothing; upwards, so that a yes is a yes to what was asked as well.
 */
export function moveToBand(question: QuestionOf<'funds'>): QuestionOf<'funds'> {
  const bands = fundsBands(question.currency);
  const atLeastMinor = bands.find(band => band >= question.atLeastMinor) ?? bands.at(-1);
  if (atLeastMinor === undefined) throw new Error('there is a band for every currency');
  return { ...question, atLeastMinor };
}
