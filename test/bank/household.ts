/** The customer of the contract's cases, put into a database. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../../src/bank/database/schema.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';
import { contractLedger } from '../facade/contract.cases.ts';

export const customerId = 'household';
export const platform = 'alexa';

/** Inserts the customer with the accounts that are wanted, and whatever is booked or pending on them. */
export async function insertHousehold(
  database: Kysely<BankSchema>,
  accounts: 'all' | 'checking-only' | 'two-currencies' = 'all',
): Promise<void> {
  const wanted = contractLedger.accounts.filter(
    account => accounts !== 'checking-only' || account.kind === 'checking',
  );
  await database
    .insertInto('customer')
    .values({ customer_id: customerId, name: 'Household', birth_date: '1990-07-03' })
    .execute();
  // Inserted in another order than they are answered in.
  for (const account of wanted.toReversed()) {
    await database
      .insertInto('account')
      .values({
        customer_id: customerId,
        account_id: `a-${account.kind}`,
        kind: account.kind,
        nickname: account.nickname,
        currency: accounts === 'two-currencies' && account.kind === 'savings' ? 'EUR' : account.currency,
        account_number: '000123456789',
        opening_minor: account.openingMinor,
        credit_limit_minor: account.limitMinor,
      })
      .execute();
  }
  await ingest(
    database,
    contractLedger.entries
      .filter(([kind]) => wanted.some(account => account.kind === kind))
      .map(([kind, day, direction, category, amountMinor, status], index) => ({
        customer_id: customerId,
        account_id: `a-${kind}`,
        transaction_id: `t-${index}`,
        status,
        day,
        direction,
        category,
        amount_minor: amountMinor,
        merchant: 'Merchant',
        counterparty: 'Counterparty',
        counterparty_account: '999',
        description: 'Description',
      })),
  );
  for (const { account, closedOn, dueOn, balanceMinor, minimumMinor } of contractLedger.statements) {
    if (!wanted.some(({ kind }) => kind === account)) continue;
    await database
      .insertInto('card_statement')
      .values({
        customer_id: customerId,
        account_id: `a-${account}`,
        closed_on: closedOn,
        due_on: dueOn,
        balance_minor: balanceMinor,
        minimum_minor: minimumMinor,
      })
      .execute();
  }
  for (const [index, alert] of contractLedger.alerts.entries()) {
    await database
      .insertInto('alert')
      .values({
        customer_id: customerId,
        alert_id: `alert-${index}`,
        severity: alert.severity,
        opened_on: alert.openedOn,
        closed_on: alert.closedOn,
        description: 'Description',
      })
      .execute();
  }
}

/** Removes every row, so that one database serves many tests. */
export async function clear(database: Kysely<BankSchema>): Promise<void> {
  for (const table of [
    'moved_window',
    'answer_day',
    'disclosure_state',
    'balance_seal',
    'balance_snapshot',
    'disclosure_checkpoint_end',
    'disclosure_checkpoint',
    'disclosure_head',
    'disclosure',
    'step_up_grant',
    'customer_notice',
    'step_up_day',
    'one_time_code',
    'voice_pin_pair',
    'erasure_event',
    'consent_event',
    'access_token',
    'voice_pin',
    'link',
    'alert',
    'card_statement',
    'ledger_transaction',
    'rollup_day',
    'rollup_month',
    'account',
    'customer',
  ] as const) {
    await database.deleteFrom(table).execute();
  }
}
