/** The real ledger, where it is at hand: imported twice, with the same result, and equal to sums over the file. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { readBerka } from '../../../src/bank/import/berka.ts';
import { ensureBerkaAccess } from '../../../src/bank/import/berka-access.ts';
import { importRows } from '../../../src/bank/import/import-rows.ts';
import { readText } from '../../../src/bank/import/text.ts';
import { issueAccessToken } from '../../../src/bank/link/access-token.ts';
import { answerQuestion } from '../../../src/bank/pipeline/answer-question.ts';
import { isRefusal } from '../../../src/bank/pipeline/step.ts';
import { createGrant } from '../../../src/bank/step-up/grants.ts';
import type { Answer, Question } from '../../../src/facade/contract.ts';
import { engines } from '../engines.ts';
import { testRecordKeys as recordKeys } from '../record-keys.ts';

const file = fileURLToPath(new URL('../../../../shared/data/ledger/berka-transactions.csv', import.meta.url));
const isThere = existsSync(file);

interface FileEntry {
  readonly customer: string;
  readonly day: string;
  readonly direction: 'in' | 'out';
  readonly amountMinor: number;
}

/** The file as it stands, read by nothing of the bank's. */
const readEntries = (): FileEntry[] =>
  readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .slice(1)
    .map(line => {
      const [, account = '', date = '', type = '', , amount = ''] = line.trim().split(';');
      return {
        customer: `berka-${account}`,
        day: `19${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`,
        direction: type === 'credit' ? 'in' : 'out',
        amountMinor: Math.round(Number(amount) * 100),
      };
    });

const totalOf = (entries: readonly FileEntry[]): { count: number; sumMinor: number } => ({
  count: entries.length,
  sumMinor: entries.reduce((sum, entry) => sum + entry.amountMinor, 0),
});

const random = (size: number): Uint8Array => crypto.getRandomValues(new Uint8Array(size));

describe.skipIf(!isThere).each(engines)('the Berka file on $name', ({ open }) => {
  let database: BankDatabase;
  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const importFile = () =>
    importRows(
      database.kysely,
      readBerka(
        readText(
          file,
          () => 'utf-8',
          () => undefined,
        ),
      ),
    );
  const rollups = () =>
    database.kysely
      .selectFrom('rollup_day')
      .selectAll()
      .orderBy('customer_id')
      .orderBy('day')
      .orderBy('direction')
      .orderBy('category')
      .execute();

  it(
    'imports twice with the same result, equal to an independent sum over the file',
    { timeout: 120_000 },
    async () => {
      const first = await importFile();
      expect(first).toMatchObject({ read: 14_827, added: 14_827, alreadyThere: 0, refused: [] });
      expect(first.customers).toHaveLength(177);
      const before = await rollups();
      expect(await importFile()).toMatchObject({ read: 14_827, added: 0, alreadyThere: 14_827, refused: [] });
      expect(await rollups()).toEqual(before);

      const expected = new Map<string, number>();
      for (const { customer, day, direction, amountMinor } of readEntries()) {
        const key = `${customer} ${day}`;
        expected.set(key, (expected.get(key) ?? 0) + (direction === 'in' ? amountMinor : -amountMinor));
      }
      const kept = new Map<string, number>();
      for (const { customer_id, day, direction, sum_minor } of before) {
        const key = `${customer_id} ${day}`;
        kept.set(key, (kept.get(key) ?? 0) + (direction === 'in' ? sum_minor : -sum_minor));
      }
      expect([...kept].sort()).toEqual([...expected].sort());
    },
  );

  it('gives every customer a voice PIN and a link, once', async () => {
    const customers = (await database.kysely.selectFrom('customer').select('customer_id').execute()).map(
      row => row.customer_id,
    );
    const options = {
      pinPepper: new Uint8Array(32).fill(5),
      random,
      onProgress: () => undefined,
    };
    await ensureBerkaAccess(database.kysely, customers, options);
    const links = () => database.kysely.selectFrom('link').selectAll().orderBy('customer_id').execute();
    const pins = () => database.kysely.selectFrom('voice_pin').selectAll().orderBy('customer_id').execute();
    const before = [await links(), await pins()];
    expect(before.map(rows => rows.length)).toEqual([177, 177]);
    await ensureBerkaAccess(database.kysely, customers, options);
    expect([await links(), await pins()]).toEqual(before);
  });

  it('answers balance, activity and income of every account as a sum over the file gives', async () => {
    const entries = Map.groupBy(readEntries(), ({ customer }) => customer);
    expect(entries.size).toBe(177);
    const today = '1998-06-30';
    const now = Date.parse(`${today}T16:00:00Z`);
    const context = { conversation: 'berka-conversation-0001' };
    const wholeMonths = { from: '1998-01-01', through: today };
    const oddDays = { from: '1997-11-17', through: '1998-02-03' };

    for (const [customerId, ofCustomer] of entries) {
      const accessToken = await issueAccessToken(database.kysely, {
        customerId,
        platform: 'alexa',
        now,
        random,
        ttlMs: 60_000,
      });
      const { link_id: linkId } = await database.kysely
        .selectFrom('link')
        .select('link_id')
        .where('customer_id', '=', customerId)
        .executeTakeFirstOrThrow();
      await createGrant(database.kysely, { link: { customerId, linkId }, context, now });
      const ask = async (question: Question): Promise<Answer> => {
        const answer = await answerQuestion(
          { accessToken, context, question },
          { database: database.kysely, now, today, timeZone: 'UTC', random, recordKeys },
        );
        if (isRefusal(answer)) throw new Error(`${customerId} is refused: ${answer.refused}`);
        return answer;
      };

      const untilToday = ofCustomer.filter(({ day }) => day <= today);
      const balanceMinor =
        totalOf(untilToday.filter(({ direction }) => direction === 'in')).sumMinor -
        totalOf(untilToday.filter(({ direction }) => direction === 'out')).sumMinor;
      expect(await ask({ name: 'balance' })).toMatchObject({
        precision: 'exact',
        accounts: [{ currency: 'CZK', bookedMinor: balanceMinor, availableMinor: balanceMinor }],
      });

      for (const window of [wholeMonths, oddDays]) {
        const within = ofCustomer.filter(({ day }) => day >= window.from && day <= window.through);
        const moneyIn = totalOf(within.filter(({ direction }) => direction === 'in'));
        const moneyOut = totalOf(within.filter(({ direction }) => direction === 'out'));
        expect(await ask({ name: 'activity', window })).toMatchObject({ moneyIn, moneyOut });
        expect(await ask({ name: 'income', window })).toMatchObject({ received: moneyIn });
        expect(await ask({ name: 'spending', window })).toMatchObject({ spent: moneyOut });
      }
    }
  });
});

it.skipIf(isThere)('is not at hand: ../shared/data/ledger/berka-transactions.csv', () => undefined);
