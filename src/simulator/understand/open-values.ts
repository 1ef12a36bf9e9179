/** Values that a catalogue does not list: "how much did I spend on sneakers". Alexa sends them without a match. */

/** Words after which a slot value begins. */
const introductions: ReadonlySet<string> = new Set(['on', 'at', 'for']);

/** Words that stand before a value and are no part of it. */
const determiners: ReadonlySet<string> = new Set([
  'a',
  'an',
  'the',
  'my',
  'our',
  'some',
  'this',
  'that',
  'new',
]);

/** Words that end a value. */
const ends: ReadonlySet<string> = new Set(
  (
    'in on at for from with since over during within between until till to of by about and or but than then ' +
    'this that last next past each every per i you we they he she it is was are were do does did have has had ' +
    'can could will would please so far lately recently overall altogether already ever usually total what when ' +
    'how much many not no yes today yesterday tonight now because if after before again instead too compared versus'
  ).split(' '),
);

/** Words that name nothing that money is spent on. */
const empty: ReadonlySet<string> = new Set(
  (
    'everything anything something nothing things thing stuff all average money me myself us them there here ' +
    'card cards account accounts bank month months week weeks year years day days time average moment whole ' +
    'certain amount sale purpose'
  ).split(' '),
);

const maxWords = 4;

/**
 * The words after "on", "at" or "for" that no value of the utterance has taken. `introducedBy` are the words that the
 * samples have before the slot.
 */
export function findOpenValue(
  words: readonly string[],
  isTaken: (at: number) => boolean,
  introducedBy: ReadonlySet<string>,
): { readonly from: number; readonly to: number } | null {
  for (let at = 0; at + 1 < words.length; at += 1) {
    const word = words[at] ?? '';
    if (!introductions.has(word) || !introducedBy.has(word)) continue;
    let from = at + 1;
    while (determiners.has(words[from] ?? '')) from += 1;
    let to = from;
    while (to < words.length && to - from < maxWords && !isTaken(to) && !ends.has(words[to] ?? '')) to += 1;
    if (to > from && !empty.has(words[from] ?? '') && !empty.has(words[to - 1] ?? '')) return { from, to };
  }
  return null;
}
