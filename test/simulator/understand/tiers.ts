/** The measuring set `../shared/data/utterances/dev.json`, and how an understanding does on its tiers. */
import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import { fallbackIntent, type Understand, type Understood } from '../../../src/simulator/understand/index.ts';

const file = new URL('../../../../shared/data/utterances/dev.json', import.meta.url);

/** What our intents answer, the platform's own intents, what has nothing to do with a bank, other banking questions. */
export const tierNames = ['core', 'builtin', 'oos-far', 'oos-near'] as const;

const utterances = z.array(
  z.object({
    text: z.string(),
    expect: z.string(),
    tier: z.enum(tierNames),
  }),
);
export type Utterance = z.infer<typeof utterances>[number];

/** Our intents for a label of the set, as its README maps them: either is right where there are two. */
const intentsOf: Readonly<Record<string, readonly string[]>> = {
  Balance: ['BalanceIntent'],
  RecentTransactions: ['ActivityIntent'],
  SpendingSummary: ['SpendingIntent'],
  FraudAlerts: ['AlertsIntent', 'ReportFraudIntent'],
  BillDue: ['BillIntent'],
  Help: ['AMAZON.HelpIntent'],
  Repeat: ['AMAZON.RepeatIntent'],
  Stop: ['AMAZON.StopIntent'],
  Cancel: ['AMAZON.CancelIntent'],
  Yes: ['AMAZON.YesIntent'],
  No: ['AMAZON.NoIntent'],
  OutOfScope: [fallbackIntent],
};

/** Whether an utterance was understood as its label says. */
const isRight = (utterance: Utterance, understood: Understood): boolean =>
  intentsOf[utterance.expect]?.includes(understood.intent) ?? false;

/** Null where the set is absent. */
export function loadUtterances(): Utterance[] | null {
  return existsSync(file) ? utterances.parse(JSON.parse(readFileSync(file, 'utf8'))) : null;
}

/** Shares of a tier, 0 to 1; `wrong` is accepted as another intent. */
interface TierScore {
  readonly cases: number;
  readonly right: number;
  readonly wrong: number;
}

export type TierScores = Readonly<Record<Utterance['tier'], TierScore>>;

/** `results` as they were understood, whatever threshold that was at. */
export function scoreTiers(results: readonly Result[]): TierScores {
  const tier = (name: Utterance['tier']): TierScore => {
    const own = results.filter(({ utterance }) => utterance.tier === name);
    const right = own.filter(({ utterance, understood }) => isRight(utterance, understood));
    const rejected = own.filter(({ understood }) => understood.intent === fallbackIntent);
    const rejectedRight = right.filter(({ understood }) => understood.intent === fallbackIntent);
    return {
      cases: own.length,
      right: right.length / own.length,
      wrong: (own.length - right.length - rejected.length + rejectedRight.length) / own.length,
    };
  };
  return {
    core: tier('core'),
    builtin: tier('builtin'),
    'oos-far': tier('oos-far'),
    'oos-near': tier('oos-near'),
  };
}

/** An utterance, and what became of it. */
export interface Result {
  readonly utterance: Utterance;
  readonly understood: Understood;
}

/** Understands every utterance on one day. `understand` takes whatever is likeliest (a threshold of zero). */
export const understandAll = (utterances: readonly Utterance[], understand: Understand): Result[] =>
  utterances.map(utterance => ({
    utterance,
    understood: understand(utterance.text, { today: '2026-11-23', timeZone: 'UTC', expecting: null }),
  }));

/** The scores of the same results, had the classifier needed this probability. */
export const scoresAt = (threshold: number, results: readonly Result[]): TierScores =>
  scoreTiers(results.map(result => ({ ...result, understood: atThreshold(result.understood, threshold) })));

/** What is won and lost as the threshold rises. */
export const curveOf = (results: readonly Result[]) =>
  [0.3, 0.4, 0.5, 0.6, 0.7, 0.8].map(threshold => ({ threshold, scores: scoresAt(threshold, results) }));

function atThreshold(understood: Understood, threshold: number): Understood {
  return understood.how === 'classifier' && understood.score < threshold
    ? { ...understood, intent: fallbackIntent, slots: {}, how: 'rejected' }
    : understood;
}
