import { describe, expect, it } from 'vitest';
import { findDate } from '../../../src/simulator/understand/dates.ts';
import { findDuration } from '../../../src/simulator/understand/durations.ts';
import {
  findFourDigitNumber,
  findNumber,
  findOrdinal,
  type Found,
} from '../../../src/simulator/understand/numbers.ts';
import { tokenize } from '../../../src/simulator/understand/tokens.ts';

const wordsOf = (text: string): string[] => tokenize(text).map(token => token.text);

/** The value of a phrase that is one value from its first word to its last; null for any other. */
function whole<Value>(text: string, find: (words: readonly string[]) => Found<Value> | null): Value | null {
  const words = wordsOf(text);
  const found = find(words);
  return found?.length === words.length ? found.value : null;
}

/** Phrase and value, aligned; a blank line between groups. */
const rows = (table: string): [phrase: string, value: string][] =>
  table
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .map(line => {
      const [phrase = '', value = ''] = line.split(/\s*\|\s*/);
      return [phrase, value];
    });

describe('AMAZON.DATE, on Monday 23 November 2026', () => {
  it.each(
    rows(`
      right now                                | PRESENT_REF
      today                                    | 2026-11-23
      tonight                                  | 2026-11-23
      this morning                             | 2026-11-23
      this afternoon                           | 2026-11-23
      this evening                             | 2026-11-23
      tomorrow                                 | 2026-11-24
      tomorrow morning                         | 2026-11-24
      yesterday                                | 2026-11-22
      yesterday evening                        | 2026-11-22
      last night                               | 2026-11-22
      the day before yesterday                 | 2026-11-21
      day before yesterday                     | 2026-11-21
      the day after tomorrow                   | 2026-11-25

      monday                                   | 2026-11-23
      tuesday                                  | 2026-11-24
      wednesday                                | 2026-11-25
      thursday                                 | 2026-11-26
      friday                                   | 2026-11-27
      saturday                                 | 2026-11-28
      sunday                                   | 2026-11-29
      Fridays                                  | 2026-11-27
      this friday                              | 2026-11-27
      next monday                              | 2026-11-30
      next tuesday                             | 2026-11-24
      this coming thursday                     | 2026-11-26
      last monday                              | 2026-11-16
      last friday                              | 2026-11-20
      last sunday                              | 2026-11-22
      past friday                              | 2026-11-20
      previous wednesday                       | 2026-11-18
      the previous tuesday                     | 2026-11-17
      this past saturday                       | 2026-11-21
      this last saturday                       | 2026-11-21
      monday last week                         | 2026-11-16
      friday of last week                      | 2026-11-20
      last week friday                         | 2026-11-20
      last week on tuesday                     | 2026-11-17
      thursday next week                       | 2026-12-03
      wednesday this week                      | 2026-11-25

      this week                                | 2026-W48
      the current week                         | 2026-W48
      next week                                | 2026-W49
      last week                                | 2026-W47
      the last week                            | 2026-W47
      previous week                            | 2026-W47
      the previous week                        | 2026-W47
      last week's                              | 2026-W47
      the week before last                     | 2026-W46
      this weekend                             | 2026-W48-WE
      the weekend                              | 2026-W48-WE
      next weekend                             | 2026-W49-WE
      last weekend                             | 2026-W47-WE
      past weekend                             | 2026-W47-WE
      this past weekend                        | 2026-W47-WE
      the weekend before last                  | 2026-W46-WE
      the week of november second              | 2027-W44
      the week of the 1st                      | 2026-W49
      the week of december first               | 2026-W49
      the week beginning monday                | 2026-W48

      this month                               | 2026-11
      the current month                        | 2026-11
      next month                               | 2026-12
      last month                               | 2026-10
      last month's                             | 2026-10
      the previous month                       | 2026-10
      the month before last                    | 2026-09
      november                                 | 2026-11
      december                                 | 2026-12
      january                                  | 2027-01
      february                                 | 2027-02
      october                                  | 2027-10
      sept                                     | 2027-09
      this october                             | 2026-10
      this december                            | 2026-12
      last october                             | 2026-10
      last november                            | 2025-11
      last december                            | 2025-12
      last january                             | 2026-01
      this past may                            | 2026-05
      next march                               | 2027-03
      next december                            | 2026-12
      next november                            | 2027-11
      october 2025                             | 2025-10
      october twenty twenty five               | 2025-10
      october of 2025                          | 2025-10
      october of last year                     | 2025-10
      june last year                           | 2025-06
      march this year                          | 2026-03
      march of this year                       | 2026-03
      january next year                        | 2027-01
      may two thousand twenty six              | 2026-05

      november twenty fifth                    | 2026-11-25
      november twenty-fifth                    | 2026-11-25
      november 25                              | 2026-11-25
      november the twenty fifth                | 2026-11-25
      the twenty fifth of november             | 2026-11-25
      twenty fifth of november                 | 2026-11-25
      25 november                              | 2026-11-25
      the 25th of november                     | 2026-11-25
      november first                           | 2027-11-01
      october third                            | 2027-10-03
      october 3rd                              | 2027-10-03
      oct 3 2025                               | 2025-10-03
      october third twenty twenty five         | 2025-10-03
      the third of october 2025                | 2025-10-03
      the third of october last year           | 2025-10-03
      december thirty first                    | 2026-12-31
      new year's day                           | 2027-01-01
      february twenty ninth                    | 2028-02-29
      february 29 2024                         | 2024-02-29
      the fifteenth                            | 2026-12-15
      the 15th                                 | 2026-12-15
      the twenty third                         | 2026-11-23
      the thirtieth                            | 2026-11-30
      the 31st                                 | 2026-12-31
      the first of this month                  | 2026-11-01
      the fifth of last month                  | 2026-10-05
      the tenth of next month                  | 2026-12-10

      three days ago                           | 2026-11-20
      a day ago                                | 2026-11-22
      10 days ago                              | 2026-11-13
      a week ago                               | 2026-W47
      one week ago                             | 2026-W47
      two weeks ago                            | 2026-W46
      a couple of weeks ago                    | 2026-W46
      a fortnight ago                          | 2026-W46
      a month ago                              | 2026-10
      three months ago                         | 2026-08
      eleven months ago                        | 2025-12
      a year ago                               | 2025
      five years ago                           | 2021

      this year                                | 2026
      the current year                         | 2026
      next year                                | 2027
      last year                                | 2025
      last year's                              | 2025
      the year before last                     | 2024
      2025                                     | 2025
      twenty twenty five                       | 2025
      twenty ten                               | 2010
      two thousand nineteen                    | 2019
      two thousand and eight                   | 2008
      twenty oh nine                           | 2009
      nineteen ninety nine                     | 1999
      this decade                              | 202X
      last decade                              | 201X
      the next decade                          | 203X
      the nineties                             | 199X

      this quarter                             | 2026-Q4
      last quarter                             | 2026-Q3
      the previous quarter                     | 2026-Q3
      next quarter                             | 2027-Q1
      the first quarter                        | 2026-Q1
      second quarter                           | 2026-Q2
      the third quarter of 2025                | 2025-Q3
      the fourth quarter of last year          | 2025-Q4
      q two                                    | 2026-Q2
      q3                                       | 2026-Q3

      this summer                              | 2026-SU
      this spring                              | 2026-SP
      this fall                                | 2026-FA
      this autumn                              | 2026-FA
      this winter                              | 2026-WI
      last summer                              | 2026-SU
      last spring                              | 2026-SP
      last winter                              | 2025-WI
      last fall                                | 2025-FA
      next summer                              | 2027-SU
      next winter                              | 2027-WI
      autumn                                   | 2026-FA
      the winter                               | 2026-WI
      the summer of 2025                       | 2025-SU
      summer last year                         | 2025-SU

      christmas                                | 2026-12-25
      last christmas                           | 2025-12-25
      christmas eve                            | 2026-12-24
      last christmas eve                       | 2025-12-24
      boxing day                               | 2026-12-26
      thanksgiving                             | 2026-11-26
      last thanksgiving                        | 2025-11-27
      next thanksgiving                        | 2026-11-26
      halloween                                | 2027-10-31
      last halloween                           | 2026-10-31
      valentine's day                          | 2027-02-14
      independence day                         | 2027-07-04
      the fourth of july                       | 2027-07-04
      new year's eve                           | 2026-12-31`),
  )('%s is %s', (phrase, value) => {
    expect(whole(phrase, words => findDate(words, 0, '2026-11-23'))).toBe(value);
  });

  it.each([
    ['last week', '2027-01-01', '2026-W52'],
    ['this week', '2027-01-01', '2026-W53'],
    ['this weekend', '2027-01-01', '2026-W53-WE'],
    ['next week', '2027-01-01', '2027-W01'],
    ['last month', '2027-01-31', '2026-12'],
    ['next month', '2027-01-31', '2027-02'],
    ['a month ago', '2026-03-31', '2026-02'],
    ['yesterday', '2028-03-01', '2028-02-29'],
    ['last quarter', '2026-05-31', '2026-Q1'],
    ['this winter', '2027-01-15', '2026-WI'],
    ['last winter', '2027-01-15', '2025-WI'],
    ['next winter', '2017-11-24', '2018-WI'],
    ['next monday', '2015-11-24', '2015-11-30'],
    ['this week', '2015-11-24', '2015-W48'],
    ['this weekend', '2015-11-24', '2015-W48-WE'],
    ['last friday', '2026-11-27', '2026-11-20'],
    ['friday', '2026-11-27', '2026-11-27'],
    ['the 31st', '2026-02-10', '2026-03-31'],
    ['the thirtieth', '2026-01-31', '2026-03-30'],
    ['last december', '2026-12-31', '2025-12'],
    ['this decade', '2030-01-01', '203X'],
    ['last year', '1998-06-30', '1997'],
  ])('%s, said on %s, is %s', (phrase, today, value) => {
    expect(whole(phrase, words => findDate(words, 0, today))).toBe(value);
  });

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
    'the fifth quarter',
    'savings',
    'one two three four',
    'ago',
  ])('%s is no date', phrase => {
    expect(whole(phrase, words => findDate(words, 0, '2026-11-23'))).toBeNull();
  });
});

describe('AMAZON.DURATION', () => {
  it.each(
    rows(`
      ten minutes                              | PT10M
      five hours                               | PT5H
      three days                               | P3D
      forty five seconds                       | PT45S
      eight weeks                              | P8W
      seven years                              | P7Y
      five hours ten minutes                   | PT5H10M
      five hours and ten minutes               | PT5H10M
      two years three hours ten minutes        | P2YT3H10M
      seven days                               | P7D
      7 days                                   | P7D
      thirty days                              | P30D
      ninety days                              | P90D
      a hundred days                           | P100D
      one hundred and twenty days              | P120D
      two weeks                                | P2W
      2 weeks                                  | P2W
      a week                                   | P1W
      one month                                | P1M
      a month                                  | P1M
      six months                               | P6M
      twelve months                            | P12M
      a year                                   | P1Y
      an hour                                  | PT1H
      a fortnight                              | P2W
      two fortnights                           | P4W
      a quarter                                | P3M
      two quarters                             | P6M
      a decade                                 | P10Y
      a couple of weeks                        | P2W
      couple of days                           | P2D
      a couple months                          | P2M
      a few days                               | P3D
      few months                               | P3M
      half a year                              | P6M
      half an hour                             | PT30M
      an hour and a half                       | PT1H30M
      two and a half hours                     | PT2H30M
      a year and a half                        | P1Y6M
      one and a half years                     | P1Y6M
      a year and three months                  | P1Y3M
      two years and six months                 | P2Y6M
      a week and two days                      | P1W2D
      ten whole days                           | P10D
      five business days                       | P5D
      three full months                        | P3M
      twenty four hours                        | PT24H
      forty eight hours                        | PT48H
      three hundred thousand seconds           | PT300000S
      twenty-one days                          | P21D`),
  )('%s is %s', (phrase, value) => {
    expect(whole(phrase, words => findDuration(words, 0))).toBe(value);
  });

  it.each([
    ['past week', 'P1W'],
    ['past month', 'P1M'],
    ['previous year', 'P1Y'],
    ['past quarter', 'P3M'],
  ])('after its first word, %s is %s', (phrase, value) => {
    expect(findDuration(wordsOf(phrase), 1)?.value).toBe(value);
  });

  it.each(['last week', 'week', 'ten', 'the', 'days', 'half', 'savings', 'a', 'couple', 'ten groceries'])(
    '%s is no duration',
    phrase => {
      expect(whole(phrase, words => findDuration(words, 0))).toBeNull();
    },
  );
});

describe('AMAZON.FOUR_DIGIT_NUMBER', () => {
  it.each(
    rows(`
      four eight two one                       | 4821
      4821                                     | 4821
      4 8 2 1                                  | 4821
      4-8-2-1                                  | 4821
      4,821                                    | 4821
      48 21                                    | 4821
      forty eight twenty one                   | 4821
      forty-eight twenty-one                   | 4821
      forty eight two one                      | 4821
      four eight twenty one                    | 4821
      four eighty two one                      | 4821
      four thousand eight hundred twenty one   | 4821
      four thousand eight hundred and twenty one | 4821
      six zero four five                       | 6045
      six oh four five                         | 6045
      six o four five                          | 6045
      sixty forty five                         | 6045
      double two oh seven                      | 2207
      two double oh seven                      | 2007
      two two double seven                     | 2277
      double four double nine                  | 4499
      triple seven one                         | 7771
      one triple nought                        | 1000
      treble five six                          | 5556
      zero zero four two                       | 0042
      double oh four two                       | 0042
      nought nought one three                  | 0013
      twelve thirty four                       | 1234
      twelve hundred                           | 1200
      twelve hundred and five                  | 1205
      nineteen eighty four                     | 1984
      nineteen oh five                         | 1905
      twenty twenty                            | 2020
      two thousand                             | 2000
      two thousand and nine                    | 2009
      ten ten                                  | 1010
      eleven eleven                            | 1111
      ninety nine ninety nine                  | 9999
      one two three four                       | 1234
      One. Two. Three. Four.                   | 1234
      seven three hundred one                  | 7301`),
  )('%s is %s', (phrase, value) => {
    expect(whole(phrase, words => findFourDigitNumber(words, 0))).toBe(value);
  });

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

describe('AMAZON.NUMBER', () => {
  it.each(
    rows(`
      zero                                     | 0
      five                                     | 5
      ten                                      | 10
      nineteen                                 | 19
      twenty                                   | 20
      twenty five                              | 25
      twenty-five                              | 25
      a hundred                                | 100
      one hundred                              | 100
      one hundred and five                     | 105
      three hundred forty two                  | 342
      a thousand                               | 1000
      twelve hundred                           | 1200
      two thousand and one                     | 2001
      four thousand eight hundred twenty one   | 4821
      twenty five thousand three hundred ten   | 25310
      one hundred thousand                     | 100000
      one million two hundred thousand         | 1200000
      42                                       | 42
      5 hundred                                | 500
      3 million                                | 3000000`),
  )('%s is %s', (phrase, value) => {
    expect(whole(phrase, words => findNumber(words, 0))).toBe(Number(value));
  });

  it('ends where another number begins', () => {
    expect(findNumber(wordsOf('five and six'), 0)).toEqual({ value: 5, length: 1 });
    expect(findNumber(wordsOf('four eight'), 0)).toEqual({ value: 4, length: 1 });
    expect(findNumber(wordsOf('ten fifty'), 0)).toEqual({ value: 10, length: 1 });
    expect(findNumber(wordsOf('hundred'), 0)).toBeNull();
  });
});

describe('AMAZON.Ordinal', () => {
  it.each(
    rows(`
      first                                    | 1
      second                                   | 2
      third                                    | 3
      twelfth                                  | 12
      twentieth                                | 20
      twenty first                             | 21
      thirty-first                             | 31
      1st                                      | 1
      22nd                                     | 22
      100th                                    | 100`),
  )('%s is %s', (phrase, value) => {
    expect(whole(phrase, words => findOrdinal(words, 0))).toBe(Number(value));
  });
});
