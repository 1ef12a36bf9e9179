/** Makes every customer of the Berka ledger one who can be asked about: a voice PIN and a link, like the demo's. */
import type { Kysely } from 'kysely';
import { consentClasses } from '../../facade/contract.ts';
import type { BankSchema } from '../database/schema.ts';
import { createLink } from '../link/create-link.ts';
import type { RandomSource } from '../link/random-source.ts';
import { hashPin } from '../step-up/hash-pin.ts';

/** Published: it is the same for every customer of this ledger. */
export const berkaPin = '4821';
export const berkaPlatform = 'alexa';

/** The ledger's days are long past: the consent holds from 1970 to 9999, whatever day is asked for. */
const givenAt = 0;
const consent = {
  questions: consentClasses,
  precision: { totals: 'exact', balances: 'exact' },
  validForMs: Date.UTC(9999, 0, 1),
} as const;

/** What is there already (a PIN that was changed, a link) stays. */
export async function ensureBerkaAccess(
  database: Kysely<BankSchema>,
  customers: readonly string[],
  {
    pinPepper,
    random,
    onProgress,
  }: {
    readonly pinPepper: Uint8Array;
    readonly random: RandomSource;
    readonly onProgress: (done: number, all: number) => void;
  },
): Promise<void> {
  const withPin = await customersIn(database, 'voice_pin');
  const withoutPin = customers.filter(customer => !withPin.has(customer));
  if (withoutPin.length > 0) {
    // One hash for all of them hides nothing that is not printed, and spares seconds of argon2.
    const pin_hash = await hashPin(berkaPin, { pepper: pinPepper, random });
    await database
      .insertInto('voice_pin')
      .values(withoutPin.map(customer_id => ({ customer_id, pin_hash, set_at: givenAt })))
      .onConflict(conflict => conflict.column('customer_id').doNothing())
      .execute();
  }
  const withLink = await customersIn(database, 'link');
  for (const [index, customerId] of customers.entries()) {
    if (!withLink.has(customerId)) {
      await createLink(database, { customerId, platform: berkaPlatform, consent, now: givenAt, random });
    }
    onProgress(index + 1, customers.length);
  }
}

async function customersIn(
  database: Kysely<BankSchema>,
  table: 'voice_pin' | 'link',
): Promise<ReadonlySet<string>> {
  const rows = await database.selectFrom(table).select('customer_id').execute();
  return new Set(rows.map(row => row.customer_id));
}
