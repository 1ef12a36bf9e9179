/** Which precisions a bank offers, and which one belongs to an answer. */
import {
  balancePrecision,
  precision,
  type BalancePrecision,
  type ConsentPrecision,
  type Precision,
  type QuestionName,
} from '../../facade/contract.ts';
import type { Consent } from './consent.ts';

/** Whether a customer of this bank may choose amounts to the minor unit. */
export const exactAmounts = ['allowed', 'forbidden'] as const;
export type ExactAmounts = (typeof exactAmounts)[number];

/** What a customer may choose from, the careful choice of each first. */
export interface OfferedPrecisions {
  readonly totals: readonly Precision[];
  readonly balances: readonly BalancePrecision[];
}

export function offeredPrecisions(exact: ExactAmounts): OfferedPrecisions {
  const isOffered = (name: Precision | BalancePrecision): boolean => exact === 'allowed' || name !== 'exact';
  return {
    totals: precision.options.filter(isOffered),
    balances: balancePrecision.options.filter(isOffered),
  };
}

/**
 * The consent as the bank goes by it: where it forbids exact amounts, one to which a customer agreed before that is
 * what is offered first in its place.
 */
export function asOffered(consent: Consent, exact: ExactAmounts): Consent {
  if (exact === 'allowed') return consent;
  const { totals, balances } = consent.precision;
  return {
    ...consent,
    precision: {
      totals: totals === 'exact' ? 'about' : totals,
      balances: balances === 'exact' ? 'fresh' : balances,
    },
  };
}

/** Which of the two precisions of a consent a question goes by; null: its answer has no amount. */
export function precisionKind(question: QuestionName): keyof ConsentPrecision | null {
  switch (question) {
    case 'balance':
    case 'funds':
    case 'bill':
      return 'balances';
    case 'activity':
    case 'spending':
    case 'income':
      return 'totals';
    case 'alerts':
    case 'sharing':
    case 'disclosures':
      return null;
  }
}

/** What the customer chose for the amounts of an answer; null where it has none. */
export function chosenPrecision(
  { precision }: Pick<Consent, 'precision'>,
  question: QuestionName,
): Precision | BalancePrecision | null {
  const kind = precisionKind(question);
  return kind && precision[kind];
}

/** How precise the amounts of an answer are under a consent; null where it has none. */
export function precisionOf(consent: Pick<Consent, 'precision'>, question: QuestionName): Precision | null {
  const chosen = chosenPrecision(consent, question);
  return chosen === null || chosen === 'exact' ? chosen : 'about';
}
