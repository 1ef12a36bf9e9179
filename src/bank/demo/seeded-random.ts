/** Chance that comes out the same each time: made-up data, never a secret. */

export interface SeededRandom {
  /** At least 0, less than 1. */
  next(): number;
  /** Whether something of this probability happens. */
  chance(probability: number): boolean;
  /** A whole number, both ends included. */
  between(least: number, most: number): number;
  pick<Item>(items: readonly [Item, ...Item[]]): Item;
}

/** A stream of its own for each label, so that adding one kind of event does not move another. */
export function seededRandom(...label: readonly string[]): SeededRandom {
  let state = hash(label.join('\u0000'));
  // mulberry32 (public domain, Tommy Ettinger): good enough for made-up purchases, a few lines long.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(next() * (most - least + 1));
  return {
    next,
    chance: probability => next() < probability,
    between,
    pick: items => items[between(0, items.length - 1)] ?? items[0],
  };
}

/** FNV-1a over UTF-16 code units. */
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    value = Math.imul(value ^ text.charCodeAt(index), 0x01000193);
  }
  return value | 0;
}
