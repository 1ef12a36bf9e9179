/** What the three ways of telling a balance have in common. */
import type { Kysely } from 'kysely';
import type { ScopedAccount } from '../../answers/accounts.ts';
import type { BankSchema } from '../../database/schema.ts';
import { roundBalance, roundDownBalance } from '../../pipeline/round.ts';

/** A balance as it leaves the bank, to the precision that was chosen. */
export interface ToldBalance {
  readonly bookedMinor: number;
  readonly availableMinor: number;
  /** The day at whose close it was so; null: it is so now, or in this quarter of the day. */
  readonly asOfDay: string | null;
}

/**
 * The auditor's word on a new seal: whether what was booked on an account from one day up to another, which is what two
 * seals differ by, may follow from all that has been told. `YYYY-MM-DD`, the second day is not in it any more. A yes is
 * kept in mind as told.
 */
export type MaySeal = (accountId: string, fromDay: string, untilDay: string) => Promise<boolean>;

/** Whose balances are told, and when. */
export interface BalanceCircumstances {
  /** The answer's transaction. */
  readonly database: Kysely<BankSchema>;
  readonly customerId: string;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** The calendar date of `now` at the bank. */
  readonly today: string;
  /** IANA name of the bank's. */
  readonly timeZone: string;
  /** Days before today whose books are open in any case; see `closed-books.ts`. */
  readonly booksOpenDays: number;
  readonly maySeal: MaySeal;
}

/** By account; one that is not there is not told. */
export type ToldBalances = ReadonlyMap<string, ToldBalance>;

export type TellBalances = (
  accounts: readonly ScopedAccount[],
  circumstances: BalanceCircumstances,
) => Promise<ToldBalances>;

/**
 * A booked balance as it is told when it is rounded. What is available is the same with a card's limit: nothing pending,
 * because its change within an hour is a single purchase.
 *
 * The booked balance is rounded, once, and not the sum with the limit: two roundings of one amount would tell it more
 * closely than one. The limit goes down to a whole step, so that nobody is told more than there is.
 */
export function roundedBalance(
  bookedMinor: number,
  { currency, creditLimitMinor }: Pick<ScopedAccount, 'currency' | 'creditLimitMinor'>,
): Omit<ToldBalance, 'asOfDay'> {
  const rounded = roundBalance(bookedMinor, currency);
  return { bookedMinor: rounded, availableMinor: rounded + roundDownBalance(creditLimitMinor, currency) };
}
