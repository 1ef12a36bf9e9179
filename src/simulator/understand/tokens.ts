/**
 * An utterance as a row of plain words: lower case, no punctuation, contractions written out. Samples and
 * utterances pass through the same door, so that "What's my balance?" meets "what is my balance".
 */

/** A word, and where in the utterance it was heard. */
export interface Token {
  readonly text: string;
  /** Offsets into the utterance, `end` exclusive. The words of one contraction share them. */
  readonly start: number;
  readonly end: number;
}

/** Words that stand for several words, or for one that is spelt in another way. */
const rewritten: Readonly<Record<string, string>> = {
  "can't": 'can not',
  cant: 'can not',
  cannot: 'can not',
  "won't": 'will not',
  wont: 'will not',
  "shan't": 'shall not',
  "ain't": 'is not',
  aint: 'is not',
  dont: 'do not',
  doesnt: 'does not',
  didnt: 'did not',
  isnt: 'is not',
  arent: 'are not',
  wasnt: 'was not',
  werent: 'were not',
  havent: 'have not',
  hasnt: 'has not',
  hadnt: 'had not',
  wouldnt: 'would not',
  couldnt: 'could not',
  shouldnt: 'should not',
  im: 'i am',
  ive: 'i have',
  whats: 'what is',
  wheres: 'where is',
  hows: 'how is',
  thats: 'that is',
  theres: 'there is',
  "let's": 'let us',
  gimme: 'give me',
  lemme: 'let me',
  wanna: 'want to',
  gonna: 'going to',
  gotta: 'got to',
  dunno: 'do not know',
  pls: 'please',
  plz: 'please',
  thx: 'thanks',
  ok: 'okay',
  u: 'you',
  ur: 'your',
  acct: 'account',
  recognise: 'recognize',
  recognised: 'recognized',
  authorise: 'authorize',
  authorised: 'authorized',
  unauthorised: 'unauthorized',
};

/** What an apostrophe cut short, by what follows it. */
const endings: Readonly<Record<string, string>> = { re: 'are', ve: 'have', ll: 'will', d: 'would', m: 'am' };

/** After these, 's is "is" (or "has"); after any other word it marks a possessive and is dropped. */
const takesIs: ReadonlySet<string> = new Set(
  'what where who how when why that this it there here he she everything'.split(' '),
);

const currencies: Readonly<Record<string, string>> = { $: 'dollars', '£': 'pounds', '€': 'euros' };

const word = /[$£€]?\d[\d,]*(?:\.\d+)?(?:st|nd|rd|th|k)?|\p{L}+(?:'\p{L}+)*/gu;

/** Splits an utterance into its words. An utterance without a word gives an empty list. */
export function tokenize(utterance: string): Token[] {
  const heard = utterance.replaceAll(/[\u2018\u2019\u02bc`]/g, "'");
  const tokens: Token[] = [];
  for (const match of heard.matchAll(word)) {
    const start = match.index;
    for (const token of writeOut(match[0].toLowerCase(), start)) tokens.push(token);
  }
  return tokens;
}

/** The words alone, joined by single blanks. */
export function normalize(utterance: string): string {
  return tokenize(utterance)
    .map(token => token.text)
    .join(' ');
}

function writeOut(text: string, start: number): Token[] {
  const end = start + text.length;
  const all = (words: readonly string[]): Token[] => words.map(part => ({ text: part, start, end }));

  const written = Object.hasOwn(rewritten, text) ? rewritten[text] : undefined;
  if (written !== undefined) return all(written.split(' '));

  const currency = currencies[text.charAt(0)];
  if (currency !== undefined) return all([text.slice(1).replaceAll(',', ''), currency]);
  if (/^\d/.test(text)) return all([text.replaceAll(',', '')]);

  const apostrophe = text.indexOf("'");
  if (apostrophe < 0) return all([text]);
  const stem = text.slice(0, apostrophe);
  const tail = text.slice(apostrophe + 1);
  if (tail === 's') {
    // A possessive's own words end before the apostrophe, so that "last month's" is heard as "last month".
    return takesIs.has(stem) ? all([stem, 'is']) : [{ text: stem, start, end: start + stem.length }];
  }
  if (tail === 't' && stem.endsWith('n')) return all([stem.slice(0, -1), 'not']);
  const ending = endings[tail];
  if (ending !== undefined) return all([stem, ending]);
  return all([stem + tail.replaceAll("'", '')]);
}

/** The part of the utterance that tokens `from` (inclusive) to `to` (exclusive) were heard in. */
export function spokenText(utterance: string, tokens: readonly Token[], from: number, to: number): string {
  const first = tokens[from];
  const last = tokens[to - 1];
  return first === undefined || last === undefined ? '' : utterance.slice(first.start, last.end);
}
