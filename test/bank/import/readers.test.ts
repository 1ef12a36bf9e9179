import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBerka } from '../../../src/bank/import/berka.ts';
import { csvMapping } from '../../../src/bank/import/csv-mapping.ts';
import { csvReader } from '../../../src/bank/import/csv.ts';
import { ofxEncoding, ofxReader } from '../../../src/bank/import/ofx.ts';
import { quoted, type Row, type RowReader } from '../../../src/bank/import/row.ts';
import { parseAmountMinor, parseDay } from '../../../src/bank/import/values.ts';

/** Reads text in pieces of any size: a reader may not depend on where they are cut. */
async function read(reader: RowReader, text: string, pieceLength = 7): Promise<Row[]> {
  const rows: Row[] = [];
  const pieces = (async function* () {
    for (let at = 0; at < text.length; at += pieceLength) {
      yield await Promise.resolve(text.slice(at, at + pieceLength));
    }
  })();
  for await (const row of reader(pieces)) rows.push(row);
  return rows;
}

const entries = (rows: readonly Row[]) => rows.flatMap(row => (row.kind === 'entry' ? [row.entry] : []));
const refused = (rows: readonly Row[]) =>
  rows.flatMap(row => (row.kind === 'refused' ? [`${row.line}: ${row.reason}`] : []));

describe('amounts and days', () => {
  it.each([
    ['12.50', 2, '.', 1_250],
    ['-12.5', 2, '.', -1_250],
    ['+0', 2, '.', 0],
    ['-0.00', 2, '.', 0],
    ['1,234,567.89', 2, '.', 123_456_789],
    ['1.234,5', 2, ',', 123_450],
    ["1'234.00", 2, '.', 123_400],
    ['1 234,00', 2, ',', 123_400],
    ['7', 0, '.', 7],
    ['1.2500', 2, '.', 125],
    ['1.234', 3, '.', 1_234],
    ['12.345', 2, '.', null],
    ['1,23', 2, '.', null],
    ['1,2345.00', 2, '.', null],
    ['', 2, '.', null],
    ['.', 2, '.', null],
    ['-', 2, '.', null],
    ['NaN', 2, '.', null],
    ['1e5', 2, '.', null],
    ['0x10', 2, '.', null],
    ['99999999999999', 2, '.', null],
    ['12.50 USD', 2, '.', null],
  ] as const)('reads %j with %i decimals after %j as %j', (text, digits, mark, minor) => {
    expect(parseAmountMinor(text, digits, mark)).toBe(minor);
  });

  it('reads back every amount that it could have written', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e14, max: 1e14 }), minor => {
        const [whole, fraction] = [Math.trunc(Math.abs(minor) / 100), Math.abs(minor) % 100];
        const text = `${minor < 0 ? '-' : ''}${whole}.${String(fraction).padStart(2, '0')}`;
        expect(parseAmountMinor(text, 2)).toBe(minor);
      }),
    );
  });

  it.each([
    ['2024', '2', '29', '2024-02-29'],
    ['2023', '2', '29', null],
    ['1999', '13', '1', null],
    ['', '', '', null],
    ['0001', '1', '1', null],
  ])('reads %s %s %s as %s', (year, month, day, expected) => {
    expect(parseDay(year, month, day)).toBe(expected);
  });

  it('quotes what a file says without letting it play with the terminal', () => {
    expect(quoted('\u001b[2J\u202eevil\u0085')).toBe('"\\u001b[2J?evil?"');
    expect(quoted('x'.repeat(500))).toHaveLength(43);
  });
});

const berkaHeader = 'trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account';

describe('the Berka reader', () => {
  it('reads what an account did', async () => {
    const rows = await read(
      readBerka,
      `${berkaHeader}\n1;25;960728;credit;credit in cash;900.00;900.00;;;\n` +
        '2;25;960801;withdrawal;remittance to another bank;12.30;887.70;household;AB;123\r\n' +
        '3;38;960831;credit;;0.50;888.20;interest credited;;\n',
    );
    expect(refused(rows)).toEqual([]);
    expect(entries(rows)).toMatchObject([
      {
        customer_id: 'berka-25',
        transaction_id: '1',
        day: '1996-07-28',
        direction: 'in',
        amount_minor: 90_000,
        category: 'other-income',
      },
      {
        direction: 'out',
        amount_minor: 1_230,
        category: 'housing',
        counterparty: 'AB',
        counterparty_account: '123',
      },
      { customer_id: 'berka-38', category: 'interest', amount_minor: 50 },
    ]);
  });

  it.each([
    ['withdrawal', 'withdrawal in cash', '', 'cash'],
    ['withdrawal in cash', 'withdrawal in cash', '', 'cash'],
    ['withdrawal', 'credit card withdrawal', '', 'cash'],
    ['withdrawal', 'remittance to another bank', '', 'other'],
    ['withdrawal', 'remittance to another bank', 'insurrance payment', 'insurance'],
    ['withdrawal', 'withdrawal in cash', 'payment for statement', 'fees'],
    ['withdrawal', 'withdrawal in cash', 'sanction interest if negative balance', 'fees'],
    ['withdrawal', 'something new', 'constructor', 'other'],
    ['credit', 'collection from another bank', '', 'other-income'],
  ])('takes %s by %s for %s as %s', async (type, operation, purpose, category) => {
    const rows = await read(
      readBerka,
      `${berkaHeader}\n1;2;960101;${type};${operation};1.00;1.00;${purpose};;`,
    );
    expect(entries(rows)).toMatchObject([{ category }]);
  });

  it('says of every wrong line what is wrong, and goes on', async () => {
    const rows = await read(
      readBerka,
      [
        berkaHeader,
        'x;25;960728;credit;;1.00;1.00;;;',
        '1;;960728;credit;;1.00;1.00;;;',
        '1;25;960231;credit;;1.00;1.00;;;',
        '1;25;19960228;credit;;1.00;1.00;;;',
        '1;25;960228;constructor;;1.00;1.00;;;',
        '1;25;960228;credit;;-1.00;1.00;;;',
        '1;25;960228;credit',
        '1;25;960228;credit;;1.00;1.00;;;',
      ].join('\n'),
    );
    expect(refused(rows)).toEqual([
      '2: trans_id "x" is not a number',
      '3: account_id "" is not a number',
      '4: date "960231" is no day written YYMMDD',
      '5: date "19960228" is no day written YYMMDD',
      '6: type "constructor" is none of credit, withdrawal, withdrawal in cash',
      '7: amount "-1.00" is not a positive number with two decimals',
      '8: it has 4 columns instead of 10',
    ]);
    expect(entries(rows)).toHaveLength(1);
  });

  it.each([
    ['an empty file', '', /^1: the file is empty/],
    ['another file', 'a,b,c\n1,2,3\n', /^1: the first line must be trans_id/],
    ['a quotation mark that is left open', `${berkaHeader}\n1;"25;960728\n`, /^\d+: the quotation marks/],
    ['a record without end', `${berkaHeader}\n1;"${'x\n'.repeat(40_000)}`, /^\d+: the record is longer/],
  ])('refuses %s', async (_, text, message) => {
    expect(refused(await read(readBerka, text, 5_000)).join()).toMatch(message);
  });
});

const mappingOf = (changes: object = {}) =>
  csvMapping.parse({
    columns: { id: 'Ref', date: 'Date', amount: 'Amount', description: 'Text', category: 'Type' },
    categories: { Food: 'groceries', Wages: 'salary' },
    account: { kind: 'checking', nickname: 'Everyday', currency: 'USD' },
    ...changes,
  });

describe('the CSV reader', () => {
  it('reads the columns that the mapping names', async () => {
    const text =
      '\ufeffText,Ref,Amount,Date,Type\n"Shop, ""the"" one",r1,-12.50,2026-03-01,Food\nACME,r2,"2,000.00",2026-03-02,Wages\nx,r3,-1,2026-03-02,New\n';
    const rows = await read(csvReader(mappingOf(), 'ada'), text);
    expect(refused(rows)).toEqual([]);
    expect(entries(rows)).toMatchObject([
      {
        customer_id: 'ada',
        account_id: 'checking',
        transaction_id: 'r1',
        day: '2026-03-01',
        direction: 'out',
        amount_minor: 1_250,
        category: 'groceries',
        description: 'Shop, "the" one',
      },
      { direction: 'in', amount_minor: 200_000, category: 'salary' },
      { category: 'other' },
    ]);
  });

  it('reads European files: semicolons, decimal commas, days first, debit and credit', async () => {
    const mapping = mappingOf({
      delimiter: ';',
      decimalMark: ',',
      dateFormat: 'D.M.YYYY',
      columns: { id: 'Ref', date: 'Datum', debit: 'Soll', credit: 'Haben', status: 'Status' },
      categories: {},
      pending: ['offen'],
      account: { kind: 'savings', nickname: 'Tagesgeld', currency: 'EUR', opening: '-1250.5' },
    });
    const text =
      'Datum;Ref;Soll;Haben;Status\n1.3.2026;1;1.234,50;;ok\n01.12.2026;2;;0,05;offen\n1.3.2026;3;0,00;7;ok\n';
    const rows = await read(csvReader(mapping, 'ada'), text);
    expect(entries(rows)).toMatchObject([
      { day: '2026-03-01', direction: 'out', amount_minor: 123_450, category: 'other', status: 'booked' },
      { day: '2026-12-01', direction: 'in', amount_minor: 5, status: 'pending' },
      { direction: 'in', amount_minor: 700 },
    ]);
    expect(rows[0]).toMatchObject({ of: { account: { opening_minor: -125_050, currency: 'EUR' } } });
  });

  it('reads columns by number, and card statements that write purchases without a sign', async () => {
    const mapping = mappingOf({
      header: false,
      positiveIs: 'out',
      dateFormat: 'MM/DD/YY',
      columns: { id: [1, 2], date: 1, amount: 3 },
      categories: {},
      account: { kind: 'credit-card', nickname: 'Card', currency: 'JPY' },
    });
    const rows = await read(csvReader(mapping, 'ada'), '03/01/26,a,500\n03/01/26,b,-200\n03/01/26,a,1\n');
    expect(entries(rows)).toMatchObject([
      { transaction_id: '["03/01/26","a"]', day: '2026-03-01', direction: 'out', amount_minor: 500 },
      { direction: 'in', amount_minor: 200 },
    ]);
    expect(refused(rows)).toEqual([
      '3: its id is the same as in line 1; add a column to "id" that tells them apart',
    ]);
  });

  it('says of every wrong line what is wrong', async () => {
    const text =
      'Text,Ref,Amount,Date,Type\nx,,1,2026-03-01,\nx,r,1,03/01/2026,\nx,r,1.234,2026-03-01,\nx,r\n';
    expect(refused(await read(csvReader(mappingOf(), 'ada'), text))).toEqual([
      '2: the id is empty',
      '3: date "03/01/2026" is no day written YYYY-MM-DD',
      '4: amount "1.234" is not a number with at most 2 decimals after "."',
      '5: date "" is no day written YYYY-MM-DD',
    ]);
    expect(refused(await read(csvReader(mappingOf(), 'ada'), 'Ref;Date\n'))).toEqual([
      '1: there is no column "Ref"; there is "Ref;Date"',
    ]);
    expect(refused(await read(csvReader(mappingOf(), 'ada'), ''))).toHaveLength(1);
  });
});

const sgml = (transactions: string, account = '<ACCTID>98765<ACCTTYPE>CHECKING'): string => `OFXHEADER:100
DATA:OFXSGML
CHARSET:1252

<OFX><SIGNONMSGSRSV1><SONRS><STATUS><CODE>0<SEVERITY>INFO</STATUS><LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS><CURDEF>USD<BANKACCTFROM><BANKID>000${account}</BANKACCTFROM>
<BANKTRANLIST><DTSTART>20260101
${transactions}
</BANKTRANLIST><LEDGERBAL><BALAMT>100.00<DTASOF>20261101</LEDGERBAL><AVAILBAL><BALAMT>1.00<DTASOF>20261101</AVAILBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
`;

describe('the OFX reader', () => {
  const ofx = ofxReader('ada');

  it.each([1, 7, 100_000])('reads SGML without closing tags, in pieces of %i', async pieceLength => {
    const rows = await read(
      ofx,
      sgml(`<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002233000.000[-5:EST]<TRNAMT>-12.50<FITID>A1<SIC>5411<NAME>JOE & SONS<MEMO>x &amp; y</STMTTRN>
<STMTTRN><TRNTYPE>XFER<DTPOSTED>20261003<TRNAMT>100,00<FITID>A2<NAME>PAY<BANKACCTTO><BANKID>1<ACCTID>555<ACCTTYPE>SAVINGS</BANKACCTTO></STMTTRN>`),
      pieceLength,
    );
    expect(refused(rows)).toEqual([]);
    expect(rows).toMatchObject([
      {
        kind: 'entry',
        line: 8,
        of: {
          account: { account_id: 'ofx-98765', kind: 'checking', currency: 'USD', account_number: '98765' },
        },
        entry: {
          transaction_id: 'A1',
          day: '2026-10-02',
          direction: 'out',
          amount_minor: 1_250,
          category: 'groceries',
          merchant: 'JOE & SONS',
          description: 'x & y',
        },
      },
      {
        line: 9,
        entry: { direction: 'in', amount_minor: 10_000, category: 'transfer', counterparty_account: '555' },
      },
      { kind: 'balance', line: 10, day: '2026-11-01', bookedMinor: 10_000 },
    ]);
  });

  it('reads XML, and a credit card with its limit', async () => {
    const rows = await read(
      ofx,
      `<?xml version="1.0" encoding="UTF-8"?>
<?OFX OFXHEADER="200" VERSION="211"?>
<OFX><CREDITCARDMSGSRSV1><CCSTMTTRNRS><CCSTMTRS><CURDEF>EUR</CURDEF>
<CCACCTFROM><ACCTID>4111</ACCTID></CCACCTFROM><BANKTRANLIST>
<STMTTRN><TRNTYPE>PAYMENT</TRNTYPE><DTPOSTED>20261002</DTPOSTED><TRNAMT>50</TRNAMT><FITID>C1</FITID></STMTTRN>
<STMTTRN><TRNTYPE>CREDIT</TRNTYPE><DTPOSTED>20261002</DTPOSTED><TRNAMT>5</TRNAMT><FITID>C2</FITID><PAYEE><NAME>N</NAME></PAYEE></STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>-200.00</BALAMT><DTASOF>20261101</DTASOF></LEDGERBAL>
<AVAILBAL><BALAMT>800.00</BALAMT><DTASOF>20261101</DTASOF></AVAILBAL></CCSTMTRS></CCSTMTTRNRS></CREDITCARDMSGSRSV1></OFX>`,
    );
    expect(rows).toMatchObject([
      {
        of: { account: { kind: 'credit-card', currency: 'EUR' } },
        entry: { direction: 'in', category: 'transfer' },
      },
      { entry: { category: 'refund', merchant: 'N' } },
      { kind: 'balance', bookedMinor: -20_000, creditLimitMinor: 100_000 },
    ]);
  });

  it('says of every wrong transaction what is wrong, and in which line', async () => {
    const rows = await read(
      ofx,
      sgml(
        [
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>1<NAME>no id</STMTTRN>',
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261302<TRNAMT>1<FITID>a</STMTTRN>',
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>one<FITID>b</STMTTRN>',
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>1<FITID>c<CORRECTFITID>a<CORRECTACTION>DELETE</STMTTRN>',
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>1<FITID>d',
          '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>1<FITID>e</STMTTRN>',
        ].join('\n'),
      ),
    );
    expect(refused(rows)).toEqual([
      '8: the transaction has no id (FITID)',
      '9: the date "20261302" is no day (DTPOSTED)',
      '10: the amount "one" is not a number (TRNAMT)',
      '11: transaction "c" corrects another one, which cannot be imported',
      '12: <STMTTRN> is not closed',
    ]);
  });

  const one = '<STMTTRN><TRNTYPE>POS<DTPOSTED>20261002<TRNAMT>1<FITID>a</STMTTRN>';
  it.each([
    ['another file', 'Ref,Date\n1,2\n', /no OFX file/],
    ['an empty file', '', /no OFX file/],
    ['a web page', '<!doctype html><html><body>Sign in</body></html>', /no OFX file/],
    ['a file that was cut off', sgml(one).slice(0, -40), /ends before <\/OFX>/],
    [
      'an account of another kind',
      sgml(one, '<ACCTID>1<ACCTTYPE>CREDITLINE'),
      /type "CREDITLINE" cannot be imported/,
    ],
    ['a statement without an account', sgml(one, ''), /names no account/],
    ['a prototype for a kind', sgml(one, '<ACCTID>1<ACCTTYPE>constructor'), /type "constructor"/],
    ['a transaction outside of a statement', `<OFX>${one}</OFX>`, /outside of a statement/],
    ['elements without end', `<OFX>${'<A>'.repeat(200_000)}`, /nested too deep/],
    ['a long tag name', `<OFX><${'A'.repeat(200_000)}>x`, /ends before/],
    ['closing tags alone', `<OFX>${'</A>'.repeat(100_000)}`, /ends before/],
  ])('refuses %s, at once', async (_, text, message) => {
    expect(refused(await read(ofx, text, 65_536)).join()).toMatch(message);
  });

  it('expands no entities but the five of XML', async () => {
    const text = `<!DOCTYPE x [<!ENTITY a "bomb">]>${sgml(one.replace('</STMTTRN>', '<NAME>&a;&lt;</STMTTRN>'))}`;
    expect(entries(await read(ofx, text))).toMatchObject([{ merchant: '&a;<' }]);
  });

  it('knows the encoding from the header', () => {
    expect(ofxEncoding(Buffer.from('OFXHEADER:100\nCHARSET:1252\n'))).toBe('windows-1252');
    expect(ofxEncoding(Buffer.from('<?xml version="1.0" encoding="UTF-8"?>'))).toBe('utf-8');
  });

  it('throws at no input whatever', async () => {
    const tags = fc.constantFrom(
      '<OFX>',
      '</OFX>',
      '<STMTRS>',
      '</STMTRS>',
      '<STMTTRN>',
      '</STMTTRN>',
      '<FITID>a',
      '<TRNAMT>',
      '1',
      '<DTPOSTED>20260101',
      '<LEDGERBAL>',
      '</LEDGERBAL>',
      '<ACCTID>7',
      '<ACCTTYPE>SAVINGS',
      '<CURDEF>USD',
      '<![CDATA[',
      ']]>',
      '<!--',
      '&#0;',
      '<__proto__>x',
      '\n',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(tags, { maxLength: 40 }), async parts => {
        for (const row of await read(ofx, `<OFX>${parts.join('')}`)) expect(row.line).toBeGreaterThan(0);
      }),
    );
  });
});
