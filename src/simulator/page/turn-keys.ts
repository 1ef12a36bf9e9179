/** From turn to turn by keyboard. */

/**
 * The turn above (-1) or below (1) the one that has the focus, in it or on it; the field is below the newest, and null
 * stands for it.
 */
export function neighbouringTurn(step: -1 | 1): HTMLElement | null {
  const turns = [...document.querySelectorAll<HTMLElement>('.turns article:not(.pending)')];
  const focused = turns.findIndex(turn => turn.contains(document.activeElement));
  const from = focused < 0 ? turns.length : focused;
  return turns[Math.max(0, from + step)] ?? null;
}

/** Whether an element is a turn itself, and not something in it. */
export const isTurn = (element: Element | null): boolean =>
  element?.tagName === 'ARTICLE' && element.closest('.turns') !== null;

export const stepOf = (key: string): -1 | 1 | null =>
  key === 'ArrowUp' ? -1 : key === 'ArrowDown' ? 1 : null;
