/**
 * What a step of the answer pipeline is, and how steps are put in a row. A step gets the facts that the steps before
 * it established, and either adds facts or refuses; there is no third way on. That a step stands after those that
 * it needs is checked by the compiler.
 */
import type { Kysely } from 'kysely';
import type { RefusalCode, StepUpChallenge } from '../../facade/contract.ts';
import type { AcceptedTokens } from '../authorization/token-link.ts';
import type { ExactAmounts } from '../consent/index.ts';
import type { BankSchema } from '../database/schema.ts';
import type { AnswerBudget } from '../disclosure/budget.ts';
import type { RecordKeys } from '../disclosure/record/index.ts';
import { refusers, type Refuser } from '../log.ts';
import type { RandomSource } from '../link/random-source.ts';
import type { StandingFactor } from '../step-up/factors/factor.ts';
import { answerSteps, type BankTelemetry } from '../telemetry.ts';

/** Where and when a request is handled. Everything that is not in the request comes from here. */
export interface Circumstances {
  /** The answer's own transaction, where there is one. */
  readonly database: Kysely<BankSchema>;
  /** The bank's clock, once for the whole request: milliseconds since 1970 UTC. */
  readonly now: number;
  /** The calendar date of `now` at the bank, `YYYY-MM-DD`. */
  readonly today: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly random: RandomSource;
  /** Days before today whose books are open in any case; none where nothing is said. See `disclosure/closed-books.ts`. */
  readonly booksOpenDays?: number | undefined;
  /** Sign the disclosure record: without them nothing is answered. */
  readonly recordKeys: RecordKeys;
  /** What the bank asks a customer for who has no one-time code; the voice PIN where nothing is said. */
  readonly standingFactor?: StandingFactor | undefined;
  /** Whether amounts may be said to the minor unit; they may where nothing is said. */
  readonly exactAmounts?: ExactAmounts | undefined;
  /** How many answers about money a customer gets in a day; the usual number where nothing is said. */
  readonly budget?: AnswerBudget | undefined;
  /** The platform whose skill asks: a link of another does not answer. Undefined: this machine asks, without one. */
  readonly platform?: string | undefined;
  /** Told how long each step took; nobody is, where nothing is said. */
  readonly telemetry?: BankTelemetry | undefined;
  /** The tokens of the authorization server that the facade takes; none where there is no such server. */
  readonly tokens?: AcceptedTokens | undefined;
}

/** A no, with its closed code. */
export interface Refusal<Code extends RefusalCode = RefusalCode> {
  readonly refused: Code;
  /** What the bank wants to hear first, with `insufficient_user_authentication` alone. */
  readonly challenge?: StepUpChallenge;
  /** Who said so: for the log alone, never for whoever asked. */
  readonly by?: Refuser;
}

/** Says no. */
export function refuse<Code extends RefusalCode>(code: Code): Refusal<Code> {
  return { refused: code };
}

/** Whether the value of a step is its refusal. */
export function isRefusal(value: object): value is Refusal {
  return 'refused' in value;
}

/** Adds facts, or refuses with one of its codes. */
type Step<Needs extends object, Adds extends object, Code extends RefusalCode> = (
  facts: Needs,
  circumstances: Circumstances,
) => Promise<Adds | Refusal<Code>>;

interface Row {
  readonly name: string;
  readonly refusesWith: readonly RefusalCode[];
  readonly run: (facts: object, circumstances: Circumstances) => Promise<object>;
}

/** Steps in their order. Immutable: `step` gives a longer one. */
export interface Pipeline<Start extends object, Facts extends object> {
  /** The table as values, for tests and documents. */
  readonly rows: readonly Pick<Row, 'name' | 'refusesWith'>[];
  /** Appends a step with every code that it may refuse with; refusing with another one is a bug and throws. */
  step<Adds extends object, Code extends RefusalCode>(
    step: Step<Facts, Adds, Code>,
    ...refusesWith: readonly Code[]
  ): Pipeline<Start, Facts & Adds>;
  /** Runs the steps until one refuses. */
  run(start: Start, circumstances: Circumstances): Promise<Facts | Refusal>;
}

/** An empty pipeline, to be lengthened by `step`. */
export function pipeline<Start extends object>(): Pipeline<Start, Start> {
  return pipelineOf<Start, Start>([]);
}

function pipelineOf<Start extends object, Facts extends object>(
  rows: readonly Row[],
): Pipeline<Start, Facts> {
  return {
    rows,
    step<Adds extends object, Code extends RefusalCode>(
      step: Step<Facts, Adds, Code>,
      ...refusesWith: readonly Code[]
    ) {
      // `step` needs what the rows before it add, which `Facts` says and `Row` forgets.
      const run = step as unknown as Row['run'];
      return pipelineOf<Start, Facts & Adds>([...rows, { name: step.name, refusesWith, run }]);
    },
    async run(start, circumstances) {
      let facts: object = start;
      for (const row of rows) {
        const outcome = await watched(row, facts, circumstances);
        if (isRefusal(outcome)) {
          if (row.refusesWith.includes(outcome.refused)) return { ...outcome, ...refuserOf(row.name) };
          throw new Error(`${row.name} may not refuse with ${outcome.refused}`);
        }
        facts = { ...facts, ...outcome };
      }
      // Every row has added its part: this is what `Facts` says.
      return facts as Facts;
    },
  };
}

/** Runs a step, as a span of its own where somebody wants to know. */
async function watched({ name, run }: Row, facts: object, circumstances: Circumstances): Promise<object> {
  const { telemetry } = circumstances;
  if (telemetry?.isOn !== true) return run(facts, circumstances);
  const span = telemetry.begin('step');
  const step = answerSteps.find(known => known === name) ?? null;
  try {
    const outcome = await span.run(() => run(facts, circumstances));
    span.end({ step, code: isRefusal(outcome) ? outcome.refused : 'ok' });
    return outcome;
  } catch (error) {
    span.end({ step, code: 'internal_error' }, true);
    throw error;
  }
}

/** The name of a step, as the log knows it. */
function refuserOf(name: string): Pick<Refusal, 'by'> {
  const by = refusers.find(known => known === name);
  return by === undefined ? {} : { by };
}
