import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseInteractionModel } from '../../../src/simulator/interaction-model.ts';
import { findDate } from '../../../src/simulator/understand/dates.ts';
import { findDuration } from '../../../src/simulator/understand/durations.ts';
import { createUnderstanding } from '../../../src/simulator/understand/index.ts';
import { findFourDigitNumber, findNumber, type Found } from '../../../src/simulator/understand/numbers.ts';
import { tokenize } from '../../../src/simulator/understand/tokens.ts';

/** A row of the table: what is said of a type, on which day, and what Alexa makes of it. */
interface Row {
  readonly type: string;
  readonly today: string;
  readonly phrase: string;
  readonly value: string;
}

const anyDay = '2026-11-23';

function readTable(): Row[] {
  const text = readFileSync(new URL('spoken-values.txt', import.meta.url), 'utf8');
  const rows: Row[] = [];
  let heading = { type: '', today: anyDay };
  for (const line of text.split('\n').filter(each => each !== '' && !each.startsWith('#'))) {
    const [, type, today = anyDay] = /^\[(\S+)(?: (\S+))?\]$/.exec(line) ?? [];
    const [phrase = '', value = ''] = line.split(/\s*\|\s*/);
    if (type !== undefined) heading = { type, today };
    else rows.push({ ...heading, phrase, value });
  }
  return rows;
}

const table = readTable();
const types = [...new Set(table.map(({ type }) => type))];

const wordsOf = (text: string): string[] => tokenize(text).map(token => token.text);

/** The value of a phrase that is one value from its first word to its last; null for any other. */
function whole<Value>(text: string, find: (words: readonly string[]) => Found<Value> | null): Value | null {
  const words = wordsOf(text);
  const found = find(words);
  return found?.length === words.length ? found.value : null;
}

/** A skill with an intent for each type: as `{it}` after a few words, and elicited. */
const understand = createUnderstanding(
  parseInteractionModel(
    JSON.stringify({
      interactionModel: {
        languageModel: {
          invocationName: 'value taker',
          intents: types.map(type => ({
            name: `${type.replaceAll(/[^A-Za-z]/g, '')}Intent`,
            slots: [{ name: 'it', type }],
            samples: [`write down ${type.toLowerCase().replaceAll(/[^a-z]+/g, ' ')} {it}`],
          })),
        },
      },
    }),
    'test',
  ),
);
const intentOf = (type: string): string => `${type.replaceAll(/[^A-Za-z]/g, '')}Intent`;

describe('what people say', () => {
  it('is a table of more than three hundred phrases', () => {
    expect(table.length).toBeGreaterThan(300);
    expect(types).toEqual([
      'AMAZON.DATE',
      'AMAZON.DURATION',
      'AMAZON.FOUR_DIGIT_NUMBER',
      'AMAZON.NUMBER',
      'AMAZON.Ordinal',
    ]);
    const keys = table.map(({ type, today, phrase }) => `${type} ${today} ${phrase}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it.each(table)('$type on $today: "$phrase" is $value', ({ type, today, phrase, value }) => {
    const situation = { today, timeZone: 'UTC', expecting: null };
    const lead = `write down ${type.toLowerCase().replaceAll(/[^a-z]+/g, ' ')}`;
    for (const [utterance, expecting] of [
      [`${lead} ${phrase}`, null],
      [phrase, { intent: intentOf(type), slot: 'it' }],
      [`${phrase} please`, { intent: intentOf(type), slot: 'it' }],
    ] as const) {
      const { intent, slots } = understand(utterance, { ...situation, expecting });
      expect([utterance, intent, slots.it?.value]).toEqual([utterance, intentOf(type), value]);
    }
  });
});

describe('what is no value', () => {
  it.each([
    'groceries',
    'the past week',
    'past month',
    'last',
    'the',
    'november thirty first',
    'february 30',
    'the thirty second',
    'ten days',
    'week',
    'month',
    'the month of groceries',
    'the year',
    'the fifth quarter',
    'savings',
    'one two three four',
    'ago',
  ])('%s is no date', phrase => {
    expect(whole(phrase, words => findDate(words, 0, anyDay))).toBeNull();
  });

  it.each(['last week', 'week', 'ten', 'the', 'days', 'half', 'savings', 'a', 'couple', 'ten groceries'])(
    '%s is no duration',
    phrase => {
      expect(whole(phrase, words => findDuration(words, 0))).toBeNull();
    },
  );

  it.each([
    'four eight two',
    'four eight two one six',
    'forty eight',
    '12345',
    'double two',
    'help',
    'double',
    'a hundred',
  ])('%s is no number of four digits', phrase => {
    expect(whole(phrase, words => findFourDigitNumber(words, 0))).toBeNull();
  });
});

describe('a duration', () => {
  it.each([
    ['past week', 'P1W'],
    ['past month', 'P1M'],
    ['previous year', 'P1Y'],
    ['past quarter', 'P3M'],
  ])('without a number is meant after a word that says so: %s is %s', (phrase, value) => {
    expect(findDuration(wordsOf(phrase), 1)?.value).toBe(value);
  });
});

describe('a number', () => {
  it('ends where another number begins', () => {
    expect(findNumber(wordsOf('five and six'), 0)).toEqual({ value: 5, length: 1 });
    expect(findNumber(wordsOf('four eight'), 0)).toEqual({ value: 4, length: 1 });
    expect(findNumber(wordsOf('ten fifty'), 0)).toEqual({ value: 10, length: 1 });
    expect(findNumber(wordsOf('hundred'), 0)).toBeNull();
  });
});
