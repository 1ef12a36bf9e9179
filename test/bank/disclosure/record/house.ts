/** Customers with links, and answers that are told to them, for tests of the record. */
import type { Kysely } from 'kysely';
import {
  appendDisclosure,
  type Disclosure,
  type RecordKeys,
} from '../../../../src/bank/disclosure/record/index.ts';
import type { BankSchema } from '../../../../src/bank/database/schema.ts';
import { randomUuid } from '../../../../src/bank/link/random-uuid.ts';
import { insertLink } from '../../insert-link.ts';
import { testRecordKeys } from '../../record-keys.ts';

export const noon = Date.parse('2026-11-23T17:00:00Z');
const spending = { name: 'spending', window: { from: '2026-11-01', through: '2026-11-22' } } as const;

/** Random bytes that are the same in every run. */
export function countingRandom(): (size: number) => Uint8Array {
  let calls = 0;
  return size => {
    calls += 1;
    const bytes = new Uint8Array(size);
    new DataView(bytes.buffer).setUint32(0, calls);
    return bytes;
  };
}

export async function insertCustomer(
  database: Kysely<BankSchema>,
  customerId: string,
  platforms = ['alexa'],
): Promise<void> {
  await database
    .insertInto('customer')
    .values({ customer_id: customerId, name: customerId, birth_date: null })
    .execute();
  for (const platform of platforms) {
    await insertLink(database, {
      customerId,
      linkId: `${platform}-of-${customerId}`,
      platform,
      createdAt: noon,
    });
  }
}

export interface Telling extends Partial<Disclosure> {
  readonly keys?: RecordKeys;
}

/** Tells a customer something, as the pipeline does it: in a transaction. */
export function teller(database: Kysely<BankSchema>, random = countingRandom()) {
  return async (customerId: string, changes: Telling = {}): Promise<string> => {
    const { keys = testRecordKeys, ...rest } = changes;
    const answerId = randomUuid(random);
    const platform = changes.platform ?? 'alexa';
    await database.transaction().execute(transaction =>
      appendDisclosure(
        transaction,
        { keys, random },
        {
          customerId,
          answerId,
          linkId: `${platform}-of-${customerId}`,
          platform,
          answeredAt: noon,
          consentSequence: 1,
          asked: { ...spending, window: { ...spending.window, through: '2026-11-23' } },
          told: spending,
          precision: 'about',
          figures: { spent: { count: 31, sumMinor: 84_000 } },
          ...rest,
        },
      ),
    );
    return answerId;
  };
}
