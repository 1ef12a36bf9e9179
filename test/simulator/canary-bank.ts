/** Customers of whom everything that must stay at the bank is marked, so that it would be found anywhere else. */
import { argon2Sync, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { Temporal } from 'temporal-polyfill';
import { accountKinds, consentClasses, type AccountKind } from '../../src/facade/contract.ts';
import { bankConfig } from '../../src/bank/config.ts';
import { openDataFolder } from '../../src/bank/data-folder.ts';
import { openDatabase, type BankDatabase } from '../../src/bank/database/database.ts';
import { ledgerCategories } from '../../src/bank/ledger/category.ts';
import type { LedgerEntry } from '../../src/bank/ledger/entry.ts';
import { ingest } from '../../src/bank/ledger/ingest.ts';
import { issueAccessToken } from '../../src/bank/link/access-token.ts';
import { createLink } from '../../src/bank/link/create-link.ts';
import { unlockLink } from '../../src/bank/step-up/unlock-link.ts';

/** In every word that must not leave the bank. */
export const marker = 'cnry';
/** In every number that must not: account numbers, cards, ids. */
export const markedDigits = '70707';

export const today = '2026-11-23';
const platform = 'alexa';
const yearMs = 365 * 86_400_000;

export interface CanaryCustomer {
  readonly id: string;
  readonly pin: string;
  readonly accessToken: string;
  /** What may be said: the nicknames of the accounts, which are this customer's alone. */
  readonly nicknames: readonly string[];
}

export interface CanaryBank {
  readonly customers: readonly CanaryCustomer[];
  /** What the bank's own side does after a lock. */
  readonly unlock: (customer: CanaryCustomer) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Fills an empty data folder; a second connection stays open for `unlock`. */
export async function fillCanaryBank(dataDir: string, count: number): Promise<CanaryBank> {
  const folder = await openDataFolder(dataDir, bankConfig({}));
  const customers: CanaryCustomer[] = [];
  for (let index = 0; index < count; index += 1) {
    customers.push(await addCustomer(folder.database, folder.pinPepper, index));
  }
  await folder.database.close();

  const database = await openDatabase({ kind: 'sqlite', file: join(dataDir, 'bank.sqlite') });
  return {
    customers,
    unlock: async ({ id }) => {
      await unlockLink(database.kysely, { customerId: id, platform });
    },
    close: () => database.close(),
  };
}

async function addCustomer(
  { kysely }: BankDatabase,
  pepper: Uint8Array,
  index: number,
): Promise<CanaryCustomer> {
  const id = `${marker}-customer-${index}`;
  const pin = String(2_917 + index * 37);
  const now = Temporal.PlainDate.from(today).toZonedDateTime('America/New_York').epochMilliseconds - yearMs;
  await kysely
    .insertInto('customer')
    .values({ customer_id: id, name: `${marker} name`, birth_date: '1971-02-03' })
    .execute();
  const nicknames = accountKinds.map(kind => `${colours[index] ?? index} ${kind}`);
  await kysely
    .insertInto('account')
    .values(accountKinds.map((kind, at) => accountOf(id, kind, nicknames[at] ?? '', index)))
    .execute();
  await ingest(kysely, entriesOf(id, index));
  await kysely
    .insertInto('alert')
    .values({
      customer_id: id,
      alert_id: `${marker}-alert`,
      severity: 'high',
      opened_on: today,
      closed_on: null,
      description: `${marker} alert at a shop`,
    })
    .execute();
  await createLink(kysely, {
    customerId: id,
    platform,
    consent: {
      questions: consentClasses,
      precision: { totals: 'exact', balances: 'exact' },
      validForMs: 2 * yearMs,
    },
    now,
    random: randomBytes,
  });
  await kysely
    .insertInto('voice_pin')
    .values({ customer_id: id, pin_hash: cheapHash(pin, pepper), set_at: now })
    .execute();
  const accessToken = await issueAccessToken(kysely, {
    customerId: id,
    platform,
    now,
    random: randomBytes,
    ttlMs: 2 * yearMs,
  });
  if (accessToken === null) throw new Error('not linked');
  return { id, pin, accessToken, nicknames };
}

const colours = [
  'Amber',
  'Bronze',
  'Coral',
  'Denim',
  'Ebony',
  'Fuchsia',
  'Golden',
  'Hazel',
  'Indigo',
  'Jade',
];

const accountOf = (customer: string, kind: AccountKind, nickname: string, index: number) => ({
  customer_id: customer,
  account_id: `${marker}-${kind}`,
  kind,
  nickname,
  currency: 'USD',
  account_number: `${markedDigits}${1_000_000 + index}`,
  opening_minor: 5_000_000 + index * 1_234_567,
  credit_limit_minor: kind === 'credit-card' ? 500_000 : 0,
});

/** A year of entries in every category, one of them on most days. */
function entriesOf(customer: string, index: number): LedgerEntry[] {
  const last = Temporal.PlainDate.from(today);
  return Array.from({ length: 360 }, (_, at) => {
    const category = ledgerCategories[(at + index) % ledgerCategories.length] ?? 'other';
    const isIncome = ['salary', 'interest', 'benefit', 'other-income', 'refund'].includes(category);
    return {
      customer_id: customer,
      account_id: `${marker}-${accountKinds[at % accountKinds.length] ?? 'checking'}`,
      transaction_id: `${marker}-${markedDigits}${at}`,
      status: at < 2 ? 'pending' : 'booked',
      day: last.subtract({ days: at }).toString(),
      direction: isIncome ? 'in' : 'out',
      category,
      amount_minor: 1_000 + ((at * 7_919 + index * 104_729) % 20_000),
      merchant: `${marker} merchant ${at}`,
      counterparty: `${marker} counterparty ${at}`,
      counterparty_account: `GB29NWBK${markedDigits}${at}`,
      description: `${marker} description, card ${markedDigits}${at}`,
    };
  });
}

/** The real hash costs 40 ms, which a thousand conversations have no need of. */
function cheapHash(pin: string, pepper: Uint8Array): string {
  const nonce = randomBytes(16);
  const tag = argon2Sync('argon2id', {
    message: pin,
    nonce,
    secret: pepper,
    memory: 8,
    passes: 1,
    parallelism: 1,
    tagLength: 32,
  });
  const encode = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
  return `$argon2id$v=19$m=8,t=1,p=1$${encode(nonce)}$${encode(tag)}`;
}
