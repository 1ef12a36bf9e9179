import type { Total } from '../../facade/contract.ts';
import { precisionOf, type Consent } from '../consent/index.ts';
import type { Figures, FiguresOf } from './facts.ts';
import { roundBalance, roundMinimum, roundTotal } from './round.ts';

/** Rounds every amount to the precision that the customer consented to. Counts and shares are said as they are. */
export function roundAnswer({
  figures,
  consent,
}: {
  figures: Figures;
  consent: Consent;
}): Promise<{ rounded: Figures }> {
  return Promise.resolve({
    rounded: precisionOf(consent, figures.question.name) === 'exact' ? figures : about(figures),
  });
}

function about(figures: Figures): Figures {
  if ('openCount' in figures || 'validUntil' in figures || 'fundsAvailable' in figures) return figures;
  if ('lastOn' in figures) return figures;
  // Balances are rounded before they are kept (`disclosure/balances`), so that what is kept is what was told.
  if ('accounts' in figures) return figures;
  if ('cards' in figures) return { ...figures, cards: figures.cards.map(aboutCard) };

  const round = (total: Total): Total => ({
    ...total,
    sumMinor: roundTotal(total.sumMinor, figures.currency),
  });
  if ('moneyOut' in figures) {
    return {
      ...figures,
      moneyOut: round(figures.moneyOut),
      moneyIn: figures.moneyIn && round(figures.moneyIn),
    };
  }
  if ('spent' in figures) {
    const before = figures.before && { ...figures.before, spent: round(figures.before.spent) };
    return { ...figures, spent: round(figures.spent), before };
  }
  return { ...figures, received: round(figures.received) };
}

type Card = FiguresOf<'bill'>['cards'][number];

function aboutCard(card: Card): Card {
  const amounts = card.statement?.amounts;
  if (card.statement === null || !amounts) return card;
  const rounded = {
    balanceMinor: roundBalance(amounts.balanceMinor, card.currency),
    minimumMinor: roundMinimum(amounts.minimumMinor, card.currency),
  };
  return { ...card, statement: { ...card.statement, amounts: rounded } };
}
