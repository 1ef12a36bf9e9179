/** The customer says the voice PIN. */
import type { Kysely } from 'kysely';
import type { StepUpGranted, StepUpRequest } from '../../facade/contract.ts';
import type { AcceptedTokens } from '../authorization/token-link.ts';
import type { BankSchema } from '../database/schema.ts';
import { authenticateLink } from '../pipeline/authenticate-link.ts';
import type { Link } from '../pipeline/facts.ts';
import { isRefusal, refuse, type Refusal } from '../pipeline/step.ts';
import { createGrant, endGrantsOfLink, sweepGrants } from './grants.ts';
import { nobodysPinHash, verifyPin } from './hash-pin.ts';
import { absoluteMs, idleMs, maxWrongInARow } from './limits.ts';

/**
 * Checks a voice PIN and, when it is right, makes a grant for this conversation.
 *
 * The attempt is counted before the PIN is looked at, by one conditional update: however many arrive at once, no more
 * than three are ever checked. A right PIN sets the counter back; the third wrong one in a row locks the link and
 * ends its step-ups. A wrong PIN, a locked link and a customer without a PIN get the same refusal after the same
 * work. The hash is computed outside any transaction, so that nobody waits for it but the one who asked.
 */
export async function stepUp(
  { accessToken, request }: { readonly accessToken: string | null; readonly request: StepUpRequest },
  {
    database,
    now,
    pepper,
    tokens,
  }: {
    readonly database: Kysely<BankSchema>;
    readonly now: number;
    readonly pepper: Uint8Array;
    readonly tokens?: AcceptedTokens | undefined;
  },
): Promise<StepUpGranted | Refusal<'invalid_token' | 'step_up_refused'>> {
  const authenticated = await authenticateLink({ accessToken }, { database, now, tokens });
  if (isRefusal(authenticated)) return authenticated;
  const { link } = authenticated;

  const attempt = await reserveAttempt(database, link);
  const stored = await database
    .selectFrom('voice_pin')
    .where('customer_id', '=', link.customerId)
    .select('pin_hash')
    .executeTakeFirst();
  const isRight = await verifyPin(
    request.factor.kind === 'voice-pin' ? request.factor.pin : '',
    stored?.pin_hash ?? nobodysPinHash,
    pepper,
  );

  if (attempt === null || stored === undefined || !isRight) {
    await settleWrong(database, { link, attempt, now });
    return refuse('step_up_refused');
  }
  const granted = await settleRight(database, { link, request, now, pinHash: stored.pin_hash });
  return granted
    ? { idleSeconds: idleMs / 1_000, absoluteSeconds: absoluteMs / 1_000 }
    : refuse('step_up_refused');
}

/** Counts an attempt. Null when none is left: the link is locked, or as many as would lock it are being checked. */
async function reserveAttempt(database: Kysely<BankSchema>, link: Link): Promise<number | null> {
  const counted = await database
    .updateTable('link')
    .set(eb => ({ failed_step_ups: eb('failed_step_ups', '+', 1) }))
    .where('customer_id', '=', link.customerId)
    .where('link_id', '=', link.linkId)
    .where('unlinked_at', 'is', null)
    .where('locked_at', 'is', null)
    .where('failed_step_ups', '<', maxWrongInARow)
    .returning('failed_step_ups')
    .executeTakeFirst();
  return counted?.failed_step_ups ?? null;
}

/** The last attempt that a link had was wrong: it is locked. An earlier one has been counted, and that is all. */
async function settleWrong(
  database: Kysely<BankSchema>,
  { link, attempt, now }: { link: Link; attempt: number | null; now: number },
): Promise<void> {
  if (attempt !== maxWrongInARow) return;
  await database.transaction().execute(async transaction => {
    const { numUpdatedRows } = await transaction
      .updateTable('link')
      .set({ locked_at: now })
      .where('customer_id', '=', link.customerId)
      .where('link_id', '=', link.linkId)
      .where('locked_at', 'is', null)
      // A right PIN that was said at the same time may have set the counter back.
      .where('failed_step_ups', '>=', maxWrongInARow)
      .executeTakeFirst();
    if (numUpdatedRows > 0n) await endGrantsOfLink(transaction, link);
  });
}

/**
 * Makes the grant, unless the link was locked or taken back, or the PIN changed, while the hash was computed. Both
 * updates change nothing but take the rows' locks, so that a lock, an unlinking or a change of PIN comes either
 * before them and is seen, or after them and ends the grant.
 */
async function settleRight(
  database: Kysely<BankSchema>,
  { link, request, now, pinHash }: { link: Link; request: StepUpRequest; now: number; pinHash: string },
): Promise<boolean> {
  return await database.transaction().execute(async transaction => {
    const pin = await transaction
      .updateTable('voice_pin')
      .set(eb => ({ set_at: eb.ref('set_at') }))
      .where('customer_id', '=', link.customerId)
      .where('pin_hash', '=', pinHash)
      .executeTakeFirst();
    if (pin.numUpdatedRows === 0n) return false;

    const counter = await transaction
      .updateTable('link')
      .set({ failed_step_ups: 0 })
      .where('customer_id', '=', link.customerId)
      .where('link_id', '=', link.linkId)
      .where('unlinked_at', 'is', null)
      .where('locked_at', 'is', null)
      .executeTakeFirst();
    if (counter.numUpdatedRows === 0n) return false;

    await sweepGrants(transaction, { link, now });
    await createGrant(transaction, { link, context: request.context, now });
    return true;
  });
}
