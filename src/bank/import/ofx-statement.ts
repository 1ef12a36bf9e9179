/** Elements of an OFX file, put together to transactions and balances. */
import type { AccountKind } from '../../facade/contract.ts';
import { currency as currencyCode } from '../../facade/contract.ts';
import { ofxCategory } from './ofx-category.ts';
import { quoted, refusedRow, type Row, type RowAccount } from './row.ts';
import { fractionDigits, parseAmountMinor, parseDay } from './values.ts';

/** What a parser tells of the elements of a file, in order. */
export interface OfxElements {
  open(name: string, line: number): void;
  value(name: string, text: string): void;
  close(name: string, line: number): void;
}

/** OFX 2.3, sections 11.4.2 and 11.4.3: statements of a bank account and of a credit card. */
const statementNames: readonly string[] = ['STMTRS', 'CCSTMTRS'];

/** OFX account types; a money market account is a way of saving, a line of credit is no account that we know. */
const kinds: Readonly<Record<string, AccountKind>> = {
  CHECKING: 'checking',
  SAVINGS: 'savings',
  MONEYMRKT: 'savings',
  CD: 'savings',
};
const nicknames: Readonly<Record<AccountKind, string>> = {
  checking: 'Checking',
  savings: 'Savings',
  'credit-card': 'Credit card',
};

type Fields = Map<string, string>;

/** Collects elements; every transaction, balance and problem goes to `emit` as soon as it is complete. */
export function ofxElements(customerId: string, emit: (row: Row) => void): OfxElements {
  let statement: Statement | undefined;
  /** The innermost element whose values belong together: a transaction, a balance, an account; else the statement. */
  let group: Group | undefined;

  const account = (): RowAccount | string => {
    if (statement === undefined) return 'it is outside of a statement';
    statement.of ??= accountOf(customerId, statement.fields, statement.isCreditCard);
    return statement.of;
  };

  return {
    open(name, line) {
      if (statementNames.includes(name)) {
        statement = {
          fields: new Map(),
          isCreditCard: name === 'CCSTMTRS',
          of: undefined,
          balances: new Map(),
        };
        group = undefined;
      } else if (name === 'STMTTRN' || name === 'LEDGERBAL' || name === 'AVAILBAL') {
        if (group !== undefined) emit(refusedRow(group.line, `<${group.name}> is not closed`));
        group = { name, line, fields: new Map() };
      }
    },
    value(name, text) {
      const { fields } = group ?? statement ?? {};
      // The first counts: what is nested deeper, like the payee's own name, comes later.
      if (fields !== undefined && !fields.has(name)) fields.set(name, text);
    },
    close(name) {
      if (group?.name === name) {
        const closed = group;
        group = undefined;
        if (name !== 'STMTTRN') {
          statement?.balances.set(name, closed);
          return;
        }
        const of = account();
        emit(typeof of === 'string' ? refusedRow(closed.line, of) : transaction(closed, of));
      } else if (statement !== undefined && statementNames.includes(name)) {
        // Only now: the statement's last transactions may come after its balance.
        const ledger = statement.balances.get('LEDGERBAL');
        const of = account();
        if (ledger !== undefined && typeof of !== 'string') {
          emit(balance(ledger, statement.balances.get('AVAILBAL'), of));
        }
        statement = undefined;
      }
    },
  };
}

interface Statement {
  readonly fields: Fields;
  readonly isCreditCard: boolean;
  /** Made when it is first asked for; a sentence when it cannot be. */
  of: RowAccount | string | undefined;
  readonly balances: Map<string, Group>;
}

/** An element with values of its own, and where it begins. */
interface Group {
  readonly name: string;
  readonly line: number;
  readonly fields: Fields;
}

function accountOf(customerId: string, fields: Fields, isCreditCard: boolean): RowAccount | string {
  const number = fields.get('ACCTID') ?? '';
  if (!/^[\x20-\x7e]{1,64}$/.test(number)) return 'the statement names no account (ACCTID)';
  const type = fields.get('ACCTTYPE') ?? '';
  const kind = isCreditCard ? 'credit-card' : Object.hasOwn(kinds, type) ? kinds[type] : undefined;
  if (kind === undefined) return `accounts of the type ${quoted(type)} cannot be imported`;
  const currency = fields.get('CURDEF') ?? '';
  if (!currencyCode.safeParse(currency).success)
    return `the statement's currency ${quoted(currency)} is none (CURDEF)`;
  return {
    customer: { customer_id: customerId, name: customerId, birth_date: null },
    account: {
      customer_id: customerId,
      account_id: `ofx-${number}`,
      kind,
      nickname: nicknames[kind],
      currency,
      account_number: number,
      opening_minor: 0,
      credit_limit_minor: 0,
    },
  };
}

function transaction({ line, fields }: Group, of: RowAccount): Row {
  const { account } = of;
  const id = fields.get('FITID') ?? '';
  if (id === '' || id.length > 255) return refusedRow(line, 'the transaction has no id (FITID)');
  if (fields.has('CORRECTFITID')) {
    return refusedRow(line, `transaction ${quoted(id)} corrects another one, which cannot be imported`);
  }
  const posted = fields.get('DTPOSTED') ?? '';
  const day = readDay(posted);
  if (day === null) return refusedRow(line, `the date ${quoted(posted)} is no day (DTPOSTED)`);
  const amount = fields.get('TRNAMT') ?? '';
  const signed = readAmount(amount, account.currency);
  if (signed === null) return refusedRow(line, `the amount ${quoted(amount)} is not a number (TRNAMT)`);
  const type = fields.get('TRNTYPE') ?? '';
  const direction = signed < 0 ? 'out' : 'in';
  return {
    kind: 'entry',
    line,
    of,
    entry: {
      customer_id: account.customer_id,
      account_id: account.account_id,
      transaction_id: id,
      status: 'booked',
      day,
      direction,
      category: ofxCategory(
        { type, merchantCode: fields.get('SIC') ?? '' },
        direction,
        account.kind === 'credit-card',
      ),
      amount_minor: Math.abs(signed),
      merchant: fields.get('NAME') ?? null,
      counterparty: null,
      // The account on the other side of a transfer.
      counterparty_account: fields.get('ACCTID') ?? null,
      description: fields.get('MEMO') ?? null,
    },
  };
}

function balance({ line, fields }: Group, available: Group | undefined, of: RowAccount): Row {
  const { kind, currency } = of.account;
  const [amount = '', asOf = ''] = [fields.get('BALAMT'), fields.get('DTASOF')];
  const bookedMinor = readAmount(amount, currency);
  if (bookedMinor === null) return refusedRow(line, `the balance ${quoted(amount)} is not a number (BALAMT)`);
  const day = readDay(asOf);
  if (day === null) return refusedRow(line, `the balance's date ${quoted(asOf)} is no day (DTASOF)`);
  // What a card owes and what is left of its limit make up the limit.
  const left = kind === 'credit-card' ? readAmount(available?.fields.get('BALAMT') ?? '', currency) : null;
  const creditLimitMinor = left === null ? 0 : left - bookedMinor;
  return { kind: 'balance', line, of, day, bookedMinor, ...(creditLimitMinor > 0 && { creditLimitMinor }) };
}

/** OFX 2.3, section 3.2.8: `YYYYMMDDHHMMSS.XXX[offset:name]`. The day counts as it is written, at the bank. */
function readDay(text: string): string | null {
  const [, year = '', month = '', day = ''] =
    /^(\d{4})(\d{2})(\d{2})(?:\d{0,6}(?:\.\d*)?(?:\[.*\])?)$/.exec(text) ?? [];
  return parseDay(year, month, day);
}

/** OFX 2.3, section 3.2.9: either mark may set off the decimals. */
const readAmount = (text: string, currency: string): number | null =>
  parseAmountMinor(text, fractionDigits(currency), /,\d*$/.test(text) ? ',' : '.');
