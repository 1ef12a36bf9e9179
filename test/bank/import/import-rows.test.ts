import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { BankDatabase } from '../../../src/bank/database/database.ts';
import { readBerka } from '../../../src/bank/import/berka.ts';
import { importRows } from '../../../src/bank/import/import-rows.ts';
import { ofxReader } from '../../../src/bank/import/ofx.ts';
import type { RowReader } from '../../../src/bank/import/row.ts';
import { engines } from '../engines.ts';

const header = 'trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account';

async function* once(text: string): AsyncGenerator<string> {
  yield await Promise.resolve(text);
}

const statement = (day: string, balance: string, transactions: string): string =>
  `<OFX><STMTRS><CURDEF>USD<BANKACCTFROM><ACCTID>7<ACCTTYPE>CHECKING</BANKACCTFROM>${transactions}` +
  `<LEDGERBAL><BALAMT>${balance}<DTASOF>${day}</LEDGERBAL></STMTRS></OFX>`;
const posted = (id: string, day: string, amount: string): string =>
  `<STMTTRN><TRNTYPE>OTHER<DTPOSTED>${day}<TRNAMT>${amount}<FITID>${id}</STMTTRN>`;

describe.each(engines)('an import on $name', ({ open }) => {
  let database: BankDatabase;
  beforeEach(async () => {
    database = await open();
  });
  afterEach(() => database.close());

  const run = (reader: RowReader, text: string) => importRows(database.kysely, reader(once(text)));
  const berka = (...lines: string[]) => run(readBerka, [header, ...lines].join('\n'));
  const countOf = async (
    table: 'customer' | 'account' | 'ledger_transaction' | 'rollup_day',
  ): Promise<number> => (await database.kysely.selectFrom(table).selectAll().execute()).length;
  const opening = async (): Promise<number | undefined> =>
    (await database.kysely.selectFrom('account').select('opening_minor').executeTakeFirst())?.opening_minor;

  it('takes the file once, however often it is imported', async () => {
    const lines = [
      '1;25;960728;credit;;9.00;9.00;;;',
      '2;25;960729;credit;;9.00;9.00;;;',
      '3;38;960729;credit;;9.00;9.00;;;',
    ];
    expect(await berka(...lines)).toMatchObject({
      read: 3,
      added: 3,
      alreadyThere: 0,
      refused: [],
      newCustomers: ['berka-25', 'berka-38'],
      accounts: 2,
    });
    expect(await berka(...lines)).toMatchObject({ read: 3, added: 0, alreadyThere: 3, newCustomers: [] });
    expect(await berka(...lines, '4;38;960730;credit;;9.00;9.00;;;')).toMatchObject({
      added: 1,
      alreadyThere: 3,
    });
    expect(await countOf('ledger_transaction')).toBe(4);
  });

  it('takes nothing when one line is wrong, wherever it is, and tells of all that are', async () => {
    const good = Array.from({ length: 2_500 }, (_, index) => `${index};25;960728;credit;;9.00;9.00;;;`);
    const report = await berka(
      ...good,
      'x;25;960728;credit;;9.00;9.00;;;',
      'y;25;960728;credit;;9.00;9.00;;;',
    );
    expect(report).toMatchObject({ read: 2_502, added: 0, newCustomers: [] });
    expect(report.refused.map(({ line }) => line)).toEqual([2_502, 2_503]);
    for (const table of ['customer', 'account', 'ledger_transaction', 'rollup_day'] as const) {
      expect(await countOf(table)).toBe(0);
    }
  });

  it('keeps no more refused lines than a person reads', async () => {
    const report = await berka(...Array.from({ length: 200 }, () => 'x;25;960728;credit;;9.00;9.00;;;'));
    expect([report.refused.length, report.refusedMore]).toEqual([50, 150]);
  });

  it('refuses a file that contradicts what is booked, with the line', async () => {
    await berka('1;25;960728;credit;;9.00;9.00;;;');
    const report = await berka('2;25;960729;credit;;9.00;9.00;;;', '1;25;960729;credit;;9.01;9.00;;;');
    expect(report.refused).toEqual([
      {
        kind: 'refused',
        line: 3,
        reason: 'the bank has a booked transaction "1" with another day and amount',
      },
    ]);
    expect(await countOf('ledger_transaction')).toBe(1);
  });

  it('refuses a file whose account is there in another currency', async () => {
    await run(ofxReader('ada'), statement('20260131', '10', posted('a', '20260105', '-5')));
    const euros = statement('20260131', '10', posted('b', '20260105', '-5')).replace('USD', 'EUR');
    expect((await run(ofxReader('ada'), euros)).refused).toMatchObject([
      { line: 1, reason: 'the account is there as checking in USD, and the file has it as checking in EUR' },
    ]);
  });

  it('leaves nothing behind when the reader fails', async () => {
    const broken: RowReader = async function* (pieces) {
      yield* readBerka(pieces);
      throw new Error('the disk is gone');
    };
    await expect(run(broken, `${header}\n1;25;960728;credit;;9.00;9.00;;;`)).rejects.toThrow('disk');
    expect(await countOf('customer')).toBe(0);
  });

  it('finds the opening balance from the statement of the latest day', async () => {
    const january = statement('20260131', '90.00', posted('a', '20260105', '-10.00'));
    await run(ofxReader('ada'), january);
    expect(await opening()).toBe(10_000);
    await run(ofxReader('ada'), statement('20260228', '70.00', posted('b', '20260205', '-20.00')));
    expect(await opening()).toBe(10_000);
    await run(ofxReader('ada'), january);
    expect(await opening()).toBe(10_000);
    // A month is missing in between: the latest statement knows what the balance is.
    await run(ofxReader('ada'), statement('20260430', '55.00', posted('d', '20260405', '-10.00')));
    expect(await opening()).toBe(9_500);
  });
});
