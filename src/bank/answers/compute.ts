/** What an answer is computed from, and what may come of it. One file a question stands beside this one. */
import type { Kysely } from 'kysely';
import type { QuestionName, QuestionOf, RefusalCode } from '../../facade/contract.ts';
import type { Consent } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import type { MaySeal } from '../disclosure/balances/index.ts';
import type { FiguresOf } from '../pipeline/facts.ts';
import type { Refusal } from '../pipeline/step.ts';

/** Why a question that may be answered has no answer. */
export type ComputeRefusal = Extract<
  RefusalCode,
  'no_such_account' | 'mixed_currencies' | 'window_unavailable' | 'not_disclosed'
>;

/** Whom an answer is about, under which consent, and when. */
export interface Asked {
  readonly database: Kysely<BankSchema>;
  readonly customerId: string;
  /** The platform that asks. */
  readonly platform: string;
  /** The consent in force: its accounts are the only ones that there are. */
  readonly consent: Pick<Consent, 'questions' | 'accounts' | 'precision' | 'validUntil'>;
  /** Milliseconds since 1970 UTC. */
  readonly now: number;
  /** The calendar date at the bank, `YYYY-MM-DD`. */
  readonly today: string;
  /** IANA name of the bank's. */
  readonly timeZone: string;
  /** Days before today whose books are open in any case. */
  readonly booksOpenDays: number;
  /** Whether a new sealed balance is safe to tell, after all that has been told. */
  readonly maySeal: MaySeal;
}

/** The exact figures that answer a question of a customer on a day. */
export type Compute<Name extends QuestionName> = (
  question: QuestionOf<Name>,
  asked: Asked,
) => Promise<FiguresOf<Name> | Refusal<ComputeRefusal>>;
