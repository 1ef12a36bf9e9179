/**
 * The Berka ledger (PKDD'99 Discovery Challenge): semicolons, a header, Czech crowns. Every account becomes a
 * customer of its own, `berka-<account_id>`.
 */
import type { LedgerCategory } from '../ledger/category.ts';
import { readRecords } from './records.ts';
import { quoted, refusedRow, type Row, type RowAccount, type RowReader } from './row.ts';
import { fractionDigits, parseAmountMinor, parseDay } from './values.ts';

const header = 'trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account';
const columns = header.split(';').length;
const currency = 'CZK';
const digits = fractionDigits(currency);

/** `withdrawal in cash` stands for a withdrawal in some rows, whatever the operation. */
const directions: Readonly<Record<string, 'in' | 'out'>> = {
  credit: 'in',
  withdrawal: 'out',
  'withdrawal in cash': 'out',
};

/** What for, where the file says it; it counts before the operation. */
const byPurpose: Readonly<Record<string, LedgerCategory>> = {
  household: 'housing',
  'insurrance payment': 'insurance',
  'payment for statement': 'fees',
  'sanction interest if negative balance': 'fees',
};
const byOperation: Readonly<Record<string, LedgerCategory>> = {
  'withdrawal in cash': 'cash',
  'credit card withdrawal': 'cash',
};

/** Reads the file. */
export const readBerka: RowReader = async function* (pieces) {
  let isHeader = true;
  for await (const record of readRecords(pieces, ';')) {
    if (record.kind === 'broken') {
      yield refusedRow(record.line, record.reason);
      return;
    }
    if (isHeader) {
      isHeader = false;
      if (record.fields.join(';') === header) continue;
      yield refusedRow(record.line, `the first line must be ${header}`);
      return;
    }
    yield readRecord(record.line, record.fields);
  }
  if (isHeader) yield refusedRow(1, `the file is empty; its first line must be ${header}`);
};

function readRecord(line: number, fields: readonly string[]): Row {
  if (fields.length !== columns)
    return refusedRow(line, `it has ${fields.length} columns instead of ${columns}`);
  const [
    id = '',
    accountId = '',
    date = '',
    type = '',
    operation = '',
    amount = '',
    ,
    purpose = '',
    bank = '',
    partner = '',
  ] = fields;
  if (!/^\d{1,12}$/.test(id)) return refusedRow(line, `trans_id ${quoted(id)} is not a number`);
  if (!/^\d{1,12}$/.test(accountId))
    return refusedRow(line, `account_id ${quoted(accountId)} is not a number`);
  const [, year = '', month = '', monthDay = ''] = /^(\d\d)(\d\d)(\d\d)$/.exec(date) ?? [];
  const day = parseDay(`19${year}`, month, monthDay);
  if (day === null || year === '') return refusedRow(line, `date ${quoted(date)} is no day written YYMMDD`);
  const direction = Object.hasOwn(directions, type) ? directions[type] : undefined;
  if (direction === undefined) {
    return refusedRow(line, `type ${quoted(type)} is none of ${Object.keys(directions).join(', ')}`);
  }
  const amountMinor = parseAmountMinor(amount, digits);
  if (amountMinor === null || amountMinor < 0) {
    return refusedRow(line, `amount ${quoted(amount)} is not a positive number with two decimals`);
  }
  const of = accountOf(accountId);
  return {
    kind: 'entry',
    line,
    of,
    entry: {
      customer_id: of.customer.customer_id,
      account_id: of.account.account_id,
      transaction_id: id,
      status: 'booked',
      day,
      direction,
      category: direction === 'in' ? creditCategory(purpose) : withdrawalCategory(purpose, operation),
      amount_minor: amountMinor,
      merchant: null,
      counterparty: bank === '' ? null : bank,
      counterparty_account: partner === '' ? null : partner,
      description: [operation, purpose].filter(text => text !== '').join(', ') || null,
    },
  };
}

const creditCategory = (purpose: string): LedgerCategory =>
  purpose === 'interest credited' ? 'interest' : 'other-income';

function withdrawalCategory(purpose: string, operation: string): LedgerCategory {
  if (Object.hasOwn(byPurpose, purpose)) return byPurpose[purpose] ?? 'other';
  return Object.hasOwn(byOperation, operation) ? (byOperation[operation] ?? 'other') : 'other';
}

function accountOf(accountId: string): RowAccount {
  const customer_id = `berka-${accountId}`;
  return {
    customer: { customer_id, name: `Account ${accountId}`, birth_date: null },
    account: {
      customer_id,
      account_id: accountId,
      kind: 'checking',
      nickname: 'Checking',
      currency,
      account_number: null,
      // The recorded balances begin with the first deposit.
      opening_minor: 0,
      credit_limit_minor: 0,
    },
  };
}
