/** Name and password of a customer at the bank's pages. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import type { RandomSource } from '../link/random-source.ts';
import { hashPin, nobodysPinHash, verifyPin } from '../step-up/hash-pin.ts';

/** NIST SP 800-63B-4, section 3.1.1.2, asks 15 of a single factor, and at least 64 to be taken. */
const minPasswordLength = 15;
const maxPasswordLength = 128;
const loginName = /^[a-z0-9][a-z0-9._@-]{1,63}$/;

type LoginRefusal = 'unusable-name' | 'name-taken' | 'short-password' | 'long-password' | 'unknown-customer';

/** What to tell the person at the bank's terminal, and what to do about it. */
export const loginRefusalWords: Readonly<Record<LoginRefusal, string>> = {
  'unusable-name':
    'That name cannot be used. Take 2 to 64 small letters, digits, and . _ @ - that begin with a letter or digit.',
  'name-taken': 'Another customer signs in with that name. Choose another one with --name.',
  'short-password': `That password is too short. Take ${minPasswordLength} characters or more; a few words do.`,
  'long-password': `That password is too long. Take ${maxPasswordLength} characters or fewer.`,
  'unknown-customer': 'There is no customer of that name at this bank. `bank customers` lists them.',
};

/** Gives a customer a name and a password, in place of earlier ones. */
export async function setLogin(
  database: Kysely<BankSchema>,
  options: {
    readonly customerId: string;
    readonly name: string;
    readonly password: string;
    readonly pepper: Uint8Array;
    readonly now: number;
    readonly random: RandomSource;
  },
): Promise<{ readonly ok: true } | { readonly ok: false; readonly reason: LoginRefusal }> {
  const { customerId, now } = options;
  const name = normalise(options.name);
  const password = options.password.normalize('NFKC');
  if (!loginName.test(name)) return { ok: false, reason: 'unusable-name' };
  if (password.length < minPasswordLength) return { ok: false, reason: 'short-password' };
  if (password.length > maxPasswordLength) return { ok: false, reason: 'long-password' };
  const hash = await hashPin(password, options);
  return transact(database, async transaction => {
    const customer = await transaction
      .selectFrom('customer')
      .select('customer_id')
      .where('customer_id', '=', customerId)
      .executeTakeFirst();
    if (customer === undefined) return { ok: false, reason: 'unknown-customer' };
    const holder = await transaction
      .selectFrom('customer_login')
      .select('customer_id')
      .where('login_name', '=', name)
      .executeTakeFirst();
    if (holder !== undefined && holder.customer_id !== customerId) return { ok: false, reason: 'name-taken' };
    const login = { login_name: name, password_hash: hash, set_at: now };
    await transaction
      .insertInto('customer_login')
      .values({ customer_id: customerId, ...login })
      .onConflict(conflict => conflict.column('customer_id').doUpdateSet(login))
      .execute();
    // Whoever knew the password before is out.
    await transaction.deleteFrom('customer_session').where('customer_id', '=', customerId).execute();
    return { ok: true };
  });
}

/** What a name stands for. A name that nobody has gets a hash too, so that checking takes the same time. */
export async function findLogin(
  database: Kysely<BankSchema>,
  name: string,
): Promise<{ readonly customerId: string | null; readonly passwordHash: string }> {
  const row = await database
    .selectFrom('customer_login')
    .select(['customer_id', 'password_hash'])
    .where('login_name', '=', normalise(name))
    .executeTakeFirst();
  return row === undefined
    ? { customerId: null, passwordHash: nobodysPinHash }
    : { customerId: row.customer_id, passwordHash: row.password_hash };
}

/** Whether a password has a hash. */
export function verifyPassword(password: string, hash: string, pepper: Uint8Array): Promise<boolean> {
  return verifyPin(password.normalize('NFKC').slice(0, maxPasswordLength + 1), hash, pepper);
}

/** As names are kept: people write theirs with capitals and spaces around. */
export function normalise(name: string): string {
  return name.normalize('NFKC').trim().toLowerCase().slice(0, 200);
}
