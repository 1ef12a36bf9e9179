/**
 * What crosses the wall for one question: "How much did I spend on groceries in the last thirty days?" of a household with
 * ninety days of transactions. Beside our answer, what an assistant would be sent of the same ledger to work it out by
 * itself: Plaid's `/transactions/sync` and UK Open Banking's `/accounts/{AccountId}/transactions`, each with the fields of
 * its documentation that such an entry has. Bodies alone are counted, without headers and uncompressed.
 */
import { createHash } from 'node:crypto';
import { openDatabase } from '../../src/bank/database/database.ts';
import { dateOf, dayOf } from '../../src/bank/disclosure/day.ts';
import { isRefusal } from '../../src/bank/pipeline/step.ts';
import { household, insertHouse, linkHouse, today } from '../bank/disclosure/house.ts';
import type { Entry } from '../bank/disclosure/teller.ts';
import { rowsOf, type Row } from './figures.ts';

export interface Wall {
  readonly transactions: number;
  readonly bytes: readonly Row[];
  readonly fields: readonly Row[];
  /** Values that belong to single transactions. */
  readonly fieldsOfTransactions: readonly Row[];
}

/** Asks the bank, and writes down what the others would send. */
export async function measureWall(): Promise<Wall> {
  const database = await openDatabase({ kind: 'sqlite', file: ':memory:' });
  try {
    const { kysely } = database;
    // The household's days end where the question's do.
    const shift = dayOf(today) - household.period.until;
    const entries = household.transactions
      .map(entry => ({ ...entry, day: entry.day + shift }))
      .filter(({ day }) => day >= dayOf(today) - 90);
    await insertHouse(kysely, 'asking', entries);
    const ask = await linkHouse(kysely, 'asking', 'alexa');
    const window = { from: dateOf(dayOf(today) - 30), through: dateOf(dayOf(today) - 1) };
    const answer = await ask({ name: 'spending', category: 'groceries', window });
    if (isRefusal(answer)) throw new Error(`the question of the benchmark is refused: ${answer.refused}`);

    const plaid = plaidPages(entries);
    const openBanking = openBankingResponses(entries);
    const sent = { Sottovoce: [answer], 'UK Open Banking': openBanking, Plaid: plaid };
    const each = (figure: (bodies: readonly unknown[]) => number): Record<string, number> =>
      Object.fromEntries(Object.entries(sent).map(([name, bodies]) => [name, figure(bodies)]));
    return {
      transactions: entries.length,
      bytes: rowsOf(
        'bytes',
        each(bodies =>
          bodies.reduce<number>((sum, body) => sum + Buffer.byteLength(JSON.stringify(body)), 0),
        ),
      ),
      fields: rowsOf(
        'fields',
        each(bodies => bodies.reduce<number>((sum, body) => sum + valuesIn(body), 0)),
      ),
      fieldsOfTransactions: rowsOf('fields', {
        Sottovoce: 0,
        'UK Open Banking': openBanking.reduce((sum, { Data }) => sum + valuesIn(Data.Transaction), 0),
        Plaid: plaid.reduce((sum, { added }) => sum + valuesIn(added), 0),
      }),
    };
  } finally {
    await database.close();
  }
}

/** How many values a body holds; what is null tells nothing and does not count. */
function valuesIn(value: unknown): number {
  if (value === null || value === undefined) return 0;
  if (typeof value !== 'object') return 1;
  return Object.values(value).reduce<number>((sum, part) => sum + valuesIn(part), 0);
}

const merchants = ['Corner Market', 'Blue Door Cafe', 'Metro Transit', 'Hill Street Books', 'City Water'];
const merchantOf = (index: number): string => merchants[index % merchants.length] ?? '';
/** An id as long as theirs, and as telling as anything made of the number. */
const idOf = (kind: string, index: number, length: number): string =>
  createHash('sha256').update(`${kind} ${index}`).digest('base64url').slice(0, length);
const major = (amountMinor: number): number => amountMinor / 100;

/** Responses of `/transactions/sync`, 500 transactions a page (https://plaid.com/docs/api/products/transactions/#transactionssync). */
function plaidPages(entries: readonly Entry[]) {
  const pages = Math.ceil(entries.length / 500);
  return Array.from({ length: pages }, (_, page) => ({
    accounts: household.accounts.map(({ accountId, kind }, index) => ({
      account_id: idOf('account', index, 37),
      balances: {
        available: 1_234.56,
        current: 1_300.12,
        iso_currency_code: 'USD',
        limit: null,
        unofficial_currency_code: null,
      },
      mask: '0000',
      name: accountId,
      official_name: `My ${kind}`,
      subtype: kind,
      type: 'depository',
    })),
    added: entries.slice(page * 500, (page + 1) * 500).map(plaidTransaction),
    modified: [],
    removed: [],
    next_cursor: idOf('cursor', page, 43).repeat(3),
    has_more: page + 1 < pages,
    request_id: idOf('request', page, 15),
    transactions_update_status: 'HISTORICAL_UPDATE_COMPLETE',
  }));
}

const plaidTransaction = ({ day, direction, category, amountMinor, accountId }: Entry, index: number) => ({
  account_id: idOf(accountId, 0, 37),
  account_owner: null,
  amount: direction === 'out' ? major(amountMinor) : -major(amountMinor),
  iso_currency_code: 'USD',
  unofficial_currency_code: null,
  check_number: null,
  counterparties: [
    {
      name: merchantOf(index),
      type: 'merchant',
      logo_url: `https://plaid-merchant-logos.plaid.com/${merchantOf(index).toLowerCase().replaceAll(' ', '_')}_100.png`,
      website: `${merchantOf(index).toLowerCase().replaceAll(' ', '')}.example`,
      entity_id: idOf('entity', index, 37),
      confidence_level: 'VERY_HIGH',
    },
  ],
  date: dateOf(day),
  datetime: `${dateOf(day)}T12:00:00Z`,
  authorized_date: dateOf(day),
  authorized_datetime: `${dateOf(day)}T11:59:00Z`,
  location: {
    address: '300 Post St',
    city: 'San Francisco',
    region: 'CA',
    postal_code: '94108',
    country: 'US',
    lat: 40.740352,
    lon: -74.001761,
    store_number: '1235',
  },
  name: `${merchantOf(index)} #1235`,
  merchant_name: merchantOf(index),
  merchant_entity_id: idOf('entity', index, 37),
  logo_url: `https://plaid-merchant-logos.plaid.com/${merchantOf(index).toLowerCase().replaceAll(' ', '_')}_100.png`,
  website: `${merchantOf(index).toLowerCase().replaceAll(' ', '')}.example`,
  payment_meta: {
    by_order_of: null,
    payee: null,
    payer: null,
    payment_method: null,
    payment_processor: null,
    ppd_id: null,
    reason: null,
    reference_number: null,
  },
  payment_channel: 'in store',
  pending: false,
  pending_transaction_id: idOf('pending', index, 37),
  personal_finance_category: {
    primary: 'GENERAL_MERCHANDISE',
    detailed: `GENERAL_MERCHANDISE_${category.toUpperCase()}`,
    confidence_level: 'VERY_HIGH',
  },
  personal_finance_category_icon_url: 'https://plaid-category-icons.plaid.com/PFC_GENERAL_MERCHANDISE.png',
  transaction_id: idOf('transaction', index, 37),
  transaction_code: null,
  transaction_type: 'place',
});

/** One response an account (https://openbankinguk.github.io/read-write-api-site3/v3.1.11/resources-and-data-models/aisp/Transactions.html). */
function openBankingResponses(entries: readonly Entry[]) {
  return household.accounts.map(({ accountId }) => ({
    Data: { Transaction: entries.filter(entry => entry.accountId === accountId).map(openBankingTransaction) },
    Links: { Self: `https://api.bank.example/open-banking/v3.1/aisp/accounts/${accountId}/transactions` },
    Meta: {
      TotalPages: 1,
      FirstAvailableDateTime: `${dateOf(dayOf(today) - 90)}T00:00:00+00:00`,
      LastAvailableDateTime: `${today}T00:00:00+00:00`,
    },
  }));
}

const openBankingTransaction = ({ day, direction, amountMinor, accountId }: Entry, index: number) => ({
  AccountId: idOf(accountId, 0, 8),
  TransactionId: idOf('transaction', index, 16),
  TransactionReference: `Ref ${index}`,
  Amount: { Amount: major(amountMinor).toFixed(2), Currency: 'GBP' },
  CreditDebitIndicator: direction === 'out' ? 'Debit' : 'Credit',
  Status: 'Booked',
  BookingDateTime: `${dateOf(day)}T10:43:07+00:00`,
  ValueDateTime: `${dateOf(day)}T10:45:22+00:00`,
  TransactionInformation: `Card payment to ${merchantOf(index)}`,
  BankTransactionCode: { Code: 'IssuedCreditTransfers', SubCode: 'AutomaticTransfer' },
  ProprietaryBankTransactionCode: { Code: 'Transfer', Issuer: 'AlphaBank' },
  Balance: {
    Amount: { Amount: '1230.00', Currency: 'GBP' },
    CreditDebitIndicator: 'Credit',
    Type: 'InterimBooked',
  },
  MerchantDetails: { MerchantName: merchantOf(index), MerchantCategoryCode: '5411' },
  CreditorAccount: {
    SchemeName: 'UK.OBIE.SortCodeAccountNumber',
    Identification: '80200112345678',
    Name: merchantOf(index),
  },
  CardInstrument: { CardSchemeName: 'VISA', AuthorisationType: 'Contactless', Identification: '1234' },
});
