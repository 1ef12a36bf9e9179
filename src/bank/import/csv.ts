/** A bank's CSV file, read as a mapping says. */
import type { Direction } from '../database/schema.ts';
import type { LedgerCategory } from '../ledger/category.ts';
import type { CsvMapping } from './csv-mapping.ts';
import { readRecords } from './records.ts';
import { quoted, refusedRow, type Row, type RowAccount, type RowReader } from './row.ts';
import { fractionDigits, parseAmountMinor, parseDay } from './values.ts';

/** A reader for one customer's account. */
export const csvReader = (mapping: CsvMapping, customerId: string): RowReader =>
  async function* (pieces) {
    const of = accountOf(mapping, customerId);
    let places: Places | undefined = mapping.header ? undefined : placesByNumber(mapping);
    const seen = new Map<string, number>();
    for await (const record of readRecords(pieces, mapping.delimiter)) {
      if (record.kind === 'broken') {
        yield refusedRow(record.line, record.reason);
        return;
      }
      if (places === undefined) {
        const found = placesByName(mapping, record.fields);
        if (typeof found === 'string') {
          yield refusedRow(record.line, found);
          return;
        }
        places = found;
        continue;
      }
      const row = readRecord(mapping, places, of, record.line, record.fields);
      yield (row.kind === 'entry' ? repeated(places, seen, row) : undefined) ?? row;
    }
    if (places === undefined) yield refusedRow(1, 'the file is empty; its first line must name the columns');
  };

type ColumnName = keyof CsvMapping['columns'];

/** Where in a record each column of the mapping is, from 0. */
interface Places {
  readonly id: readonly number[];
  readonly of: Readonly<Partial<Record<ColumnName, number>>>;
}

function placesByNumber({ columns }: CsvMapping): Places {
  return places(columns, column => Number(column) - 1);
}

/** A sentence when a column is missing. */
function placesByName({ columns }: CsvMapping, header: readonly string[]): Places | string {
  const names = header.map(name => name.trim());
  const wanted = Object.values(columns).flat();
  const missing = wanted.find(column => typeof column === 'string' && !names.includes(column));
  if (missing !== undefined) {
    return `there is no column ${quoted(String(missing))}; there is ${names.map(quoted).join(', ')}`;
  }
  return places(columns, column => (typeof column === 'number' ? column - 1 : names.indexOf(column)));
}

function places(columns: CsvMapping['columns'], placeOf: (column: string | number) => number): Places {
  const { id, ...others } = columns;
  const of = Object.entries(others).flatMap(([name, column]) =>
    column === undefined ? [] : [[name, placeOf(column)]],
  );
  // The names of the columns are the mapping's own.
  return { id: [id].flat().map(placeOf), of: Object.fromEntries(of) as Places['of'] };
}

/** Two transactions that several columns together do not tell apart would become one: better to say so. */
function repeated(
  { id }: Places,
  seen: Map<string, number>,
  { line, entry }: Extract<Row, { kind: 'entry' }>,
): Row | undefined {
  if (id.length === 1) return undefined;
  const before = seen.get(entry.transaction_id);
  seen.set(entry.transaction_id, line);
  return before === undefined
    ? undefined
    : refusedRow(line, `its id is the same as in line ${before}; add a column to "id" that tells them apart`);
}

function readRecord(
  mapping: CsvMapping,
  places: Places,
  of: RowAccount,
  line: number,
  fields: readonly string[],
): Row {
  const text = (name: ColumnName): string => {
    const place = places.of[name];
    return place === undefined ? '' : (fields[place]?.trim() ?? '');
  };
  const id = places.id.map(place => fields[place]?.trim() ?? '');
  if (id.every(part => part === '')) return refusedRow(line, 'the id is empty');
  const day = readDay(text('date'), mapping.dateFormat);
  if (day === null)
    return refusedRow(line, `date ${quoted(text('date'))} is no day written ${mapping.dateFormat}`);
  const amount = readAmount(mapping, text);
  if (typeof amount === 'string') return refusedRow(line, amount);
  return {
    kind: 'entry',
    line,
    of,
    entry: {
      customer_id: of.customer.customer_id,
      account_id: of.account.account_id,
      transaction_id: id.length === 1 ? id.join('') : JSON.stringify(id),
      status: mapping.pending.includes(text('status')) ? 'pending' : 'booked',
      day,
      direction: amount.direction,
      category: readCategory(mapping, text('category'), amount.direction),
      amount_minor: amount.minor,
      merchant: text('merchant') || null,
      counterparty: text('counterparty') || null,
      counterparty_account: text('counterpartyAccount') || null,
      description: text('description') || null,
    },
  };
}

function readDay(text: string, format: string): string | null {
  const groups = {
    YYYY: '(?<year>\\d{4})',
    YY: '(?<short>\\d{2})',
    MM: '(?<month>\\d{2})',
    M: '(?<month>\\d{1,2})',
    DD: '(?<day>\\d{2})',
    D: '(?<day>\\d{1,2})',
  };
  const pattern = format.replaceAll(/YYYY|YY|MM|M|DD|D|[ ./-]/g, token =>
    token in groups ? groups[token as keyof typeof groups] : `\\${token}`,
  );
  const found = new RegExp(`^${pattern}$`).exec(text)?.groups;
  if (found === undefined) return null;
  return parseDay(found.year ?? `20${found.short ?? ''}`, found.month ?? '', found.day ?? '');
}

function readAmount(
  mapping: CsvMapping,
  text: (name: ColumnName) => string,
): { direction: Direction; minor: number } | string {
  const digits = fractionDigits(mapping.account.currency);
  const parse = (name: ColumnName): number | null =>
    parseAmountMinor(text(name), digits, mapping.decimalMark);
  const wrong = (name: ColumnName): string =>
    `${name} ${quoted(text(name))} is not a number with at most ${digits} decimals after ${quoted(mapping.decimalMark)}`;

  if (mapping.columns.amount !== undefined) {
    const signed = parse('amount');
    if (signed === null) return wrong('amount');
    const isIn = mapping.positiveIs === 'in' ? signed >= 0 : signed < 0;
    return { direction: isIn ? 'in' : 'out', minor: Math.abs(signed) };
  }
  const filled = (['debit', 'credit'] as const).filter(name => text(name) !== '');
  // Some banks write a zero into the column that does not apply.
  const [name, other] = filled.length === 2 ? filled.filter(column => parse(column) !== 0) : filled;
  if (name === undefined || other !== undefined) return 'either debit or credit must hold an amount';
  const minor = parse(name);
  if (minor === null) return wrong(name);
  return { direction: name === 'credit' ? 'in' : 'out', minor: Math.abs(minor) };
}

function readCategory(mapping: CsvMapping, text: string, direction: Direction): LedgerCategory {
  const mapped = Object.hasOwn(mapping.categories, text) ? mapping.categories[text] : undefined;
  return mapped ?? mapping.otherwise[direction];
}

function accountOf({ account }: CsvMapping, customerId: string): RowAccount {
  const minor = (text: string): number => parseAmountMinor(text, fractionDigits(account.currency)) ?? 0;
  return {
    customer: { customer_id: customerId, name: customerId, birth_date: null },
    account: {
      customer_id: customerId,
      account_id: account.id ?? account.kind,
      kind: account.kind,
      nickname: account.nickname,
      currency: account.currency,
      account_number: account.id ?? null,
      opening_minor: minor(account.opening),
      credit_limit_minor: Math.abs(minor(account.creditLimit)),
    },
  };
}
