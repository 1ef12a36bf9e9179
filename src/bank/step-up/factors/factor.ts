/** What a way of stepping up is. One file a kind; the table of them is in `factors.ts`. */
import type { Kysely } from 'kysely';
import type { FactorKind, StepUpChallenge, StepUpFactor } from '../../../facade/contract.ts';
import type { LinkKey } from '../../consent/index.ts';
import type { BankSchema } from '../../database/schema.ts';
import type { RandomSource } from '../../link/random-source.ts';

/** What a bank asks its customers for, unless they have a one-time code. */
export const standingFactors = ['voice-pin', 'pin-digits'] as const;
export type StandingFactor = (typeof standingFactors)[number];

/** What was said, of one kind. */
export type Said<Kind extends FactorKind> = Extract<StepUpFactor, { kind: Kind }>;
/** What is asked for, of one kind. */
export type Asked<Kind extends FactorKind> = Extract<StepUpChallenge, { kind: Kind }>;

export interface CheckParts {
  readonly database: Kysely<BankSchema>;
  readonly now: number;
  readonly pepper: Uint8Array;
  readonly standing: StandingFactor;
}

export interface ChallengeParts {
  /** The transaction of the question that is refused. */
  readonly database: Kysely<BankSchema>;
  readonly now: number;
  readonly random: RandomSource;
}

/**
 * Makes sure, in the grant's own transaction, that what was said rightly is still right, and uses up what may be used
 * once. It takes the rows' locks, so that a change of PIN comes either before it and is seen, or after it.
 */
export type Redeem = (transaction: Kysely<BankSchema>) => Promise<boolean>;

export interface Factor<Kind extends FactorKind> {
  /**
   * Looks at what was said. The work depends on the kind alone: it is the same where nothing is stored, where what
   * was said is wrong, and for a link that is nobody's. Outside any transaction, so that nobody waits for a hash but
   * the one who asked.
   *
   * @returns null where it is wrong, or where this kind is not accepted of this customer
   */
  readonly check: (said: Said<Kind>, link: LinkKey, parts: CheckParts) => Promise<Redeem | null>;
  /** What to ask for; null where the customer has nothing of this kind. */
  readonly challenge: (link: LinkKey, parts: ChallengeParts) => Promise<Asked<Kind> | null>;
}
