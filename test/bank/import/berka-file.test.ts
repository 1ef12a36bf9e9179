/** The real ledger, where it is at hand: imported twice, with the same result, and equal to sums over the file. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { readBerka } from '../../../src/bank/import/berka.ts';
import { ensureBerkaAccess } from '../../../src/bank/import/berka-access.ts';
import { importRows } from '../../../src/bank/import/import-rows.ts';
import { readText } from '../../../src/bank/import/text.ts';
import { engines } from '../engines.ts';

const file = fileURLToPath(new URL('../../../../shared/data/ledger/berka-transactions.csv', import.meta.url));
const isThere = existsSync(file);

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
      for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
        const [, account = '', date = '', type = '', , amount = ''] = line.trim().split(';');
        const key = `berka-${account} 19${date.slice(0, 2)}-${date.slice(2, 4)}-${date.slice(4)}`;
        const minor = Math.round(Number(amount) * 100) * (type === 'credit' ? 1 : -1);
        expected.set(key, (expected.get(key) ?? 0) + minor);
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
      random: (size: number) => crypto.getRandomValues(new Uint8Array(size)),
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
});

it.skipIf(isThere)('is not at hand: ../shared/data/ledger/berka-transactions.csv', () => undefined);
