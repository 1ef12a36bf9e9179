/**
 * How often a step-up may fail. Two counters: failures in a row lock the link on which they happen, and there alone;
 * failures of a day are counted over all links of a customer. So whoever says wrong PINs into one device does not lock
 * the owner out of another, and whoever has several links does not get three guesses on each of them every day.
 */
import type { Kysely } from 'kysely';
import type { LinkKey } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import { transact } from '../database/transact.ts';
import { endGrantsOfLink } from './grants.ts';
import { maxFailuresADay, maxWrongInARow } from './limits.ts';
import type { Refuser } from '../log.ts';
import { appendNotice } from './notices.ts';

/** The link of a token that links to nobody. It has no row, and a row of failures of its own. */
export const nobody: LinkKey = { customerId: '', linkId: '' };

/** An attempt that has been counted as a failure until it is known to be none. */
export interface Attempt {
  /** How many it makes in a row on the link. */
  readonly inARow: number;
  /** How many it makes on this day, over all links of the customer. */
  readonly ofDay: number;
}

interface AttemptParts {
  /** By the bank's clock; milliseconds since 1970 UTC. */
  readonly now: number;
  /** The bank's day, `YYYY-MM-DD`. */
  readonly today: string;
}

/**
 * Counts an attempt before anything is looked at, by conditional updates: however many arrive at once, no more are
 * ever checked than are allowed. Whatever comes of it, the same rows are written: one that is no attempt (nobody's
 * link, a locked one) is counted as nobody's.
 *
 * @returns null when none is left: the link is locked, the day is used up, or as many as are left are being checked
 */
export async function reserveAttempt(
  database: Kysely<BankSchema>,
  link: LinkKey,
  { today }: Pick<AttemptParts, 'today'>,
): Promise<Attempt | null> {
  return await transact(database, async transaction => {
    const counted = await linkOf(transaction, link)
      .set(row => ({ failed_step_ups: row('failed_step_ups', '+', 1) }))
      .where('unlinked_at', 'is', null)
      .where('locked_at', 'is', null)
      .where('failed_step_ups', '<', maxWrongInARow)
      .returning('failed_step_ups')
      .executeTakeFirst();
    const ofDay = await countOnDay(transaction, counted === undefined ? nobody : link, today);
    if (counted === undefined) return null;
    if (ofDay !== undefined) return { inARow: counted.failed_step_ups, ofDay };
    // The day is used up: this was not the link's failure.
    await linkOf(transaction, link)
      .set(row => ({ failed_step_ups: row('failed_step_ups', '-', 1) }))
      .execute();
    await countOnDay(transaction, nobody, today);
    return null;
  });
}

/** One failure more on this day. @returns how many there are; undefined when no more are allowed */
async function countOnDay(
  transaction: Kysely<BankSchema>,
  { customerId }: LinkKey,
  day: string,
): Promise<number | undefined> {
  const counted = await transaction
    .insertInto('step_up_day')
    .values({ customer_id: customerId, day, failures: 1, last_refused_at: null })
    .onConflict(conflict =>
      conflict
        .columns(['customer_id', 'day'])
        .doUpdateSet(row => ({ failures: row('step_up_day.failures', '+', 1) }))
        .where(row =>
          row.or([
            row('step_up_day.failures', '<', maxFailuresADay),
            row('step_up_day.customer_id', '=', nobody.customerId),
          ]),
        ),
    )
    .returning('failures')
    .executeTakeFirst();
  return counted?.failures;
}

/**
 * The attempt was refused. The last one that a link had locks it, which ends its step-ups. The time of the refusal is
 * written whatever the reason, so that each costs the same: a write, and waiting for it.
 *
 * @returns what it was, for the log
 */
export async function settleRefused(
  database: Kysely<BankSchema>,
  link: LinkKey,
  attempt: Attempt | null,
  { now, today }: AttemptParts,
): Promise<Refuser> {
  return await transact(database, async transaction => {
    let by: Refuser = attempt === null ? 'reserveAttempt' : 'checkFactor';
    if (attempt?.inARow === maxWrongInARow - 1) {
      await appendNotice(transaction, link, { at: now, kind: 'two-wrong' });
    }
    if (attempt?.ofDay === maxFailuresADay) {
      await appendNotice(transaction, link, { at: now, kind: 'day-used-up' });
      by = 'useUpDay';
    }
    if (attempt?.inARow === maxWrongInARow && (await lock(transaction, link, now))) {
      await endGrantsOfLink(transaction, link);
      await appendNotice(transaction, link, { at: now, kind: 'locked' });
      by = 'lockLink';
    }
    await dayOf(transaction, attempt === null ? nobody : link, today)
      .set({ last_refused_at: now })
      .execute();
    return by;
  });
}

/** @returns whether the link was not locked before; a right PIN at the same time may have set the counter back */
async function lock(transaction: Kysely<BankSchema>, link: LinkKey, now: number): Promise<boolean> {
  const { numUpdatedRows } = await linkOf(transaction, link)
    .set({ locked_at: now })
    .where('locked_at', 'is', null)
    .where('failed_step_ups', '>=', maxWrongInARow)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * The attempt was right: the failures in a row are forgotten, and it is none of the day's.
 *
 * @returns false when the link was locked or taken back in the meantime; taking the row's lock, so that either comes
 * before this and is seen, or after it
 */
export async function settleRight(
  transaction: Kysely<BankSchema>,
  link: LinkKey,
  { today }: Pick<AttemptParts, 'today'>,
): Promise<boolean> {
  const { numUpdatedRows } = await linkOf(transaction, link)
    .set({ failed_step_ups: 0 })
    .where('unlinked_at', 'is', null)
    .where('locked_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows === 0n) return false;
  await dayOf(transaction, link, today)
    .set(row => ({ failures: row('failures', '-', 1) }))
    .where('failures', '>', 0)
    .execute();
  await transaction
    .deleteFrom('step_up_day')
    .where('customer_id', '=', link.customerId)
    .where('day', '<', today)
    .execute();
  return true;
}

const linkOf = (database: Kysely<BankSchema>, { customerId, linkId }: LinkKey) =>
  database.updateTable('link').where('customer_id', '=', customerId).where('link_id', '=', linkId);

const dayOf = (database: Kysely<BankSchema>, { customerId }: LinkKey, day: string) =>
  database.updateTable('step_up_day').where('customer_id', '=', customerId).where('day', '=', day);
