/** One customer on two platforms, whose fifty questions arrive at once: one policy, one memory, one record. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { figuresOf } from '../../../src/bank/disclosure/intervals.ts';
import { lockState } from '../../../src/bank/disclosure/memory.ts';
import { checkRecord } from '../../../src/bank/disclosure/record/index.ts';
import { readSeriesKey, seriesKey, type SeriesKey } from '../../../src/bank/disclosure/series.ts';
import { blocksOf, isDerivable } from '../../../src/bank/disclosure/told.ts';
import { daysOf, isAboutTotals, seriesOf, type TotalsQuestion } from '../../../src/bank/disclosure/totals.ts';
import { closed } from '../../../src/bank/disclosure/ladder.ts';
import { dayOf } from '../../../src/bank/disclosure/day.ts';
import { isRefusal, type Refusal } from '../../../src/bank/pipeline/step.ts';
import type { Answer, Question } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { clear } from '../household.ts';
import { testRecordKeys } from '../record-keys.ts';
import { household, insertHouse, linkHouse, today, type Ask } from './house.ts';

const windows = [
  { from: '2026-11-01', through: '2026-11-23' },
  { from: '2026-10-01', through: '2026-10-31' },
  { from: '2026-11-16', through: '2026-11-22' },
  { from: '2026-11-17', through: '2026-11-23' },
  { from: '2026-11-22', through: '2026-11-22' },
  { from: '2026-10-25', through: '2026-11-23' },
] as const;
/** Twenty-five questions; each is asked on both platforms. */
const questions: readonly Question[] = [
  ...windows.flatMap((window): Question[] => [
    { name: 'activity', window },
    { name: 'spending', window },
    { name: 'income', window },
    { name: 'spending', category: 'groceries', window },
  ]),
  { name: 'balance' },
];
const customerId = 'one';

/** What is said, without what is another in each answer. */
function saidIn(answer: Answer | Refusal): string {
  return JSON.stringify({ ...answer, answerId: null });
}

describe.each(engines)('one customer on two platforms, on $name', ({ open }) => {
  let database: BankDatabase;
  let asks: Ask[];
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await clear(database.kysely);
    await insertHouse(
      database.kysely,
      customerId,
      household.transactions.filter(({ day }) => day < dayOf(today)),
    );
    asks = [
      await linkHouse(database.kysely, customerId, 'alexa'),
      await linkHouse(database.kysely, customerId, 'google'),
    ];
  });
  afterAll(() => database.close());

  const askAtOnce = (all: readonly Question[]): Promise<(Answer | Refusal)[][]> =>
    Promise.all(
      all.map((question, index) =>
        // The platforms take turns in being first.
        Promise.all((index % 2 === 0 ? asks : asks.toReversed()).map(ask => ask(question))),
      ),
    );
  const loadState = () =>
    database.kysely.transaction().execute(transaction => lockState(transaction, customerId));

  it('hears the same on both, when fifty questions are asked at once', async () => {
    const answers = await askAtOnce(questions);
    let told = 0;
    for (const [one, other] of answers) {
      if (one === undefined || other === undefined) throw new Error('both are answered');
      expect(saidIn(other)).toBe(saidIn(one));
      told += isRefusal(one) ? 0 : 1;
    }
    expect(told).toBeGreaterThan(20);
    // And when all is asked once more, one after the other.
    const { state } = await database.kysely
      .selectFrom('disclosure_state')
      .select('state')
      .executeTakeFirstOrThrow();
    for (const [index, question] of questions.entries()) {
      const [before] = answers[index] ?? [];
      if (before === undefined || isRefusal(before)) continue;
      for (const ask of asks) expect(saidIn(await ask(question))).toBe(saidIn(before));
    }
    const after = await database.kysely.selectFrom('disclosure_state').selectAll().execute();
    expect(after.map(row => row.state)).toEqual([state]);
  });

  it('leaves one memory, in which every window is that was told, and no block with too few entries', async () => {
    const answers = (await askAtOnce(questions)).flat();
    const { intervals, told } = await loadState();
    const scope = { accountIds: household.accounts.map(({ accountId }) => accountId), currency: 'USD' };
    const keyOf = (question: TotalsQuestion): SeriesKey => seriesKey(seriesOf(question, scope));

    const moved = await database.kysely.selectFrom('moved_window').selectAll().execute();
    expect(moved.length).toBeGreaterThan(0);
    for (const [index, answer] of answers.entries()) {
      const asked = questions[Math.floor(index / 2)];
      if (isRefusal(answer) || asked === undefined || !isAboutTotals(asked)) continue;
      if (!('window' in answer.question)) throw new Error('it is about a window');
      const window = daysOf(answer.question.window);
      expect(isDerivable(told.get(keyOf(asked)) ?? [], window)).toBe(true);
      // What was moved is remembered once, and as it was told.
      const days = closed(daysOf(asked.window), dayOf(today));
      const rows = moved.filter(
        row => row.series === keyOf(asked) && row.asked_from === days.from && row.asked_until === days.until,
      );
      const isMoved = window.from !== days.from || window.until !== days.until;
      expect(rows.map(row => [row.told_from, row.told_until])).toEqual(
        isMoved ? [[window.from, window.until]] : [],
      );
    }
    for (const [key, ofSeries] of told) {
      for (const block of blocksOf(ofSeries)) {
        const { count } = figuresOf(intervals, readSeriesKey(key), block);
        expect(count === 0 || count >= 5).toBe(true);
      }
    }
  });

  it('leaves a record without a gap, of both platforms', async () => {
    const answers = (await askAtOnce(questions)).flat();
    const report = await checkRecord(database.kysely, testRecordKeys.known);
    expect(report.broken).toEqual([]);
    expect(report.entries).toBe(answers.filter(answer => !isRefusal(answer)).length);
    const platforms = await database.kysely
      .selectFrom('disclosure')
      .select(({ fn }) => ['platform', fn.countAll<number>().as('count')])
      .groupBy('platform')
      .orderBy('platform')
      .execute();
    expect(platforms.map(({ platform }) => platform)).toEqual(['alexa', 'google']);
    expect(platforms[0]?.count).toEqual(platforms[1]?.count);
  });
});
