import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type DefaultWindow,
  type SaidPeriod,
  defaultWindow,
  readPeriod,
} from '../../src/conversation/periods.ts';
import { dateWindow } from '../../src/facade/contract.ts';

/** A Monday, as in the transcripts. */
const today = '2026-11-23';

const read = (said: SaidPeriod, on = today): string => {
  const period = readPeriod(said, { today: on });
  if (period.kind === 'window') return `${period.window.from}..${period.window.through}`;
  return period.kind === 'problem' ? period.problem : period.kind;
};

describe('AMAZON.DATE', () => {
  test.each([
    ['today', '2026-11-23', '2026-11-23..2026-11-23'],
    ['right now', 'PRESENT_REF', '2026-11-23..2026-11-23'],
    ['yesterday', '2026-11-22', '2026-11-22..2026-11-22'],
    ['a leap day', '2024-02-29', '2024-02-29..2024-02-29'],
    ['this week, clipped at today', '2026-W48', '2026-11-23..2026-11-23'],
    ['last week', '2026-W47', '2026-11-16..2026-11-22'],
    ['the first week of an ISO year, which begins in the year before', '2026-W01', '2025-12-29..2026-01-04'],
    ['a week 53', '2020-W53', '2020-12-28..2021-01-03'],
    ['last weekend', '2026-W47-WE', '2026-11-21..2026-11-22'],
    ['this month, clipped at today', '2026-11', '2026-11-01..2026-11-23'],
    ['last month', '2026-10', '2026-10-01..2026-10-31'],
    ['February of a leap year', '2024-02', '2024-02-01..2024-02-29'],
    ['a quarter', '2026-Q3', '2026-07-01..2026-09-30'],
    ['spring', '2026-SP', '2026-03-01..2026-05-31'],
    ['summer', '2026-SU', '2026-06-01..2026-08-31'],
    ['fall, clipped at today', '2026-FA', '2026-09-01..2026-11-23'],
    ['a winter, which begins in December', '2025-WI', '2025-12-01..2026-02-28'],
    ['this year, clipped at today', '2026', '2026-01-01..2026-11-23'],
    ['last year', '2025', '2025-01-01..2025-12-31'],
  ])('%s: %s', (_name, date, window) => expect(read({ date })).toBe(window));

  test.each([
    ['Friday is the last Friday', '2026-11-27', '2026-11-20..2026-11-20'],
    ['Sunday is the last Sunday', '2026-11-29', '2026-11-22..2026-11-22'],
    ['the weekend is the last weekend', '2026-W48-WE', '2026-11-21..2026-11-22'],
    ['July is the last July', '2027-07', '2026-07-01..2026-07-31'],
    ['January is the last January', '2027-01', '2026-01-01..2026-01-31'],
    ['the Fourth of July is the last one', '2027-07-04', '2026-07-04..2026-07-04'],
    ['spring is the last spring', '2027-SP', '2026-03-01..2026-05-31'],
    ['winter is the last winter', '2026-WI', '2025-12-01..2026-02-28'],
  ])('a date that Alexa has resolved forward: %s', (_name, date, window) =>
    expect(read({ date })).toBe(window),
  );

  test('February of a leap year ahead is all of the last February', () => {
    expect(read({ date: '2028-02' }, '2027-11-23')).toBe('2027-02-01..2027-02-28');
    expect(read({ date: '2025-02' }, '2024-11-23')).toBe('2024-02-01..2024-02-29');
  });

  test.each([
    '2026-11-30',
    '2026-12-15',
    '2026-W49',
    '2026-W49-WE',
    '2026-12',
    '2028-07',
    '2027',
    '2027-Q1',
    '203X',
  ])('still ahead: %s', date => expect(read({ date })).toBe('future'));

  test.each(['202X', '199X', '000X'])('longer than can be asked about: %s', date =>
    expect(read({ date })).toBe('too-long'),
  );

  test.each([
    '',
    '?',
    'XXXX',
    '20XX',
    '2026-13',
    '2026-02-30',
    '2026-W54',
    '2025-W53',
    '2026-W00',
    '2026-00',
    '2026-11-00',
    '2026-XX',
    'last week',
    '+002026-11',
    '2026-11-23T12:00',
    ' 2026',
  ])('no date: "%s"', date => expect(read({ date })).toBe('unclear'));
});

describe('AMAZON.DURATION', () => {
  test.each([
    ['P1D', '2026-11-23..2026-11-23'],
    ['P7D', '2026-11-17..2026-11-23'],
    ['P2W', '2026-11-10..2026-11-23'],
    ['P1M', '2026-10-24..2026-11-23'],
    ['P1Y', '2025-11-24..2026-11-23'],
    ['P2Y', '2024-11-24..2026-11-23'],
    ['P1M10D', '2026-10-14..2026-11-23'],
    ['PT24H', '2026-11-22..2026-11-23'],
    ['PT48H', '2026-11-21..2026-11-23'],
    ['PT5M', '2026-11-22..2026-11-23'],
  ])('%s', (duration, window) => expect(read({ duration })).toBe(window));

  test.each(['P3Y', 'P732D', 'P99999999Y'])('longer than can be asked about: %s', duration =>
    expect(read({ duration })).toBe('too-long'),
  );
  test.each(['', '?', 'P', 'P0D', '-P7D', 'P1.5D', 'PXD', 'seven days'])('no duration: "%s"', duration =>
    expect(read({ duration })).toBe('unclear'),
  );
});

describe('since', () => {
  test.each([
    ['a day', '2026-11-03', '2026-11-03..2026-11-23'],
    ['today', '2026-11-23', '2026-11-23..2026-11-23'],
    ['a weekday, resolved forward', '2026-11-27', '2026-11-20..2026-11-23'],
    ['last week', '2026-W47', '2026-11-16..2026-11-23'],
    ['a month, resolved forward', '2027-09', '2026-09-01..2026-11-23'],
    ['the summer', '2026-SU', '2026-06-01..2026-11-23'],
  ])('%s: %s', (_name, since, window) => expect(read({ since })).toBe(window));
  test('too long ago', () => expect(read({ since: '2020' })).toBe('too-long'));
  test('still ahead', () => expect(read({ since: '2027' })).toBe('future'));
});

describe('several times in one sentence', () => {
  test.each<[string, SaidPeriod, string]>([
    ['a week and seven days', { date: '2026-W47', duration: 'P7D' }, '2026-11-16..2026-11-22'],
    ['a month and a month', { date: '2026-10', duration: 'P1M' }, '2026-10-01..2026-10-31'],
    ['the seven days to today', { date: today, duration: 'P7D' }, '2026-11-17..2026-11-23'],
    ['ten days from now back', { date: 'PRESENT_REF', duration: 'P10D' }, '2026-11-14..2026-11-23'],
    ['since a day until today', { since: '2026-11-03', date: today }, '2026-11-03..2026-11-23'],
    ['since a day, said twice', { since: '2026-11-17', duration: 'P7D' }, '2026-11-17..2026-11-23'],
    ['a week and ten days', { date: '2026-W47', duration: 'P10D' }, 'contradictory'],
    ['a month and since a day', { date: '2026-10', since: '2026-11-03' }, 'contradictory'],
    ['since a day and some days', { since: '2026-11-03', duration: 'P7D' }, 'contradictory'],
  ])('%s', (_name, said, window) => expect(read(said)).toBe(window));
  test('nothing', () => expect(read({})).toBe('nothing-said'));
});

test.each<[DefaultWindow, string, string]>([
  ['last-seven-days', today, '2026-11-17'],
  ['this-month', today, '2026-11-01'],
  ['this-month', '2026-12-01', '2026-12-01'],
  ['last-seven-days', '2026-01-02', '2025-12-27'],
])('default window %s on %s', (kind, on, from) => {
  expect(defaultWindow(kind, on)).toEqual({ from, through: on });
});

test('every window is valid and ends today at the latest, whatever was said', () => {
  const digits = (length: number, max: number) =>
    fc.integer({ min: 0, max }).map(value => String(value).padStart(length, '0'));
  const year = fc.oneof(fc.integer({ min: 2020, max: 2030 }).map(String), digits(4, 9_999));
  const date = fc.oneof(
    fc.tuple(year, digits(2, 14), digits(2, 33)).map(parts => parts.join('-')),
    fc.tuple(year, digits(2, 55)).map(([y, week]) => `${y}-W${week}`),
    fc.tuple(year, digits(2, 55)).map(([y, week]) => `${y}-W${week}-WE`),
    fc.tuple(year, digits(2, 14)).map(parts => parts.join('-')),
    fc.tuple(year, fc.constantFrom('SP', 'SU', 'FA', 'WI', 'Q1', 'Q4', 'Q9')).map(parts => parts.join('-')),
    year,
    digits(3, 999).map(decade => `${decade}X`),
    fc.constantFrom('PRESENT_REF', 'PAST_REF', 'FUTURE_REF', '?', ''),
    fc.string(),
  );
  const duration = fc.oneof(
    fc.tuple(fc.nat(2_000), fc.constantFrom('D', 'W', 'M', 'Y')).map(([count, unit]) => `P${count}${unit}`),
    fc.tuple(fc.nat(100_000), fc.constantFrom('H', 'M', 'S')).map(([count, unit]) => `PT${count}${unit}`),
    fc.string(),
  );
  const maybe = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const said = fc.record({ date: maybe(date), duration: maybe(duration), since: maybe(date) });
  const on = fc
    .date({ min: new Date('2020-01-01'), max: new Date('2032-12-31'), noInvalidDate: true })
    .map(value => value.toISOString().slice(0, 10));

  fc.assert(
    fc.property(said, on, (period, day) => {
      const found = readPeriod(period, { today: day });
      if (found.kind !== 'window') return;
      expect(dateWindow.safeParse(found.window).success).toBe(true);
      expect(found.window.through <= day).toBe(true);
    }),
    { numRuns: 3_000 },
  );
});
