/** What a reader of a file format hands over, row by row. */
import type { AccountTable, CustomerTable } from '../database/schema.ts';
import type { LedgerEntry } from '../ledger/entry.ts';

/** Whose account a row is about: enough to make customer and account where they are new. */
export interface RowAccount {
  readonly customer: CustomerTable;
  readonly account: AccountTable;
}

export type Row =
  | {
      readonly kind: 'entry';
      /** Where it is in the file, from 1. */
      readonly line: number;
      readonly of: RowAccount;
      readonly entry: LedgerEntry;
    }
  /** What the file says was on the account at the end of a day: it settles the opening balance. */
  | {
      readonly kind: 'balance';
      readonly line: number;
      readonly of: RowAccount;
      readonly day: string;
      readonly bookedMinor: number;
      /** A credit card's limit, where the file tells it. */
      readonly creditLimitMinor?: number;
    }
  /** Nothing is imported once there is one of these; the reader goes on, so that all are told at once. */
  | RefusedRow;

export interface RefusedRow {
  readonly kind: 'refused';
  readonly line: number;
  /** A sentence for the person at the terminal, without the full stop. */
  readonly reason: string;
}

/** A format: text in pieces, rows out. */
export type RowReader = (pieces: AsyncIterable<string>) => AsyncIterable<Row>;

export const refusedRow = (line: number, reason: string): RefusedRow => ({ kind: 'refused', line, reason });

/** What a file says, short enough for a terminal and without control characters. */
export function quoted(text: string): string {
  const shown = text.length > 40 ? `${text.slice(0, 40)}…` : text;
  // JSON escapes the C0 characters; C1 and bidirectional marks can fool a terminal too.
  return JSON.stringify(shown).replace(/[\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '?');
}
