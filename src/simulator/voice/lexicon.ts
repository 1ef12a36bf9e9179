/** How words are pronounced, as the recogniser's dictionary writes it: a word and its phones on a line (CMUdict). Pure. */

/** The phones of words, each word's own; as many as there are words, or none where it cannot tell. */
export type Pronounce = (words: readonly string[]) => Promise<readonly (readonly string[])[]>;

/** The phones of CMUdict, as the acoustic model knows them. */
const phones: ReadonlySet<string> = new Set(
  'AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z ZH'.split(
    ' ',
  ),
);

/** Names that a synthesiser gives the phones of American English beyond CMUdict's. */
const samePhone: Readonly<Record<string, string>> = { AX: 'AH', AXR: 'ER', NX: 'N', DX: 'T' };

/** The lines of a dictionary for these words, and which of them it does not have. */
export function lookUp(
  words: ReadonlySet<string>,
  dictionary: string,
): { readonly lines: readonly string[]; readonly missing: readonly string[] } {
  const found = new Set<string>();
  const lines: string[] = [];
  for (const line of dictionary.split('\n')) {
    // A second pronunciation is written as "either(2) IY DH ER".
    const word = line.slice(0, line.search(/[ (\t]|$/));
    if (!words.has(word)) continue;
    found.add(word);
    lines.push(line.trim());
  }
  return { lines, missing: [...words].filter(word => !found.has(word)).sort() };
}

/** Lines for words that the dictionary lacks, by the letters; a word that cannot be pronounced is left out. */
export async function pronounced(words: readonly string[], pronounce: Pronounce): Promise<readonly string[]> {
  const spoken = words.length === 0 ? [] : await pronounce(words);
  if (spoken.length !== words.length) return [];
  return words.flatMap((word, at) => {
    const named = (spoken[at] ?? []).map(phone => {
      const name = phone.toUpperCase();
      return samePhone[name] ?? name;
    });
    return named.length > 0 && named.every(name => phones.has(name)) ? [`${word} ${named.join(' ')}`] : [];
  });
}
