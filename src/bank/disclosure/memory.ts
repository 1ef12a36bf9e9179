/** What disclosure control remembers of a customer, in the bank's tables. */
import type { Kysely } from 'kysely';
import type { BankSchema } from '../database/schema.ts';
import type { Window } from './day.ts';
import { seriesKey, type Series } from './series.ts';
import { nothingTold, readState, writeState, type DisclosureState } from './state.ts';

/**
 * The state of a customer, locked until the end of the transaction: whoever decides next sees what has been decided
 * here. Counting the decisions is what locks; it does so on every engine alike.
 */
export async function lockState(
  transaction: Kysely<BankSchema>,
  customerId: string,
): Promise<DisclosureState> {
  const count = () =>
    transaction
      .updateTable('disclosure_state')
      .set(({ eb }) => ({ decisions: eb('decisions', '+', 1) }))
      .where('customer_id', '=', customerId)
      .returning('state')
      .executeTakeFirst();
  const found = await count();
  if (found !== undefined) return readAgain(customerId, found.state);
  await transaction
    .insertInto('disclosure_state')
    .values({ customer_id: customerId, decisions: 0, state: writeState(nothingTold) })
    .onConflict(conflict => conflict.column('customer_id').doNothing())
    .execute();
  const made = await count();
  if (made === undefined) throw new Error('the disclosure state of a customer cannot be kept');
  return readState(made.state);
}

/**
 * Some states that were read here, with what they were read from: who asks several questions in a row has it parsed once.
 * What is in the database decides: of any other text than the last one nothing is taken from here.
 */
const lastRead = new Map<string, { readonly text: string; readonly state: DisclosureState }>();
const mostRead = 100;

function readAgain(customerId: string, text: string): DisclosureState {
  const last = lastRead.get(customerId);
  if (last?.text === text) return last.state;
  const state = readState(text);
  lastRead.delete(customerId);
  lastRead.set(customerId, { text, state });
  const [oldest] = lastRead.keys();
  if (lastRead.size > mostRead && oldest !== undefined) lastRead.delete(oldest);
  return state;
}

/** Keeps the state; in the transaction that has locked it. */
export async function saveState(
  transaction: Kysely<BankSchema>,
  customerId: string,
  state: DisclosureState,
): Promise<void> {
  await transaction
    .updateTable('disclosure_state')
    .set({ state: writeState(state) })
    .where('customer_id', '=', customerId)
    .execute();
}

/** The window that was told in place of one that was asked for; null where it was never moved. */
export async function recallMoved(
  database: Kysely<BankSchema>,
  customerId: string,
  series: Series,
  asked: Window,
): Promise<Window | null> {
  const moved = await database
    .selectFrom('moved_window')
    .select(['told_from', 'told_until'])
    .where('customer_id', '=', customerId)
    .where('series', '=', seriesKey(series))
    .where('asked_from', '=', asked.from)
    .where('asked_until', '=', asked.until)
    .executeTakeFirst();
  return moved === undefined ? null : { from: moved.told_from, until: moved.told_until };
}

/** Remembers that a window was moved: whoever asks again hears the same. */
export async function rememberMoved(
  transaction: Kysely<BankSchema>,
  customerId: string,
  series: Series,
  { asked, told }: { readonly asked: Window; readonly told: Window },
): Promise<void> {
  await transaction
    .insertInto('moved_window')
    .values({
      customer_id: customerId,
      series: seriesKey(series),
      asked_from: asked.from,
      asked_until: asked.until,
      told_from: told.from,
      told_until: told.until,
    })
    .onConflict(conflict => conflict.doNothing())
    .execute();
}
