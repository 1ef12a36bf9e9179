/** Customers with one account each, whose balances are told. */
import { Temporal } from 'temporal-polyfill';
import type { ScopedAccount } from '../../../../src/bank/answers/accounts.ts';
import type { BankDatabase } from '../../../../src/bank/database/database.ts';
import { tellBalances, type MaySeal } from '../../../../src/bank/disclosure/balances/index.ts';
import { ingest } from '../../../../src/bank/ledger/ingest.ts';
import type { BalancePrecision } from '../../../../src/facade/contract.ts';

const timeZone = 'America/New_York';

export interface Booking {
  readonly day: string;
  /** Below zero it goes out. */
  readonly amountMinor: number;
  readonly status?: 'booked' | 'pending';
  /** The same entry again, when it is booked. */
  readonly id?: string;
}

export interface House {
  readonly customerId: string;
  readonly account: ScopedAccount;
  readonly book: (...bookings: readonly Booking[]) => Promise<void>;
  /** The account's balance as it is told at a moment of the bank's clock; undefined: it is not. */
  readonly tell: (
    precision: BalancePrecision,
    /** `YYYY-MM-DDThh:mm`. */
    moment: string,
    maySeal?: MaySeal,
  ) => Promise<{ bookedMinor: number; availableMinor: number; asOfDay: string | null } | undefined>;
}

let houses = 0;

export async function openHouse(
  { kysely }: BankDatabase,
  { openingMinor = 100_000, creditLimitMinor = 0 } = {},
): Promise<House> {
  houses += 1;
  const customerId = `house-${houses}`;
  const account: ScopedAccount = {
    accountId: 'main',
    kind: creditLimitMinor === 0 ? 'checking' : 'credit-card',
    nickname: 'Main',
    currency: 'USD',
    openingMinor,
    creditLimitMinor,
  };
  await kysely
    .insertInto('customer')
    .values({ customer_id: customerId, name: customerId, birth_date: null })
    .execute();
  await kysely
    .insertInto('account')
    .values({
      customer_id: customerId,
      account_id: account.accountId,
      kind: account.kind,
      nickname: account.nickname,
      currency: account.currency,
      account_number: null,
      opening_minor: openingMinor,
      credit_limit_minor: creditLimitMinor,
    })
    .execute();
  let entries = 0;
  return {
    customerId,
    account,
    book: async (...bookings) => {
      await ingest(
        kysely,
        bookings.map(({ day, amountMinor, status = 'booked', id }) => ({
          customer_id: customerId,
          account_id: account.accountId,
          transaction_id: id ?? `entry-${(entries += 1)}`,
          status,
          day,
          direction: amountMinor < 0 ? 'out' : 'in',
          category: 'other' as const,
          amount_minor: Math.abs(amountMinor),
          merchant: null,
          counterparty: null,
          counterparty_account: null,
          description: null,
        })),
      );
    },
    tell: async (precision, moment, maySeal = () => Promise.resolve(true)) => {
      const told = await kysely.transaction().execute(async database =>
        tellBalances[precision]([account], {
          database,
          customerId,
          now: Temporal.PlainDateTime.from(moment).toZonedDateTime(timeZone).epochMilliseconds,
          today: moment.slice(0, 10),
          timeZone,
          booksOpenDays: 0,
          maySeal,
        }),
      );
      return told.get(account.accountId);
    },
  };
}
