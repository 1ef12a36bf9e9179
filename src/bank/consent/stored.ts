/** How a consent is kept in columns: lists as JSON that is checked when it is read, a precision in a column each. */
import * as z from 'zod';
import { consentClasses, type ConsentClass, type ConsentPrecision } from '../../facade/contract.ts';
import type { BankSchema } from '../database/schema.ts';

/** An account that the customer shares, by the name under which it is spoken of. */
export interface SharedAccount {
  readonly accountId: string;
  readonly nickname: string;
}

/**
 * A class that this version does not know is left out rather than refused: after an update that drops a class the
 * rest of the consent still holds.
 */
export function readQuestions(json: string): ConsentClass[] {
  const stored = z.array(z.string()).parse(JSON.parse(json));
  return consentClasses.filter(name => stored.includes(name));
}

/** In the contract's order, so that equal consents are stored alike. */
export function writeQuestions(questions: Iterable<ConsentClass>): string {
  const chosen = new Set(questions);
  return JSON.stringify(consentClasses.filter(name => chosen.has(name)));
}

const storedAccounts = z.array(z.strictObject({ account_id: z.string(), nickname: z.string() }));

export function readAccounts(json: string): SharedAccount[] {
  return storedAccounts
    .parse(JSON.parse(json))
    .map(({ account_id, nickname }) => ({ accountId: account_id, nickname }));
}

export function writeAccounts(accounts: readonly SharedAccount[]): string {
  return JSON.stringify(accounts.map(({ accountId, nickname }) => ({ account_id: accountId, nickname })));
}

type PrecisionColumns = Pick<BankSchema['consent_event'], 'totals_precision' | 'balances_precision'>;

/** Null where the event is a withdrawal. */
export function readPrecision(row: PrecisionColumns): ConsentPrecision | null {
  const { totals_precision: totals, balances_precision: balances } = row;
  return totals === null || balances === null ? null : { totals, balances };
}

export function writePrecision(precision: ConsentPrecision | null): PrecisionColumns {
  return {
    totals_precision: precision?.totals ?? null,
    balances_precision: precision?.balances ?? null,
  };
}
