/** The household's ledger between two days, and what it had before. */
import { Temporal } from 'temporal-polyfill';
import type { AccountTable, CardStatementTable } from '../database/schema.ts';
import type { LedgerEntry } from '../ledger/entry.ts';
import { statementOf } from './card-statement.ts';
import { demoAccounts, demoCustomer, newYearMinor, type DemoAccount } from './household.ts';
import { signedMinor, type Movement } from './movement.ts';
import { cardAtNewYear, demoYear } from './year.ts';

/** A purchase by card is booked after two days. */
const pendingDays = 2;

/**
 * The entries of a range of days, both ends included, as they stand at the end of the last one: card purchases of
 * the last two days are pending. Everything else is the same whatever the range.
 */
export function demoEntries(
  seed: string,
  from: Temporal.PlainDate,
  through: Temporal.PlainDate,
): LedgerEntry[] {
  const [first, last] = [from.toString(), through.toString()];
  const bookedUntil = through.subtract({ days: pendingDays }).toString();
  const entries: LedgerEntry[] = [];
  for (let year = from.year; year <= through.year; year += 1) {
    for (const movement of demoYear(seed, year)) {
      if (movement.day >= first && movement.day <= last) entries.push(entryOf(movement, bookedUntil));
    }
  }
  return entries;
}

/** Her accounts, with what was on them before this day. */
export function demoAccountsBefore(seed: string, start: Temporal.PlainDate): AccountTable[] {
  const opening: Record<DemoAccount, number> = { ...newYearMinor, card: cardAtNewYear(seed, start.year) };
  for (const movement of demoYear(seed, start.year)) {
    if (movement.day < start.toString()) opening[movement.account] += signedMinor(movement);
  }
  // The keys of the record are its type's.
  const names = Object.keys(demoAccounts) as DemoAccount[];
  return names.map(name => ({
    customer_id: demoCustomer.customer_id,
    account_id: name,
    currency: 'USD',
    opening_minor: opening[name],
    ...demoAccounts[name],
  }));
}

/** The statements of her card that close in a range of days, both ends included. */
export function demoStatements(
  seed: string,
  from: Temporal.PlainDate,
  through: Temporal.PlainDate,
): CardStatementTable[] {
  const statements: CardStatementTable[] = [];
  const last = through.toPlainYearMonth();
  for (
    let month = from.toPlainYearMonth();
    Temporal.PlainYearMonth.compare(month, last) <= 0;
    month = month.add({ months: 1 })
  ) {
    const { closedOn, dueOn, balanceMinor, minimumMinor } = statementOf(seed, month);
    if (Temporal.PlainDate.compare(closedOn, from) < 0) continue;
    if (Temporal.PlainDate.compare(closedOn, through) > 0) continue;
    statements.push({
      customer_id: demoCustomer.customer_id,
      account_id: 'card' satisfies DemoAccount,
      closed_on: closedOn.toString(),
      due_on: dueOn.toString(),
      balance_minor: balanceMinor,
      minimum_minor: minimumMinor,
    });
  }
  return statements;
}

function entryOf(movement: Movement, bookedUntil: string): LedgerEntry {
  const { account, day, purpose, direction, category, amountMinor, from } = movement;
  return {
    customer_id: demoCustomer.customer_id,
    account_id: account,
    transaction_id: `${day} ${purpose}`,
    status: movement.byCard === true && day > bookedUntil ? 'pending' : 'booked',
    day,
    direction,
    category,
    amount_minor: amountMinor,
    merchant: movement.merchant ?? null,
    counterparty: from?.counterparty ?? null,
    counterparty_account: from?.counterparty_account ?? null,
    description: purpose,
  };
}
