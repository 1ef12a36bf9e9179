import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answer, Question } from '../../../src/facade/contract.ts';
import { adjustedIn } from '../../../src/simulator/page/adjusted.ts';
import { layDots } from '../../../src/simulator/page/dots.ts';
import { crossingsOf } from '../../../src/simulator/page/crossing-words.ts';
import { figuresOf, questionInWords } from '../../../src/simulator/page/figures.ts';
import { looksLikePin } from '../../../src/simulator/page/pin.ts';
import { counted, money, size, windowInWords } from '../../../src/simulator/page/words.ts';
import { crossingOf } from '../../../src/simulator/outcome.ts';
import type { TurnRecord } from '../../../src/simulator/turn-record.ts';
import * as recorded from './recorded-turns.ts';

describe('words', () => {
  it('count, weigh and price', () => {
    expect(counted(1, 'answer')).toBe('1 answer');
    expect(counted(1482, 'transaction')).toBe('1,482 transactions');
    expect([size(0), size(999), size(1_000), size(2_300_000)]).toEqual(['0 B', '999 B', '1.0 kB', '2.3 MB']);
    expect(money(-64_000, 'USD')).toBe('−$640');
    expect(money(64_001, 'USD')).toBe('$640.01');
    expect(money(640, 'JPY')).toBe('¥640');
  });

  it('name a period by its calendar days', () => {
    expect(windowInWords({ from: '2026-10-01', through: '2026-10-31' })).toBe('Oct 1\u2009–\u200931, 2026');
    expect(windowInWords({ from: '2026-10-01', through: '2026-10-01' })).toBe('Oct 1, 2026');
  });

  it('name a question', () => {
    expect(questionInWords({ name: 'balance', account: 'credit-card' })).toBe('credit card');
    expect(
      questionInWords({
        name: 'spending',
        category: 'groceries',
        window: { from: '2026-10-01', through: '2026-10-31' },
      }),
    ).toBe('groceries · every account · Oct 1\u2009–\u200931, 2026');
  });

  it('show every figure of an answer', () => {
    const figures = figuresOf({
      answerId: '3f0c8f6e-5f1d-4c37-9a51-0a4f3d1f2b60',
      asOf: '2026-11-23T12:00:00-05:00',
      question: { name: 'activity', window: { from: '2026-11-16', through: '2026-11-22' } },
      precision: 'about',
      currency: 'USD',
      moneyOut: { count: 12, sumMinor: 41_200 },
      moneyIn: { count: 1, sumMinor: 210_000 },
      largestCategory: { category: 'groceries', sharePercent: 38 },
      pendingCount: 2,
    });
    expect(figures.map(figure => figure.value)).toEqual(['$412', '$2,100', 'groceries', '2']);
  });
});

describe('what was told in place of what was asked', () => {
  const window = (from: string, through: string) => ({ window: { from, through } });
  const thisMonth = { name: 'spending', ...window('2026-11-01', '2026-11-23') } as const;
  /** An answer to a question, of noon on the twenty-third. */
  const answerTo = (question: Question): Answer =>
    // Only the question and the time are looked at.
    ({ question, asOf: '2026-11-23T12:00:00-05:00' }) as Answer;

  it('is nothing where it is the same', () => {
    expect(adjustedIn(thisMonth, answerTo(thisMonth))).toBeNull();
    expect(adjustedIn({ name: 'balance' }, answerTo({ name: 'balance' }))).toBeNull();
  });

  it('is other days, and why', () => {
    expect(
      adjustedIn(thisMonth, answerTo({ name: 'spending', ...window('2026-11-01', '2026-11-15') })),
    ).toEqual({
      asked: 'Nov 1\u2009–\u200923, 2026',
      told: 'Nov 1\u2009–\u200915, 2026',
      why: 'The nearest days of which, with all that was told before, no single payment can be worked out.',
    });
  });

  it('is days up to yesterday, and why', () => {
    const told = answerTo({ name: 'spending', ...window('2026-11-01', '2026-11-22') });
    expect(adjustedIn(thisMonth, told)?.why).toMatch(/^Only days that are over/);
    // Days of the past are all over.
    const october = { name: 'spending', ...window('2026-10-01', '2026-10-31') } as const;
    const shorter = answerTo({ name: 'spending', ...window('2026-10-01', '2026-10-30') });
    expect(adjustedIn(october, shorter)?.why).toMatch(/^The nearest days/);
  });

  it('is every account, and why', () => {
    const days = window('2026-10-01', '2026-10-31');
    const asked = { name: 'spending', account: 'credit-card', category: 'groceries', ...days } as const;
    expect(adjustedIn(asked, answerTo({ name: 'spending', category: 'groceries', ...days }))).toMatchObject({
      asked: 'credit card',
      told: 'every account',
    });
    const elsewhere = window('2026-09-01', '2026-10-31');
    expect(
      adjustedIn(asked, answerTo({ name: 'spending', category: 'groceries', ...elsewhere }))?.asked,
    ).toBe('credit card · Oct 1\u2009–\u200931, 2026');
  });

  it('is another amount to compare with, and why', () => {
    const asked = { name: 'funds', atLeastMinor: 18_000, currency: 'USD' } as const;
    expect(adjustedIn(asked, answerTo({ ...asked, atLeastMinor: 20_000 }))).toMatchObject({
      asked: '$180',
      told: '$200',
    });
    expect(adjustedIn(asked, answerTo(asked))).toBeNull();
  });
});

describe('the wall', () => {
  const drawn = (turn: TurnRecord) =>
    crossingsOf({ turn, crossings: turn.facade.map(crossingOf) }).map(each => `${each.sent} > ${each.seen}`);

  it('shows what went and what came back', () => {
    expect(drawn(recorded.answeredAfterPin)).toEqual([
      'PIN •••• > PIN ok',
      expect.stringMatching(/^balance > \d+ B$/),
    ]);
    expect(drawn(recorded.pinAsked)).toEqual(['balance > PIN?']);
    expect(drawn(recorded.wrongPin)).toEqual(['PIN •••• > no']);
    expect(drawn(recorded.notUnderstood)).toEqual([]);
  });

  it('shows a call that was repeated in vain once', () => {
    const { facade } = recorded.bankDown;
    expect(drawn({ ...recorded.bankDown, facade: [...facade, ...facade] })).toEqual([
      'income > no line, twice',
    ]);
  });
});

describe('a PIN that is being typed', () => {
  it.each([
    '4',
    '4821',
    '48 21',
    'four',
    'four eight two one',
    'double two oh seven',
    'twelve thirty-four',
    "it's 4821",
  ])('is hidden: %s', text => {
    expect(looksLikePin(text)).toBe(true);
  });

  it.each(['', 'help', 'never mind', "what's my balance", 'what did I spend'])('is not: %s', text => {
    expect(looksLikePin(text)).toBe(false);
  });

  it('is recognised from its first digit on, in time that does not explode', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^\d{1,4}$/), digits => {
        expect(looksLikePin(digits)).toBe(true);
      }),
    );
    const startedAt = performance.now();
    looksLikePin(`${'one '.repeat(120)}x`);
    looksLikePin(`${'1'.repeat(490)}x`);
    looksLikePin(`${'thirteeeen'.repeat(45)}!`);
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});

it('every transaction is a dot, and of very many a dot stands for some', () => {
  const dotsIn = (transactions: number, width: number) =>
    layDots(transactions, width).paths.join('').split('M').length - 1;
  fc.assert(
    fc.property(fc.nat(1_900), fc.integer({ min: 0, max: 2_000 }), (transactions, width) => {
      expect(dotsIn(transactions, width)).toBe(transactions);
    }),
    { numRuns: 40 },
  );
  expect(dotsIn(1_901, 500)).toBe(191);
  expect(dotsIn(1_056_320, 500)).toBe(1_057);
});
