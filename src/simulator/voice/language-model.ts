/**
 * A trigram model of what people say, in the ARPA format that speech recognisers read (Doug Paul, "ngram-format(5)").
 *
 * Interpolated Kneser-Ney smoothing with one discount (Chen and Goodman, "An Empirical Study of Smoothing Techniques
 * for Language Modeling", 1999, section 4): a word that was never heard after two others takes its chance from how many
 * different words it follows. Pure.
 */

/** A sentence as words, and how often it counts. */
export interface WeightedSentence {
  readonly words: readonly string[];
  readonly weight: number;
}

/** What a count loses to everything that was not heard. */
const discount = 0.75;

const begin = '<s>';
const end = '</s>';
/** ARPA's "never": the beginning of a sentence is not said. */
const never = -99;

/** Counts of what follows a history. */
interface Followers {
  total: number;
  readonly counts: Map<string, number>;
}

/** Histories of 0, 1 and 2 words, joined by a blank. */
type Order = Map<string, Followers>;

/** The model as text. Without a sentence it is a model of silence. */
export function trigramModel(sentences: readonly WeightedSentence[]): string {
  const trigrams: Order = new Map();
  for (const { words, weight } of sentences) {
    if (words.length === 0) continue;
    const row = [begin, ...words, end];
    for (let at = 1; at < row.length; at += 1) {
      const history = row.slice(Math.max(0, at - 2), at).join(' ');
      count(trigrams, history, row[at] ?? '', weight);
    }
  }
  // A lower order counts in how many contexts a word was met, not how often (Kneser and Ney, 1995); what begins a
  // sentence has no longer context, and keeps its own counts.
  const bigrams: Order = new Map();
  for (const [history, { counts }] of trigrams) {
    const words = history.split(' ');
    for (const [word, times] of counts) {
      if (words.length === 1) count(bigrams, history, word, times);
      else count(bigrams, words[1] ?? '', word, 1);
    }
  }
  const unigrams: Order = new Map();
  for (const { counts } of bigrams.values()) for (const word of counts.keys()) count(unigrams, '', word, 1);

  const uniform = 1 / Math.max(1, unigrams.get('')?.counts.size ?? 0);
  const one = probabilities(unigrams, () => uniform);
  const two = probabilities(bigrams, (_, word) => one.get(word) ?? uniform);
  const deep: Order = new Map([...trigrams].filter(([history]) => history.includes(' ')));
  const three = probabilities(deep, (history, word) => {
    const [, last = ''] = history.split(' ');
    return two.get(`${last} ${word}`) ?? backoff(bigrams, last) * (one.get(word) ?? uniform);
  });

  return [
    '\\data\\',
    `ngram 1=${one.size + 1}`,
    `ngram 2=${two.size}`,
    `ngram 3=${three.size}`,
    '',
    '\\1-grams:',
    `${never} ${begin} ${log(backoff(bigrams, begin))}`,
    ...lines(one, words => backoff(bigrams, words)),
    '',
    '\\2-grams:',
    ...lines(two, words => backoff(deep, words)),
    '',
    '\\3-grams:',
    ...lines(three, null),
    '',
    '\\end\\',
    '',
  ].join('\n');
}

function count(order: Order, history: string, word: string, times: number): void {
  let followers = order.get(history);
  if (followers === undefined) order.set(history, (followers = { total: 0, counts: new Map() }));
  followers.total += times;
  followers.counts.set(word, (followers.counts.get(word) ?? 0) + times);
}

/** What is left of a history's chance for the order below. */
function backoff(order: Order, history: string): number {
  const followers = order.get(history);
  return followers === undefined ? 1 : (discount * followers.counts.size) / followers.total;
}

function probabilities(
  order: Order,
  below: (history: string, word: string) => number,
): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const [history, { total, counts }] of order) {
    const left = backoff(order, history);
    for (const [word, times] of counts) {
      const own = Math.max(times - discount, 0) / total;
      found.set(history === '' ? word : `${history} ${word}`, own + left * below(history, word));
    }
  }
  return found;
}

const log = (value: number): string => Math.log10(value).toFixed(4);

/** Sorted, so that the same sentences give the same file. */
function lines(
  chances: ReadonlyMap<string, number>,
  backoffOf: ((words: string) => number) | null,
): string[] {
  return [...chances]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([words, chance]) =>
      backoffOf === null || words.endsWith(end)
        ? `${log(chance)} ${words}`
        : `${log(chance)} ${words} ${log(backoffOf(words))}`,
    );
}
