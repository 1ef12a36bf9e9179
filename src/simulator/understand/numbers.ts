/**
 * Numbers as people say them, and what Alexa makes of them: AMAZON.NUMBER, AMAZON.Ordinal,
 * AMAZON.FOUR_DIGIT_NUMBER (Amazon's "Slot Type Reference"). Pure functions over a row of words.
 */

/** A value found in a row of words: how many words it took. */
export interface Found<Value> {
  readonly value: Value;
  readonly length: number;
}

const ones: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
};
const teens: Readonly<Record<string, number>> = {
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
};
const tens: Readonly<Record<string, number>> = {
  twenty: 20,
  thirty: 30,
  forty: 40,
  fourty: 40,
  fifty: 50,
  sixty: 60,
  seventy: 70,
  eighty: 80,
  ninety: 90,
};
const scales: Readonly<Record<string, number>> = {
  thousand: 1_000,
  grand: 1_000,
  million: 1_000_000,
  billion: 1_000_000_000,
};

/** Zero as it is said in a row of digits. */
const zeros: ReadonlySet<string> = new Set(['zero', 'oh', 'o', 'nought', 'naught', 'nil']);

const ordinals: Readonly<Record<string, number>> = {
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
  eleventh: 11,
  twelfth: 12,
  thirteenth: 13,
  fourteenth: 14,
  fifteenth: 15,
  sixteenth: 16,
  seventeenth: 17,
  eighteenth: 18,
  nineteenth: 19,
  twentieth: 20,
  thirtieth: 30,
  fortieth: 40,
  fiftieth: 50,
  hundredth: 100,
};

function lookUp(table: Readonly<Record<string, number>>, word: string | undefined): number | undefined {
  return word !== undefined && Object.hasOwn(table, word) ? table[word] : undefined;
}

/** Whether a number or an ordinal may begin with this word. */
export function beginsNumber(word: string): boolean {
  return /^\d/.test(word) || [ones, teens, tens, ordinals].some(table => lookUp(table, word) !== undefined);
}

/** One to ninety-nine in words, without a leading "and". */
function belowHundred(words: readonly string[], at: number): Found<number> | null {
  const ten = lookUp(tens, words[at]);
  if (ten !== undefined) {
    const one = lookUp(ones, words[at + 1]);
    return one !== undefined && one > 0 ? { value: ten + one, length: 2 } : { value: ten, length: 1 };
  }
  const small = lookUp(teens, words[at]) ?? lookUp(ones, words[at]);
  return small === undefined ? null : { value: small, length: 1 };
}

/** One to 9,999 by hundreds: "seven", "one hundred and five", "twelve hundred", "a hundred". */
function belowTenThousand(words: readonly string[], at: number): Found<number> | null {
  const article = words[at] === 'a' && words[at + 1] === 'hundred';
  const head = article ? { value: 1, length: 1 } : belowHundred(words, at);
  if (head === null || head.value === 0 || words[at + head.length] !== 'hundred') return head;
  const tail = afterAnd(words, at + head.length + 1, belowHundred);
  return { value: head.value * 100 + (tail?.value ?? 0), length: head.length + 1 + (tail?.length ?? 0) };
}

/** A number that continues another one, with or without an "and" before it. */
function afterAnd(
  words: readonly string[],
  at: number,
  find: (words: readonly string[], at: number) => Found<number> | null,
): Found<number> | null {
  const and = words[at] === 'and' ? 1 : 0;
  const found = find(words, at + and);
  return found === null ? null : { value: found.value, length: found.length + and };
}

/** A whole number: "seven", "twenty five", "one hundred and five", "a thousand", "42". AMAZON.NUMBER. */
export function findNumber(words: readonly string[], at: number): Found<number> | null {
  const first = words[at];
  if (first === undefined) return null;
  if (/^\d{1,15}$/.test(first)) {
    const times = words[at + 1] === 'hundred' ? 100 : lookUp(scales, words[at + 1]);
    return times === undefined
      ? { value: Number(first), length: 1 }
      : { value: Number(first) * times, length: 2 };
  }

  const article = first === 'a' && lookUp(scales, words[at + 1]) !== undefined;
  let part = article ? { value: 1, length: 1 } : belowTenThousand(words, at);
  if (part === null) return null;
  let value = 0;
  let next = at;
  // Each part is multiplied by a smaller scale than the one before it; the last one by none.
  for (let limit = Infinity; part !== null;) {
    const scale: number | undefined = lookUp(scales, words[next + part.length]);
    if (scale === undefined || scale >= limit) {
      return part.value < limit
        ? { value: value + part.value, length: next + part.length - at }
        : { value, length: next - at };
    }
    value += part.value * scale;
    next += part.length + 1;
    limit = scale;
    part = afterAnd(words, next, belowTenThousand);
  }
  return { value, length: next - at };
}

function isScale(word: string | undefined): boolean {
  return word === 'hundred' || lookUp(scales, word) !== undefined;
}

/** "third", "twenty first", "21st". AMAZON.Ordinal. */
export function findOrdinal(words: readonly string[], at: number): Found<number> | null {
  const word = words[at];
  if (word === undefined) return null;
  const digits = /^(\d{1,3})(?:st|nd|rd|th)$/.exec(word)?.[1];
  if (digits !== undefined) return { value: Number(digits), length: 1 };
  const ten = lookUp(tens, word);
  const one = lookUp(ordinals, words[at + 1]);
  if (ten !== undefined && one !== undefined && one < 10) return { value: ten + one, length: 2 };
  const plain = lookUp(ordinals, word);
  return plain === undefined ? null : { value: plain, length: 1 };
}

/**
 * The digits of a number said piece by piece: "four eight two one", "forty eight twenty one", "double two oh
 * seven", "4821", "twelve hundred". Reads on as long as the words are digits and gives them all, however many;
 * null where there is none.
 */
export function findDigits(words: readonly string[], at: number): Found<string> | null {
  let digits = '';
  let next = at;
  while (next < words.length && digits.length < 32) {
    const piece = digitPiece(words, next);
    if (piece === null) break;
    digits += piece.value;
    next += piece.length;
  }
  return next === at ? null : { value: digits, length: next - at };
}

function digitPiece(words: readonly string[], at: number): Found<string> | null {
  const word = words[at];
  if (word === undefined) return null;
  if (/^\d{1,16}$/.test(word)) return { value: word, length: 1 };
  if (zeros.has(word)) return { value: '0', length: 1 };

  const times =
    word === 'double' ? 2 : word === 'triple' || word === 'treble' ? 3 : word === 'quadruple' ? 4 : 0;
  if (times > 0) {
    const digit = singleDigit(words[at + 1]);
    return digit === undefined ? null : { value: digit.repeat(times), length: 2 };
  }

  // "four thousand eight hundred and twenty one", "twelve hundred": one number, its digits in a row.
  const whole = findNumber(words, at);
  if (whole !== null && words.slice(at, at + whole.length).some(isScale)) {
    return { value: String(whole.value), length: whole.length };
  }
  const small = belowHundred(words, at);
  return small === null ? null : { value: String(small.value), length: small.length };
}

function singleDigit(word: string | undefined): string | undefined {
  if (word === undefined) return undefined;
  if (zeros.has(word)) return '0';
  if (/^\d$/.test(word)) return word;
  const one = lookUp(ones, word);
  return one === undefined ? undefined : String(one);
}

/** Exactly four digits, however they are said. AMAZON.FOUR_DIGIT_NUMBER gives them as they are, "0042" too. */
export function findFourDigitNumber(words: readonly string[], at: number): Found<string> | null {
  const found = findDigits(words, at);
  return found?.value.length === 4 ? found : null;
}
