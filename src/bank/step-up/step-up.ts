/** The customer says what the bank has asked for. */
import { transact } from '../database/transact.ts';
import type { StepUpGranted, StepUpRequest } from '../../facade/contract.ts';
import { loadConsent, type LinkKey } from '../consent/index.ts';
import { authenticateLink } from '../pipeline/authenticate-link.ts';
import { isRefusal, refuse, type Circumstances, type Refusal } from '../pipeline/step.ts';
import { nobody, reserveAttempt, settleRefused, settleRight } from './attempts.ts';
import type { Redeem } from './factors/factor.ts';
import { checkFactor } from './factors/factors.ts';
import { createGrant, sweepGrants } from './grants.ts';
import { absoluteMs, idleMs } from './limits.ts';

export type StepUpCircumstances = Pick<
  Circumstances,
  'database' | 'now' | 'today' | 'tokens' | 'platform' | 'standingFactor'
> & {
  /** Keys the hashes of voice PINs. */
  readonly pepper: Uint8Array;
};

/**
 * Checks what was said and, when it is right, makes a grant for this conversation.
 *
 * The attempt is counted before anything is looked at (`attempts.ts`). A token that is unknown or unlinked, a link
 * that is locked, a customer without a PIN and a wrong PIN get the same refusal after the same work: the same queries,
 * the same writes, the same hash. So a stranger learns nothing of who is a customer, and a thief nothing of a lock.
 */
export async function stepUp(
  { accessToken, request }: { readonly accessToken: string | null; readonly request: StepUpRequest },
  circumstances: StepUpCircumstances,
): Promise<StepUpGranted | Refusal<'step_up_refused'>> {
  const { database, standingFactor: standing = 'voice-pin' } = circumstances;
  const link = await findLink(accessToken, circumstances);

  const attempt = await reserveAttempt(database, link, circumstances);
  const redeem = await checkFactor(request.factor, link, { ...circumstances, standing });
  if (attempt === null || redeem === null || !(await grant(link, request, redeem, circumstances))) {
    const by = await settleRefused(database, link, attempt, circumstances);
    return { ...refuse('step_up_refused'), by };
  }
  return { idleSeconds: idleMs / 1_000, absoluteSeconds: absoluteMs / 1_000 };
}

/** The link that the token names, as long as a consent is in force on it; otherwise nobody's. */
async function findLink(accessToken: string | null, circumstances: StepUpCircumstances): Promise<LinkKey> {
  const { database, now } = circumstances;
  const authenticated = await authenticateLink({ accessToken }, circumstances);
  const link = isRefusal(authenticated) ? nobody : authenticated.link;
  const consent = await loadConsent(database, link, now);
  return consent === null ? nobody : link;
}

/** Makes the grant, unless the link was locked or taken back, or the PIN changed, while the hash was computed. */
async function grant(
  link: LinkKey,
  { context }: StepUpRequest,
  redeem: Redeem,
  { database, now, today }: StepUpCircumstances,
): Promise<boolean> {
  return await transact(database, async transaction => {
    if (!(await redeem(transaction))) return false;
    if (!(await settleRight(transaction, link, { today }))) return false;
    await sweepGrants(transaction, { link, now });
    await createGrant(transaction, { link, context, now });
    return true;
  });
}
