import type { Question } from '../../../facade/contract.ts';
import { canonicalJson, type Json } from './canonical.ts';

/** A detail of a question that disclosure control may change. */
const details = ['window', 'account', 'category', 'atLeastMinor'] as const;
type Detail = (typeof details)[number];

/**
 * In which details the question that was told differs from the one that was asked. There is one reason why they may:
 * otherwise a single entry of the ledger, or the balance to the cent, could be worked out from it and from what was
 * told before.
 */
export function adjustedDetails(asked: Question, told: Question): Detail[] {
  const [one, other]: Record<string, Json | undefined>[] = [{ ...asked }, { ...told }];
  return details.filter(
    detail => canonicalJson(one?.[detail] ?? null) !== canonicalJson(other?.[detail] ?? null),
  );
}
